import Crypto
import Domain
import HTTP
import Pipeline
import Postgres
import Storage
import TestKit
import Testing

@testable import Web

@Suite(.database, .serialized, .timeLimit(.minutes(15))) struct AuditTests {
  @Test func `every change stands in the audit, in the reader's language, and no secret does`() async throws {
    let web = try WebFixture()
    let (project, admin) = (try await web.project("story"), try await web.person("story-admin"))
    try await web.join(admin, project, as: .admin)
    let made = await web.post("/p/story/invites", [("role", "viewer"), ("note", "Für Zoë")], as: admin)
    let token = try #require(made.cookie("invite")?.split(separator: ".").last.map(String.init))
    let password = "one very secret boat"
    let joined = await web.post(
      "/invite/\(token)", [("username", "story-zoe"), ("password", password), ("password_confirmation", password)])
    let session = try #require(joined.cookie("session"))
    let zoe = try await web.number("SELECT id FROM users WHERE username = 'story-zoe'")
    #expect(await web.post("/p/story/members/\(zoe)/role", [("role", "editor")], as: admin).status == 303)
    #expect(await web.post("/p/story/members/\(zoe)/remove", as: admin).status == 303)

    let page = await web.get("/p/story/audit", as: admin)
    #expect(page.page.faults == [])
    let texts = [
      "story-zoe was removed; the role was editor.", "Role of story-zoe: viewer → editor.", "story-zoe joined with the role viewer.",
      "Invitation created with the role viewer. Note: “Für Zoë”",
    ]
    let places = texts.map { page.text.firstRange(of: $0)?.lowerBound }
    #expect(!places.contains(nil))
    #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted(), "newest first")
    #expect(page.text.contains("198.51.100.7"))
    let russian = await web.get("/p/story/audit", as: admin, headers: [("accept-language", "ru")])
    #expect(russian.text.contains("Роль участника story-zoe: наблюдатель → редактор."))

    let root = try await web.person("story-root", isAdmin: true)
    let instance = await web.get("/admin/audit", as: root)
    #expect(instance.page.faults == [])
    #expect(instance.text.contains("Account story-zoe created by invitation."))

    let rows = try await TestDatabase.current.runAsOwner(
      "SELECT coalesce((SELECT string_agg(p::text, ' ') FROM project_events AS p), '') || coalesce((SELECT string_agg(i::text, ' ') FROM instance_events AS i), '')"
    )
    let stored = try rows?.first?.text(0) ?? ""
    #expect(stored.contains("story-zoe"))
    let hash = try await TestDatabase.current.runAsOwner("SELECT password_hash FROM users WHERE id = \(zoe)")
    let secrets = [
      token, Hex.encode(SHA256.digest(Array(token.utf8))), password, try hash?.first?.text(0) ?? password, session,
      Hex.encode(SHA256.digest(Array(session.utf8))),
    ]
    for secret in secrets {
      for text in [page.text, russian.text, instance.text, stored] { #expect(!text.contains(secret)) }
    }
  }

  @Test func `pages lead from one to the next without a gap, whatever is written meanwhile`() async throws {
    let web = try WebFixture()
    let (project, admin) = (try await web.project("long"), try await web.person("long-admin"))
    try await web.join(admin, project, as: .admin)
    func add(_ numbers: ClosedRange<Int>) async throws {
      try await TestDatabase.current.runAsOwner(
        """
        INSERT INTO project_events (project_id, source, event_type, ref_json, actor)
        SELECT \(project), 'system', 'member.joined', jsonb_build_object('user', 'guest-' || n, 'role', 'viewer'), 'autoflow'
        FROM generate_series(\(numbers.lowerBound), \(numbers.upperBound)) AS n
        """)
    }
    try await add(1...120)
    var (address, seen): (String?, [String]) = ("/p/long/audit", [])
    while let path = address {
      let page = await web.get(path, as: admin).page
      #expect(page.faults == [])
      seen += page.source.matches(of: /guest-\d+/).map { String($0.output) }
      try await add(500...510)
      address = page.all("a").first { $0["rel"] == "next" }?["href"]?.replacing("&amp;", with: "&")
    }
    #expect(seen == (1...120).reversed().map { "guest-\($0)" })
  }

  @Test func `entries can be narrowed to a person and to a kind`() async throws {
    let web = try WebFixture()
    let (project, admin) = (try await web.project("sift"), try await web.person("sift-admin"))
    try await web.join(admin, project, as: .admin)
    #expect(await web.post("/p/sift/invites", [("role", "viewer"), ("note", "kept")], as: admin).status == 303)
    try await TestDatabase.current.runAsOwner(
      """
      INSERT INTO project_events (project_id, source, event_type, ref_json, actor)
      VALUES (\(project), 'system', 'later.invention', '{"user": "nobody"}', 'autoflow')
      """)
    let all = await web.get("/p/sift/audit", as: admin)
    #expect(all.text.contains("later.invention"), "a type without words shows itself")
    #expect(all.page.links.contains("/p/sift/audit?area=later"))
    let person = await web.get("/p/sift/audit?person=\(admin.id)", as: admin)
    #expect(person.text.contains("kept") && !person.text.contains("later.invention"))
    let area = await web.get("/p/sift/audit?area=later", as: admin)
    #expect(!area.text.contains("“kept”") && area.text.contains("later.invention"))
    let none = await web.get("/p/sift/audit?area=%25&person=", as: admin)
    #expect(none.status == 200 && none.text.contains("No such change"))
    #expect(none.page.faults == [])
    for query in ["person=x", "before=-1", "before=99999999999999999999"] {
      #expect(await web.get("/p/sift/audit?\(query)", as: admin).status == 400, "\(query)")
    }
  }

  @Test func `an audit shows its own project only`() async throws {
    let web = try WebFixture()
    let (mine, admin) = (try await web.project("mine"), try await web.person("mine-admin"))
    let theirs = try await web.project("theirs")
    try await web.join(admin, mine, as: .admin)
    try await TestDatabase.current.runAsOwner(
      "INSERT INTO project_events (project_id, source, event_type, actor) VALUES (\(theirs), 'system', 'their.secret', 'autoflow')")
    let page = await web.get("/p/mine/audit", as: admin)
    #expect(page.text.contains("Nothing has changed yet"))
    #expect(page.page.faults == [])
    #expect(await web.get("/p/theirs/audit", as: admin).status == 404)
  }
}
