import HTTP
import Storage
import TestKit
import Testing

@testable import Web

@Suite(.database, .serialized) struct LoginTests {
  private static func fields(_ name: String, _ password: String = "correct horse", next: String = "") -> [(String, String)] {
    [("username", name), ("password", password), ("next", next)]
  }

  /// An address nobody has signed in from.
  private static let elsewhere = "203.0.113.200:1"

  @Test func `name and password open a session that the database knows by its digest only`() async throws {
    let web = try WebFixture()
    let person = try await web.person("ann")
    let answer = await web.post("/login", Self.fields("ANN"))
    #expect(answer.status == 303)
    #expect(answer.location == "/app")
    let cookie = try #require(answer.setCookie("session"))
    let token = try #require(answer.cookie("session"))
    #expect(cookie == "session=\(token); Path=/; HttpOnly; SameSite=Lax; Max-Age=1209600")
    #expect(await web.get("/app", cookies: ["session=" + token]).status == 200)
    #expect(
      try await web.number(
        "SELECT count(*) FROM sessions WHERE user_id = \(person.id) AND token_hash = sha256(convert_to('\(token)', 'UTF8'))") == 1)
  }

  @Test func `behind TLS the cookie is bound to the host and Secure`() async throws {
    let web = try WebFixture(publicURL: "https://flow.example.com")
    _ = try await web.person("tess")
    let answer = await web.post(
      "/login", Self.fields("tess"), isSameOrigin: false,
      headers: [("origin", "https://flow.example.com"), ("sec-fetch-site", "same-origin")])
    let cookie = try #require(answer.setCookie("__Host-session"))
    #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Max-Age=1209600; Secure"))
  }

  @Test func `a new log-in ends the session the browser had`() async throws {
    let web = try WebFixture()
    let person = try await web.person("rota")
    let answer = await web.post("/login", Self.fields("rota"), as: person)
    #expect(answer.cookie("session") != person.token)
    #expect(await web.get("/app", as: person).status == 303)
  }

  @Test func `logging out deletes the session, and the old cookie is refused`() async throws {
    let web = try WebFixture()
    let person = try await web.person("otto")
    let answer = await web.post("/logout", as: person)
    #expect(answer.location == "/login")
    #expect(answer.setCookie("session") == "session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
    #expect(try await web.number("SELECT count(*) FROM sessions WHERE user_id = \(person.id)") == 0)
    #expect(await web.get("/app", as: person).location == "/login")
  }

  @Test func `an expired session is refused`() async throws {
    let web = try WebFixture()
    let person = try await web.person("exa")
    #expect(await web.get("/app", as: person).status == 200)
    try await TestDatabase.current.runAsOwner("UPDATE sessions SET expires_at = now() - interval '1 second' WHERE user_id = \(person.id)")
    #expect(await web.get("/app", as: person).status == 303)
  }

  @Test(arguments: ["", "x", String(repeating: "A", count: 43), "'; DROP TABLE users; --", String(repeating: "я", count: 43)])
  func `a made-up cookie is nobody`(token: String) async throws {
    let web = try WebFixture()
    let answer = await web.get("/app", cookies: ["session=" + token])
    #expect(answer.status == 303)
    #expect(answer.location == "/login")
  }

  @Test func `a wrong password and an unknown name read the same`() async throws {
    let web = try WebFixture()
    _ = try await web.person("wanda")
    let wrong = await web.post("/login", Self.fields("wanda", "wrong password"))
    let unknown = await web.post("/login", Self.fields("wendy", "wrong password"))
    #expect(wrong.status == 422)
    #expect(unknown.status == 422)
    #expect(wrong.text.replacing("wanda", with: "?") == unknown.text.replacing("wendy", with: "?"))
    #expect(!wrong.text.contains("wrong password"))
  }

  @Test func `repeated failures of a name have to wait, longer each time, even with the right password`() async throws {
    let web = try WebFixture()
    _ = try await web.person("thea")
    for attempt in 1...5 {
      #expect(await web.post("/login", Self.fields("thea", "no"), peer: Self.elsewhere).status == 422, "attempt \(attempt)")
    }
    try await web.prolongDelays()
    let first = await web.post("/login", Self.fields("thea"), peer: "203.0.113.9:1")
    #expect(first.status == 429)
    #expect(first.text.contains("Try again in"))
    // Nobody has to wait for real: the clock of the database is what counts, so the row is made older.
    for (failures, seconds) in [(8, 8), (10, 32), (40, 60)] {
      try await TestDatabase.current.runAsOwner(
        "UPDATE login_failures SET last_at = clock_timestamp(), failures = \(failures) WHERE key LIKE 'name:%'")
      let next = await web.post("/login", Self.fields("thea"), peer: Self.elsewhere)
      #expect(Int(try #require(next.response.headers["retry-after"])).map { (seconds / 2 + 1...seconds).contains($0) } == true)
    }
    try await TestDatabase.current.runAsOwner("UPDATE login_failures SET last_at = last_at - interval '61 seconds'")
    #expect(await web.post("/login", Self.fields("thea"), peer: Self.elsewhere).status == 303)
    #expect(await web.post("/login", Self.fields("thea", "no"), peer: Self.elsewhere).status == 422)
  }

  @Test func `guesses from elsewhere make nobody wait where they have signed in before, and each known address has its own count`()
    async throws
  {
    let web = try WebFixture()
    _ = try await web.person("mira")
    // As after many more guesses: long enough that no slow machine gets past it.
    let many = "UPDATE login_failures SET failures = 20 WHERE key LIKE 'name:' || encode(sha256('mira'), 'hex') || '%'"
    #expect(await web.post("/login", Self.fields("mira", "no"), peer: Self.elsewhere).status == 422)
    try await TestDatabase.current.runAsOwner(many)
    #expect(await web.post("/login", Self.fields("mira"), peer: Self.elsewhere).status == 429)
    #expect(await web.post("/login", Self.fields("mira")).status == 303)
    #expect(await web.post("/login", Self.fields("mira"), peer: Self.elsewhere).status == 429, "the guesses are not forgiven by it")
    #expect(await web.post("/login", Self.fields("mira", "no")).status == 422)
    try await TestDatabase.current.runAsOwner(many)
    #expect(await web.post("/login", Self.fields("mira")).status == 429)
    let known = "SELECT count(*) FROM users WHERE username = 'mira' AND known_addresses = '{198.51.100.7}'"
    #expect(try await web.number(known) == 1, "failures make no address known")
  }

  @Test func `attempts that arrive together do not slip through together`() async throws {
    let web = try WebFixture()
    let statuses = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<12 { group.addTask { await web.post("/login", Self.fields("burst", "guess guess")).status } }
      return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    // Five, and on a slow machine one or two whose second is over.
    #expect((5...7).contains(statuses[422, default: 0]) && statuses.values.reduce(0, +) == 12 && statuses.count == 2, "\(statuses)")
  }

  @Test(arguments: ["correct horse", "wrong password"]) func `a user who is disabled reads the same as a wrong password`(password: String)
    async throws
  {
    let web = try WebFixture()
    let person = try await web.person("dora")
    try await TestDatabase.current.runAsOwner("UPDATE users SET disabled_at = now() WHERE id = \(person.id)")
    let disabled = await web.post("/login", Self.fields("dora", password))
    let unknown = await web.post("/login", Self.fields("dana", password))
    #expect(disabled.status == 422)
    #expect(disabled.setCookie("session") == nil)
    #expect(disabled.text.replacing("dora", with: "?") == unknown.text.replacing("dana", with: "?"))
    #expect(await web.get("/app", as: person).location == "/login", "a session that was open is dead")
  }

  @Test func `a password of more than 128 characters is nobody's, though it begins like the right one`() async throws {
    let web = try WebFixture()
    let password = String(repeating: "пароль7 ", count: 16)
    _ = try await web.person("lena", password: password)
    #expect(await web.post("/login", Self.fields("lena", password)).status == 303)
    #expect(await web.post("/login", Self.fields("lena", password + "x")).status == 422)
  }

  @Test(arguments: [
    ("2001:db8:1:2:aaaa::1", "2001:db8:1:2:bbbb::1", 429), ("2001:db8:1:3::1", "2001:db8:1:4::1", 422), ("2001:db8::1", "2001:db8::2", 429),
  ])
  func `of IPv6 the half that one person holds is one address`(first: String, second: String, status: Int) async throws {
    let web = try WebFixture()
    for number in 1...30 { _ = await web.post("/login", Self.fields("v6-\(first)-\(number)", "guess guess"), peer: "[\(first)]:9") }
    try await web.prolongDelays()
    #expect(await web.post("/login", Self.fields("v6-\(first)-31", "guess guess"), peer: "[\(second)]:9").status == status)
    try await TestDatabase.current.runAsOwner("DELETE FROM login_failures")
  }

  @Test func `one address that tries many names has to wait`() async throws {
    let web = try WebFixture()
    for number in 1...30 {
      #expect(await web.post("/login", Self.fields("name\(number)", "guess guess"), peer: "203.0.113.77:9").status == 422)
    }
    try await web.prolongDelays()
    #expect(await web.post("/login", Self.fields("name31", "guess guess"), peer: "203.0.113.77:10").status == 429)
    #expect(await web.post("/login", Self.fields("name31", "guess guess"), peer: "203.0.113.78:10").status == 422)
  }

  static let nexts: [(String, String)] = [
    ("/p/demo?status=FAILED", "/p/demo?status=FAILED"), ("", "/app"), ("//evil.example", "/app"), ("/\\evil.example", "/app"),
    ("https://evil.example", "/app"), ("evil.example", "/app"), ("/\t/evil.example", "/app"), ("\\\\evil.example", "/app"),
    ("javascript:alert(1)", "/app"), ("/p/\r\nset-cookie: a=b", "/app"), ("/p/\u{202E}", "/app"), ("///evil.example", "/app"),
  ]

  @Test(arguments: nexts) func `after the log-in only paths of this site are followed`(next: String, location: String) async throws {
    let web = try WebFixture()
    let person = try await web.person("nora")
    #expect(await web.post("/login", Self.fields("nora", next: next)).location == location)
    #expect(await web.get("/login?next=" + PercentEncoding.encode(next), as: person).location == location)
  }

  @Test func `who is not signed in comes back to where they wanted to go`() async throws {
    let web = try WebFixture()
    let answer = await web.get("/p/demo?status=FAILED&page=2")
    #expect(answer.location == "/login?next=%2Fp%2Fdemo%3Fstatus%3DFAILED%26page%3D2")
    #expect(await web.get(try #require(answer.location)).page.field("next") == "/p/demo?status=FAILED&amp;page=2")
  }

  struct FormCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let headers: [(String, String)]
    let status: Int
  }

  static let formCases = [
    FormCase(
      testDescription: "both headers of this site",
      headers: [("origin", "http://flow.example.com"), ("sec-fetch-site", "same-origin")], status: 303),
    FormCase(testDescription: "neither header", headers: [], status: 403),
    FormCase(testDescription: "own origin alone", headers: [("origin", "http://flow.example.com")], status: 303),
    FormCase(testDescription: "fetch metadata alone", headers: [("sec-fetch-site", "same-origin")], status: 303),
    FormCase(testDescription: "asked for by the person", headers: [("sec-fetch-site", "none")], status: 303),
    FormCase(testDescription: "another site", headers: [("sec-fetch-site", "cross-site")], status: 403),
    FormCase(testDescription: "a neighbour's site", headers: [("sec-fetch-site", "same-site")], status: 403),
    FormCase(testDescription: "foreign origin", headers: [("origin", "http://evil.example")], status: 403),
    FormCase(testDescription: "no origin to speak of", headers: [("origin", "null")], status: 403),
    FormCase(
      testDescription: "another site under an own origin",
      headers: [("origin", "http://flow.example.com"), ("sec-fetch-site", "cross-site")], status: 403),
    FormCase(
      testDescription: "an origin that begins like ours",
      headers: [("origin", "http://flow.example.com.evil.example"), ("sec-fetch-site", "same-origin")], status: 403),
  ]

  @Test(arguments: formCases) func `a form of a session has to come from a page of this site`(form: FormCase) async throws {
    let web = try WebFixture()
    let person = try await web.person("carl")
    let fields = [("theme", "dark"), ("back", "/app")]
    #expect(await web.post("/theme", fields, as: person, isSameOrigin: false, headers: form.headers).status == form.status)
  }

  @Test func `a log-in with a cookie has to say where it stood, one without need not`() async throws {
    let web = try WebFixture()
    let person = try await web.person("cleo")
    #expect(await web.post("/login", Self.fields("cleo"), as: person, isSameOrigin: false).status == 403)
    #expect(await web.post("/login", Self.fields("cleo"), as: person).status == 303)
  }

  @Test(arguments: [[("origin", "http://evil.example")], [("sec-fetch-site", "cross-site")]])
  func `another site cannot sign somebody in`(headers: [(String, String)]) async throws {
    let web = try WebFixture()
    _ = try await web.person("ida")
    let answer = await web.post("/login", Self.fields("ida"), isSameOrigin: false, headers: headers)
    #expect(answer.status == 403)
    #expect(answer.setCookie("session") == nil)
  }

  @Test func `a program without a browser's headers signs in`() async throws {
    let web = try WebFixture()
    _ = try await web.person("curl")
    #expect(await web.post("/login", Self.fields("curl"), isSameOrigin: false).status == 303)
  }

  @Test func `the theme is kept and the way back stays on this site`() async throws {
    let web = try WebFixture()
    let person = try await web.person("thom")
    let answer = await web.post("/theme", [("theme", "dark"), ("back", "/p/demo?page=2")], as: person)
    #expect(answer.location == "/p/demo?page=2")
    #expect(await web.get("/app", as: person, cookies: ["theme=dark"]).page.all("html").first?["data-theme"] == "dark")
    #expect(await web.post("/theme", [("theme", "dark"), ("back", "//evil.example")], as: person).location == "/app")
    #expect(await web.post("/theme", [("theme", "\"><script>"), ("back", "/app")], as: person).status == 400)
    #expect(await web.get("/app", as: person, cookies: ["theme=\"><script>"]).page.all("html").first?["data-theme"] == "auto")
  }
}
