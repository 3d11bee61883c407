import HTTP
import Storage
import TestKit
import Testing

@testable import Web

@Suite(.database, .serialized) struct AccountTests {
  private static func change(
    _ current: String, _ password: String, _ confirmation: String? = nil
  ) -> [(String, String)] {
    [("current_password", current), ("password", password), ("password_confirmation", confirmation ?? password)]
  }

  private static func logIn(_ web: WebFixture, _ name: String, _ password: String = "correct horse") async throws -> String {
    let answer = await web.post(
      "/login", [("username", name), ("password", password)],
      headers: [("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")])
    return try #require(answer.cookie("session"))
  }

  // MARK: Password

  @Test func `a new password ends every session, opens a new one and is in the audit`() async throws {
    let web = try WebFixture()
    let person = try await web.person("pia")
    let other = try await Self.logIn(web, "pia")
    let answer = await web.post("/account/password", Self.change("correct horse", "battery staple 9"), as: person)
    #expect(answer.status == 303)
    #expect(answer.location == "/account#password")
    let token = try #require(answer.cookie("session"))
    #expect(await web.get("/account", cookies: ["session=" + token]).status == 200)
    #expect(await web.get("/app", as: person).location == "/login")
    #expect(await web.get("/app", cookies: ["session=" + other]).location == "/login")
    #expect(await web.post("/login", [("username", "pia"), ("password", "correct horse")]).status == 422)
    #expect(await web.post("/login", [("username", "pia"), ("password", "battery staple 9")]).status == 303)
    let audit = "FROM instance_events WHERE actor_id = \(person.id) AND event_type = 'account.password_changed'"
    #expect(try await web.number("SELECT count(*) \(audit) AND address = '198.51.100.7' AND actor = 'pia'") == 1)
    #expect(try await web.number("SELECT count(*) \(audit) AND ref_json::text LIKE '%battery%'") == 0)
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let fields: [(String, String)]
    /// Id of the field that says it.
    let field: String
  }

  static let refusals = [
    Refusal(testDescription: "a wrong present password", fields: change("wrong horse", "battery staple 9"), field: "current_password"),
    Refusal(testDescription: "no present password", fields: change("", "battery staple 9"), field: "current_password"),
    Refusal(testDescription: "a short new one", fields: change("correct horse", "short"), field: "new-password"),
    Refusal(testDescription: "a common new one", fields: change("correct horse", "iloveyou1"), field: "new-password"),
    Refusal(testDescription: "the own name", fields: change("correct horse", "Robert-2026"), field: "new-password"),
    Refusal(
      testDescription: "two different ones", fields: change("correct horse", "battery staple 9", "battery stable 9"),
      field: "password_confirmation"),
  ]

  @Test(arguments: refusals) func `a password that is not accepted is said at its field, and nothing changes`(refusal: Refusal) async throws
  {
    let web = try WebFixture()
    let person = try await web.person("robert")
    let answer = await web.post("/account/password", refusal.fields, as: person)
    #expect(answer.status == 422)
    let wrong = answer.page.all("input").filter { $0["aria-invalid"] == "true" }
    #expect(wrong.compactMap { $0["id"] } == [refusal.field])
    #expect(answer.page.faults == [])
    for (_, value) in refusal.fields where !value.isEmpty { #expect(!answer.text.contains("\"\(value)\"")) }
    #expect(await web.get("/account", as: person).status == 200)
    #expect(await web.post("/login", [("username", "robert"), ("password", "correct horse")]).status == 303)
  }

  @Test func `guessing the present password inside a session is slowed down, and forgotten in the end`() async throws {
    let web = try WebFixture()
    let person = try await web.person("gero")
    for _ in 1...5 {
      #expect(await web.post("/account/password", Self.change("guess guess", "battery staple 9"), as: person).status == 422)
    }
    let right = Self.change("correct horse", "battery staple 9")
    try await web.prolongDelays()
    let answer = await web.post("/account/password", right, as: person)
    #expect(answer.status == 429)
    #expect(answer.response.headers["retry-after"] != nil)
    #expect(answer.page.all("p").contains { $0["role"] == "alert" })
    try await TestDatabase.current.runAsOwner("UPDATE login_failures SET last_at = last_at - interval '62 minutes'")
    #expect(await web.post("/account/password", right, as: person).status == 303)
  }

  // MARK: Sessions

  @Test func `the page lists the sessions, marks this one and ends another`() async throws {
    let web = try WebFixture()
    let person = try await web.person("sven")
    let other = try await Self.logIn(web, "sven")
    let page = await web.get("/account", as: person)
    #expect(page.page.faults == [])
    #expect(page.text.contains("Firefox, Linux") && page.text.contains("Opera, Linux") && page.text.contains("198.51.100.7"))
    #expect(page.text.contains("2 sessions"))
    #expect(page.text.ranges(of: "this one").count == 1)
    let ends = page.page.all("form").compactMap { $0["action"] }.filter {
      $0.hasPrefix("/account/sessions/") && $0 != "/account/sessions/end"
    }
    #expect(ends.count == 1)
    #expect(await web.post(try #require(ends.first), as: person).location == "/account#sessions")
    #expect(await web.get("/app", cookies: ["session=" + other]).status == 303)
    #expect(await web.get("/app", as: person).status == 200)
    #expect(await web.post(try #require(ends.first), as: person).status == 404, "it is over already")
    #expect(
      try await web.number(
        "SELECT count(*) FROM instance_events WHERE actor_id = \(person.id) AND ref_json->>'browser' = 'Firefox, Linux'") == 1)
  }

