import Crypto
import Domain
import HTTP
import Pipeline
import Postgres
import Storage
import TestKit
import Testing

@testable import Web

@Suite(.database, .serialized, .timeLimit(.minutes(15))) struct InviteTests {
  private static let password = "four quiet winter boats"

  private static func account(_ name: String, _ password: String = password) -> [(String, String)] {
    [("username", name), ("password", password), ("password_confirmation", password)]
  }

  private func project(_ slug: String) async throws -> (web: WebFixture, admin: Person, project: ProjectID) {
    let web = try WebFixture()
    let (project, admin) = (try await web.project(slug, name: "Harbour"), try await web.person(slug + "-admin"))
    try await web.join(admin, project, as: .admin)
    return (web, admin, project)
  }

  /// Makes an invite by the form and reads the link that is shown once.
  private func link(_ web: WebFixture, _ admin: Person, _ slug: String, role: String, note: String = "") async throws -> String {
    let made = await web.post("/p/\(slug)/invites", [("role", role), ("note", note)], as: admin)
    #expect(made.location == "/p/\(slug)/members")
    let cookie = "invite=\(try #require(made.cookie("invite")))"
    let page = await web.get("/p/\(slug)/members", as: admin, cookies: [cookie])
    #expect(page.setCookie("invite")?.contains("Max-Age=0") == true, "it is shown once")
    let link = try #require(page.page.all("button").compactMap { $0["data-copy"] }.first { $0.contains("/invite/") })
    #expect(link.hasPrefix("http://flow.example.com/invite/"))
    return String(link.dropFirst("http://flow.example.com".count))
  }

  @Test func `a link lets one person in, with the role it was made for, and only its hash is kept`() async throws {
    let (web, admin, project) = try await project("join")
    let path = try await link(web, admin, "join", role: "editor", note: "Anna")
    let token = String(path.dropFirst("/invite/".count))
    #expect(token.utf8.count == 43)
    let kept = try await TestDatabase.current.runAsOwner(
      "SELECT encode(token_hash, 'hex'), invites::text FROM invites WHERE project_id = \(project)")
    #expect(try kept?.first?.text(0) == Hex.encode(SHA256.digest(Array(token.utf8))))
    #expect(try kept?.first?.text(1).contains(token) == false)

    let page = await web.get(path)
    #expect(page.status == 200)
    #expect(page.page.faults == [])
    #expect(page.text.contains("Join Harbour") && page.text.contains("Your role: editor."))
    #expect(page.response.headers["referrer-policy"] == "no-referrer")
    #expect(await web.get(path).status == 200, "looking at it uses nothing up")

    let joined = await web.post(path, Self.account("join-anna"))
    #expect(joined.status == 303 && joined.location == "/p/join")
    let session = try #require(joined.cookie("session"))
    #expect(await web.get("/p/join", cookies: ["session=\(session)"]).status == 200)
    #expect(await web.get("/p/join/settings", cookies: ["session=\(session)"]).status == 403)
    #expect(await web.post("/login", [("username", "Join-Anna"), ("password", Self.password)]).status == 303)

    for answer in [await web.get(path), await web.post(path, Self.account("join-second"))] { check(useless: answer) }
    let list = await web.get("/p/join/members", as: admin)
    #expect(list.text.contains("Used by join-anna"))
    #expect(!list.text.contains(token))
  }

  private func check(useless answer: Answer) {
    #expect(answer.status == 410)
    #expect(answer.text.contains("This invitation does not work"))
    #expect(answer.page.faults == [])
    #expect(answer.response.headers["referrer-policy"] == "no-referrer")
    #expect(answer.setCookie("session") == nil)
  }

  @Test func `expired, revoked, cut and invented links, and those of an archived project, all say the same`() async throws {
    let (web, admin, project) = try await project("dead")
    let expired = try await web.invite(into: "dead")
    try await TestDatabase.current.runAsOwner("UPDATE invites SET expires_at = now() WHERE project_id = \(project)")
    let revoked = try await link(web, admin, "dead", role: "viewer")
    let id = try await web.number("SELECT max(id) FROM invites")
    #expect(await web.post("/p/dead/invites/\(id)/revoke", as: admin).status == 303)
    #expect(await web.post("/p/dead/invites/\(id)/revoke", as: admin).status == 404)
    let live = try await web.invite(into: "dead")
    #expect(await web.get("/invite/\(live)").status == 200)
    let archived = try await web.project("dead-archive")
    let stored = try await web.invite(into: "dead-archive")
    try await TestDatabase.current.runAsOwner("UPDATE projects SET archived_at = now() WHERE id = \(archived)")
    let paths = [
      "/invite/\(expired)", revoked, "/invite/\(live.dropLast())", "/invite/\(String(repeating: "A", count: 43))", "/invite/x",
      "/invite/\(stored)",
    ]
    for path in paths {
      check(useless: await web.get(path))
      check(useless: await web.post(path, Self.account("dead-guest")))
    }
    #expect(try await web.number("SELECT count(*) FROM users WHERE username = 'dead-guest'") == 0)
  }

  @Test func `an invite lasts seven days`() async throws {
    let (web, admin, project) = try await project("week")
    _ = try await link(web, admin, "week", role: "viewer")
    let seconds = try await web.number(
      "SELECT extract(epoch FROM expires_at - created_at)::bigint FROM invites WHERE project_id = \(project)")
    #expect(seconds == 7 * 86_400)
  }

  @Test(arguments: 1...6) func `of several who accept at the same moment one joins`(round: Int) async throws {
    let (web, admin, project) = try await project("rush-\(round)")
    let path = try await link(web, admin, "rush-\(round)", role: "viewer")
    let statuses = await withTaskGroup(of: Int.self) { group in
      for guest in 1...4 {
        group.addTask { await web.post(path, Self.account("rush-\(round)-\(guest)"), peer: "203.0.113.\(round * 10 + guest):1").status }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted()
    }
    #expect(statuses == [303, 410, 410, 410])
    #expect(try await web.number("SELECT count(*) FROM project_memberships WHERE project_id = \(project) AND role = 'viewer'") == 1)
    #expect(try await web.number("SELECT count(*) FROM users WHERE username LIKE 'rush-\(round)-_'") == 1, "no account is left over")
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let fields: [(String, String)]
    let field: String
  }

  static let refusals = [
    Refusal(testDescription: "no name", fields: account(" "), field: "username"),
    Refusal(testDescription: "a taken name, in other letters", fields: account("FORM-ADMIN"), field: "username"),
    Refusal(testDescription: "a short password", fields: account("form-guest", "short"), field: "password"),
    Refusal(
      testDescription: "two passwords", fields: [("username", "form-guest"), ("password", password), ("password_confirmation", "another")],
      field: "password_confirmation"),
  ]

  @Test func `a form that is not accepted says so at its field, keeps the name, and leaves the invite unused`() async throws {
    let (web, admin, _) = try await project("form")
    let path = try await link(web, admin, "form", role: "viewer")
    for refusal in Self.refusals {
      let answer = await web.post(path, refusal.fields)
      #expect(answer.status == 422, "\(refusal)")
      let control = answer.page.all("input").first { $0["name"] == refusal.field }
      #expect(control?["aria-invalid"] == "true", "\(refusal)")
      #expect(answer.page.field("username") == refusal.fields[0].1)
      #expect(!answer.text.contains(Self.password))
      #expect(answer.page.faults == [])
      #expect(answer.response.headers["referrer-policy"] == "no-referrer")
    }
    #expect(await web.post(path, Self.account("form-guest")).status == 303)
  }

  @Test func `somebody with an account joins by one button`() async throws {
    let (web, admin, project) = try await project("known")
    let path = try await link(web, admin, "known", role: "editor")
    let person = try await web.person("known-friend")
    let page = await web.get(path, as: person)
    #expect(page.page.faults == [])
    #expect(page.text.contains("You are signed in as known-friend"))
    #expect(page.page.all("input").isEmpty)
    #expect(await web.post(path, as: person, isSameOrigin: false, headers: [("origin", "http://evil.example")]).status == 403)
    #expect(await web.post(path, as: person).location == "/p/known")
    #expect(await web.get("/p/known", as: person).status == 200)
    #expect(try await web.number("SELECT accepted_by FROM invites WHERE project_id = \(project)") == person.id.rawValue)
    check(useless: await web.get(path, as: person))
  }

  @Test func `a member keeps their role, and the invite stays unused`() async throws {
    let (web, admin, project) = try await project("twice")
    let path = try await link(web, admin, "twice", role: "viewer")
    let page = await web.get(path, as: admin)
    #expect(page.page.faults == [])
    #expect(page.text.contains("you are a member already, with the role admin"))
    #expect(await web.post(path, as: admin).location == "/p/twice")
    let role = try await TestDatabase.current.runAsOwner("SELECT role FROM project_memberships WHERE project_id = \(project)")
    #expect(try role?.first?.text(0) == "admin")
    #expect(await web.post(path, Self.account("twice-guest")).status == 303)
  }

  @Test func `a browser that is told to send no referrer can send the form`() async throws {
    let (web, admin, _) = try await project("null")
    let path = try await link(web, admin, "null", role: "viewer")
    let fields = Self.account("null-guest")
    let sandboxed = [("origin", "null"), ("sec-fetch-site", "cross-site")]
    #expect(await web.post(path, fields, isSameOrigin: false, headers: sandboxed).status == 403)
    #expect(await web.post(path, fields, isSameOrigin: false, headers: [("origin", "null")]).status == 403)
    let own = [("origin", "null"), ("sec-fetch-site", "same-origin")]
    #expect(await web.post(path, fields, isSameOrigin: false, headers: own).status == 303)
  }

  @Test func `who tries many links waits, and a good link opens all the same`() async throws {
    let (web, admin, _) = try await project("guess")
    let path = try await link(web, admin, "guess", role: "viewer")
    try await TestDatabase.current.runAsOwner("DELETE FROM login_failures")
    for _ in 1...40 { #expect(await web.get(path).status == 200) }
    var statuses: [Int] = []
    for number in 1...30 { statuses.append(await web.get("/invite/\(String(repeating: "B", count: 41))\(number + 10)").status) }
    #expect(statuses == [Int](repeating: 410, count: 30))
    try await web.prolongDelays()
    let answer = await web.get("/invite/" + String(repeating: "B", count: 43))
    #expect(answer.status == 429)
    #expect(answer.response.headers["retry-after"] != nil)
    #expect(await web.get(path).status == 200)
    try await TestDatabase.current.runAsOwner("DELETE FROM login_failures")
  }

  @Test func `a project has at most a hundred open invites, and a note at most 200 characters`() async throws {
    let (web, admin, project) = try await project("full")
    let long = await web.post("/p/full/invites", [("role", "editor"), ("note", String(repeating: "é", count: 201))], as: admin)
    #expect(long.status == 422)
    #expect(long.page.all("input").first { $0["name"] == "note" }?["aria-invalid"] == "true")
    #expect(long.page.faults == [])
    try await TestDatabase.current.runAsOwner(
      """
      INSERT INTO invites (project_id, token_hash, role, expires_at)
      SELECT \(project), sha256(('full' || n)::bytea), 'viewer', now() + interval '1 day' FROM generate_series(1, 100) AS n
      """)
    let refused = await web.post("/p/full/invites", [("role", "viewer"), ("note", "one more")], as: admin)
    #expect(refused.status == 422)
    #expect(refused.text.contains("100 invitations are open already"))
    #expect(refused.page.field("note") == "one more")
  }

  @Test func `the link of one project is not shown in another`() async throws {
    let (web, admin, project) = try await project("own")
    let other = try await web.project("own-other")
    try await web.join(admin, other, as: .admin)
    let cookie = "invite=\(project).\(String(repeating: "A", count: 43))"
    #expect(await web.get("/p/own/members", as: admin, cookies: [cookie]).text.contains("The invitation is ready"))
    for cookie in [cookie, "invite=\(other).<b>", "invite=\(other)", "invite=.", "invite=\(other).\(String(repeating: "\"", count: 43))"] {
      #expect(!(await web.get("/p/own-other/members", as: admin, cookies: [cookie])).text.contains("The invitation is ready"), "\(cookie)")
    }
  }
}