  @Test(arguments: ["0", "x", "-1", "99999999999999999999"]) func `a session that does not exist cannot be ended`(id: String) async throws {
    let web = try WebFixture()
    let person = try await web.person("nils")
    #expect(await web.post("/account/sessions/\(id)/end", as: person).status == 404)
  }

  @Test func `nobody ends a session of somebody else`() async throws {
    let web = try WebFixture()
    let (person, victim) = (try await web.person("mallory"), try await web.person("victor"))
    let id = try await web.number("SELECT max(id) FROM sessions WHERE user_id = \(victim.id)")
    #expect(await web.post("/account/sessions/\(id)/end", as: person).status == 404)
    #expect(await web.get("/app", as: victim).status == 200)
  }

  @Test func `all other sessions end at once`() async throws {
    let web = try WebFixture()
    let (person, bystander) = (try await web.person("olga"), try await web.person("bystander"))
    let others = [try await Self.logIn(web, "olga"), try await Self.logIn(web, "olga")]
    #expect(await web.post("/account/sessions/end", as: person).status == 303)
    for token in others { #expect(await web.get("/app", cookies: ["session=" + token]).status == 303) }
    #expect(await web.get("/app", as: person).status == 200)
    #expect(await web.get("/app", as: bystander).status == 200)
    #expect(!(await web.get("/account", as: person).text.contains("/account/sessions/end")))
  }

  struct Life: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let change: String
    let isAlive: Bool
  }

  static let lives = [
    Life(testDescription: "used almost three days ago", change: "last_seen_at = now() - interval '71 hours'", isAlive: true),
    Life(testDescription: "not used for three days", change: "last_seen_at = now() - interval '72 hours'", isAlive: false),
    Life(testDescription: "at its end", change: "expires_at = now()", isAlive: false),
    Life(
      testDescription: "used a minute ago and at its end", change: "expires_at = now() - interval '1 second', last_seen_at = now()",
      isAlive: false),
  ]

  @Test(arguments: lives) func `a session ends without use, and in any case`(life: Life) async throws {
    let web = try WebFixture()
    let person = try await web.person("life-\(life.testDescription.count)")
    _ = try await web.project("life-\(life.testDescription.count)")
    try await TestDatabase.current.runAsOwner("UPDATE users SET is_admin = true WHERE id = \(person.id)")
    try await TestDatabase.current.runAsOwner("UPDATE sessions SET \(life.change) WHERE user_id = \(person.id)")
    let paths = ["/p/life-\(life.testDescription.count)", "/app"]
    for path in paths { #expect(await web.get(path, as: person).status == (life.isAlive ? 200 : 303), "\(path)") }
  }

  @Test func `use is written down once a minute, and only then`() async throws {
    let web = try WebFixture()
    let person = try await web.person("uwe")
    func seen() async throws -> Int64 {
      try await web.number("SELECT (extract(epoch FROM last_seen_at) * 1000000)::bigint FROM sessions WHERE user_id = \(person.id)")
    }
    try await TestDatabase.current.runAsOwner(
      "UPDATE sessions SET last_seen_at = now() - interval '50 seconds' WHERE user_id = \(person.id)")
    let before = try await seen()
    #expect(await web.get("/app", as: person).status == 200)
    #expect(try await seen() == before)
    try await TestDatabase.current.runAsOwner(
      "UPDATE sessions SET last_seen_at = now() - interval '2 minutes' WHERE user_id = \(person.id)")
    #expect(await web.get("/app", as: person).status == 200)
    #expect(try await seen() > before)
  }

  @Test func `one user has a hundred sessions at most`() async throws {
    let web = try WebFixture()
    let person = try await web.person("many")
    try await TestDatabase.current.runAsOwner(
      """
      INSERT INTO sessions (token_hash, user_id, expires_at)
        SELECT sha256(convert_to('many' || n, 'UTF8')), \(person.id), now() + interval '1 day' FROM generate_series(1, 120) AS n
      """)
    let newest = try await Self.logIn(web, "many")
    #expect(try await web.number("SELECT count(*) FROM sessions WHERE user_id = \(person.id)") == 100)
    #expect(await web.get("/app", cookies: ["session=" + newest]).status == 200)
  }

  // MARK: Language

  @Test func `the language of the account holds for pages, and for those that say what went wrong`() async throws {
    let web = try WebFixture()
    let person = try await web.person("lingua")
    let answer = await web.post("/account/language", [("language", "ru")], as: person)
    #expect(answer.location == "/account#language")
    #expect(answer.setCookie("language")?.hasPrefix("language=ru; ") == true)
    let page = await web.get("/account", as: person, headers: [("accept-language", "en")])
    #expect(page.page.all("html").first?["lang"] == "ru")
    #expect(page.text.contains("Учётная запись"))
    #expect(page.page.all("input").first { $0["id"] == "language-ru" }?["checked"] != nil)
    let missing = await web.get("/nowhere", cookies: ["language=ru"], headers: [("accept-language", "en")])
    #expect(missing.page.all("html").first?["lang"] == "ru")
    let back = await web.post("/account/language", [("language", "")], as: person)
    #expect(back.setCookie("language")?.contains("Max-Age=0") == true)
    #expect(await web.get("/account", as: person, headers: [("accept-language", "en")]).page.all("html").first?["lang"] == "en")
    #expect(await web.post("/account/language", [("language", "xx")], as: person).status == 400)
  }

  @Test func `nobody sees the page without a session`() async throws {
    let web = try WebFixture()
    #expect(await web.get("/account").location == "/login?next=%2Faccount")
    for path in ["password", "language", "sessions/end", "sessions/1/end"] {
      #expect(await web.post("/account/" + path, [("language", "ru")]).location == "/login")
    }
  }
}
