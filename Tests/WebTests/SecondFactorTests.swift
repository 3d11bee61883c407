import Crypto
import HTTP
import Storage
import TestKit
import Testing

@testable import Web

@Suite(.database, .serialized) struct SecondFactorTests {
  private static let step = WebFixture.seconds / 30
  private static let path = "/account/two-factor"

  /// Somebody whose second factor is on.
  private struct Guarded {
    let name: String
    let id: String
    /// As it is typed into an app.
    let secret: String
    let codes: [String]
    /// Cookie of the session that turned it on.
    let cookie: String
  }

  private static func guarded(_ name: String, _ web: WebFixture) async throws -> Guarded {
    let person = try await web.person(name)
    #expect(await web.post(path, [("current_password", "correct horse")], as: person).location == path)
    let secret = try secret(on: await web.get(path, as: person))
    // An earlier step, so that the present one is still good for a log-in.
    let answer = await web.post(path + "/confirm", [("code", OneTimeCode.text(secret, step: step - 1))], as: person)
    #expect(answer.status == 200)
    return Guarded(
      name: name, id: "\(person.id)", secret: secret, codes: codes(on: answer),
      cookie: "session=" + (try #require(answer.cookie("session"))))
  }

  private static func secret(on answer: Answer) throws -> String {
    try #require(answer.page.all("button").compactMap { $0["data-copy"] }.first { $0.count == 32 })
  }

  private static func codes(on answer: Answer) -> [String] {
    answer.text.split(separator: "<li>").compactMap { part in
      let text = part.prefix { $0 != "<" }
      return text.utf8.count == 19 && text.split(separator: "-").count == 4 ? String(text) : nil
    }
  }

  /// Name and password; gives the cookie of the challenge.
  private static func begin(_ name: String, _ web: WebFixture, next: String = "") async throws -> String {
    let answer = await web.post("/login", [("username", name), ("password", "correct horse"), ("next", next)])
    #expect(answer.status == 303)
    #expect(answer.location?.hasPrefix("/login/code") == true)
    #expect(answer.setCookie("session") == nil)
    return "login=" + (try #require(answer.cookie("login")))
  }

  private static func finish(_ challenge: String, _ code: String, _ web: WebFixture, next: String = "") async -> Answer {
    await web.post("/login/code", [("code", code), ("next", next)], cookies: [challenge])
  }

  private static func forgetDelays() async throws { try await TestDatabase.current.runAsOwner("DELETE FROM login_failures") }

  // MARK: Turning it on

  @Test func `the codes of the tests are those of the standard`() {
    #expect(OneTimeCode.text("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", step: 1) == "287082")
    #expect(OneTimeCode.text("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", step: 37_037_036) == "081804")
    #expect(OneTimeCode.text("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", step: 41_152_263) == "005924")
  }

  @Test func `turning it on asks for the password, shows a picture and a secret, and ends the other sessions`() async throws {
    let web = try WebFixture()
    let person = try await web.person("iris")
    let other = await web.post("/login", [("username", "iris"), ("password", "correct horse")])
    let wrong = await web.post(Self.path, [("current_password", "wrong horse")], as: person)
    #expect(wrong.status == 422)
    #expect(wrong.page.all("input").contains { $0["id"] == "begin-password" && $0["aria-invalid"] == "true" })
    #expect(!(await web.get(Self.path, as: person).text.contains("otpauth")))
    #expect(await web.post(Self.path, [("current_password", "correct horse")], as: person).status == 303)
    let page = await web.get(Self.path, as: person)
    #expect(page.page.faults == [])
    let secret = try Self.secret(on: page)
    #expect(page.text.contains("otpauth://totp/Auto-Flow%20%28flow.example.com%29:iris?secret=\(secret)&amp;"))
    #expect(page.page.all("path").contains { ($0["d"] ?? "").utf8.count > 2000 })
    #expect(await web.post(Self.path + "/confirm", [("code", "12345")], as: person).status == 422)
    let answer = await web.post(Self.path + "/confirm", [("code", OneTimeCode.text(secret, step: Self.step))], as: person)
    #expect(answer.status == 200)
    #expect(answer.page.faults == [])
    let codes = Self.codes(on: answer)
    #expect(Set(codes).count == 10)
    #expect(answer.page.all("a").contains { $0["download"] != nil && $0["href"]?.hasPrefix("data:text/plain") == true })
    #expect(await web.get("/app", as: person).status == 303)
    #expect(await web.get("/app", cookies: ["session=" + (try #require(other.cookie("session")))]).status == 303)
    let cookie = "session=" + (try #require(answer.cookie("session")))
    let after = await web.get(Self.path, cookies: [cookie])
    #expect(after.text.contains("10 recovery codes left."))
    #expect(!after.text.contains(secret) && codes.allSatisfy { !after.text.contains($0) })
    #expect(await web.post(Self.path + "/confirm", [("code", "000000")], cookies: [cookie]).location == Self.path, "it is on already")
  }

  @Test func `nothing of it is stored in clear, and the audit holds no secret`() async throws {
    let web = try WebFixture()
    let guarded = try await Self.guarded("klara", web)
    let columns = "SELECT count(*) FROM users WHERE id = \(guarded.id)"
    #expect(try await web.number("\(columns) AND totp_sealed IS NOT NULL AND totp_pending IS NULL AND totp_last_step IS NOT NULL") == 1)
    let dump =
      "(SELECT string_agg(row_to_json(u)::text, '') FROM users AS u) || (SELECT string_agg(row_to_json(c)::text, '') FROM recovery_codes AS c)"
    for text in [guarded.secret] + guarded.codes {
      #expect(try await web.number("SELECT position('\(text)' IN \(dump))") == 0)
      #expect(try await web.number("SELECT count(*) FROM instance_events WHERE ref_json::text LIKE '%\(text)%'") == 0)
    }
    #expect(try await web.number("SELECT count(*) FROM recovery_codes WHERE user_id = \(guarded.id) AND length(code_hash) = 32") == 10)
    #expect(
      try await web.number(
        "SELECT count(*) FROM instance_events WHERE actor_id = \(guarded.id) AND event_type = 'account.second_factor_on'") == 1)
  }

  @Test func `a secret that was not confirmed can be given up, and is forgotten by the next log-in`() async throws {
    let web = try WebFixture()
    let person = try await web.person("petra")
    let pending = "SELECT count(*) FROM users WHERE id = \(person.id) AND totp_pending IS NOT NULL"
    _ = await web.post(Self.path, [("current_password", "correct horse")], as: person)
    #expect(try await web.number(pending) == 1)
    #expect(await web.post(Self.path + "/cancel", as: person).location == "/account#two-factor")
    #expect(try await web.number(pending) == 0)
    _ = await web.post(Self.path, [("current_password", "correct horse")], as: person)
    #expect(await web.post("/login", [("username", "petra"), ("password", "correct horse")]).location == "/app")
    #expect(try await web.number(pending) == 0)
  }

  // MARK: Signing in

  @Test func `a log-in needs the code, and goes on to where it was going`() async throws {
    let web = try WebFixture()
    let guarded = try await Self.guarded("greta", web)
    let challenge = try await Self.begin("greta", web, next: "/p/demo")
    #expect(await web.get("/app", cookies: [challenge]).location == "/login", "the challenge is no session")
    let form = await web.get("/login/code?next=%2Fp%2Fdemo", cookies: [challenge])
    #expect(form.status == 200)
    #expect(form.page.faults == [])
    #expect(form.page.field("next") == "/p/demo")
    let answer = await Self.finish(challenge, OneTimeCode.text(guarded.secret, step: Self.step), web, next: "/p/demo")
    #expect(answer.location == "/p/demo")
    #expect(answer.setCookie("login")?.contains("Max-Age=0") == true)
    let session = try #require(answer.cookie("session"))
    #expect(await web.get("/app", cookies: ["session=" + session]).status == 200)
    #expect(await Self.finish(challenge, OneTimeCode.text(guarded.secret, step: Self.step + 1), web).location?.hasPrefix("/login?") == true)
  }

  struct Typed: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let offset: Int64
    var changed: @Sendable (String) -> String = { $0 }
    let isAccepted: Bool
  }

  static let typed = [
    Typed(testDescription: "the present one", offset: 0, isAccepted: true),
    Typed(testDescription: "the one before", offset: -1, isAccepted: true),
    Typed(testDescription: "the next one", offset: 1, isAccepted: true),
    Typed(testDescription: "two before", offset: -2, isAccepted: false),
    Typed(testDescription: "two ahead", offset: 2, isAccepted: false),
    Typed(testDescription: "in two groups", offset: 0, changed: { $0.prefix(3) + " " + $0.suffix(3) }, isAccepted: true),
    Typed(testDescription: "without its last digit", offset: 0, changed: { String($0.prefix(5)) }, isAccepted: false),
    Typed(testDescription: "nothing", offset: 0, changed: { _ in "" }, isAccepted: false),
    Typed(testDescription: "digits of another script", offset: 0, changed: { _ in "١٢٣٤٥٦" }, isAccepted: false),
  ]

  @Test(arguments: typed) func `a code is good for its own half minute and its neighbours`(row: Typed) async throws {
    let web = try WebFixture()
    let name = "typed-\(row.testDescription.replacing(" ", with: "-"))"
    let guarded = try await Self.guarded(name, web)
    try await TestDatabase.current.runAsOwner("UPDATE users SET totp_last_step = 1 WHERE id = \(guarded.id)")
    let code = row.changed(OneTimeCode.text(guarded.secret, step: Self.step + row.offset))
    let answer = await Self.finish(try await Self.begin(name, web), code, web)
    #expect(answer.status == (row.isAccepted ? 303 : 422))
    if !row.isAccepted { #expect(answer.page.all("input").contains { $0["id"] == "code" && $0["aria-describedby"] == "code-error" }) }
    try await Self.forgetDelays()
  }

  @Test func `a code works once, also when it is sent twice at the same moment`() async throws {
    let web = try WebFixture()
    let guarded = try await Self.guarded("rudi", web)
    let (first, second) = (try await Self.begin("rudi", web), try await Self.begin("rudi", web))
    let code = OneTimeCode.text(guarded.secret, step: Self.step)
    async let one = Self.finish(first, code, web)
    async let two = Self.finish(second, code, web)
    #expect(await [one.status, two.status].sorted() == [303, 422])
    let third = try await Self.begin("rudi", web)
    #expect(await Self.finish(third, code, web).status == 422)
    #expect(await Self.finish(third, OneTimeCode.text(guarded.secret, step: Self.step - 1), web).status == 422, "nor an older one")
    #expect(await Self.finish(third, OneTimeCode.text(guarded.secret, step: Self.step + 1), web).status == 303)
  }

  @Test func `a recovery code stands in once, however it is typed, and leaves a trace`() async throws {
    let web = try WebFixture()
    let guarded = try await Self.guarded("rosa", web)
    let code = guarded.codes[3].uppercased().replacing("-", with: " ")
    let answer = await Self.finish(try await Self.begin("rosa", web), code, web)
    #expect(answer.status == 303)
    #expect(await Self.finish(try await Self.begin("rosa", web), code, web).status == 422)
    let page = await web.get(Self.path, cookies: ["session=" + (try #require(answer.cookie("session")))])
    #expect(page.text.contains("9 recovery codes left."))
    #expect(
      try await web.number(
        "SELECT count(*) FROM instance_events WHERE actor_id = \(guarded.id) AND event_type = 'account.recovery_code_used'") == 1)
  }

  @Test func `nobody uses the recovery code of somebody else`() async throws {
    let web = try WebFixture()
    let (own, other) = (try await Self.guarded("ruth", web), try await Self.guarded("raul", web))
    #expect(await Self.finish(try await Self.begin(own.name, web), other.codes[0], web).status == 422)
    #expect(await Self.finish(try await Self.begin(other.name, web), other.codes[0], web).status == 303)
  }

  @Test func `five wrong codes lead back to the start, and the right one does not help any more`() async throws {
    let web = try WebFixture()
    let guarded = try await Self.guarded("fred", web)
    let challenge = try await Self.begin("fred", web)
    for _ in 1...4 { #expect(await Self.finish(challenge, "000000", web).status == 422) }
    let fifth = await Self.finish(challenge, "000000", web)
    #expect(fifth.location == "/login?again=1")
    #expect(fifth.setCookie("login")?.contains("Max-Age=0") == true)
    try await Self.forgetDelays()
    #expect(await Self.finish(challenge, OneTimeCode.text(guarded.secret, step: Self.step), web).location == "/login?again=1")
    #expect(await web.get("/login/code", cookies: [challenge]).location == "/login?again=1")
    #expect(await web.get("/login?again=1").text.contains("Sign in again."))
  }

  @Test func `codes are guessed more slowly each time, across log-ins, and not for ever`() async throws {
    let web = try WebFixture()
    let guarded = try await Self.guarded("slow", web)
    try await Self.forgetDelays()
    let first = try await Self.begin("slow", web)
    for _ in 1...5 { _ = await Self.finish(first, "000000", web) }
    let second = try await Self.begin("slow", web)
    let code = OneTimeCode.text(guarded.secret, step: Self.step)
    try await web.prolongDelays()
    let answer = await Self.finish(second, code, web)
    #expect(answer.status == 429)
    #expect(answer.response.headers["retry-after"] != nil)
    try await TestDatabase.current.runAsOwner(
      "UPDATE login_failures SET failures = 40, last_at = clock_timestamp() WHERE key LIKE 'code:%'")
    let later = await Self.finish(second, code, web)
    #expect(Int(try #require(later.response.headers["retry-after"])).map { (850...900).contains($0) } == true)
    try await TestDatabase.current.runAsOwner("UPDATE login_failures SET last_at = last_at - interval '15 minutes'")
    #expect(await Self.finish(second, code, web).status == 303)
  }

  @Test func `a log-in waits ten minutes for its code`() async throws {
    let web = try WebFixture()
    let guarded = try await Self.guarded("late", web)
    let challenge = try await Self.begin("late", web)
    let waiting = "FROM login_challenges WHERE user_id = \(guarded.id)"
    #expect(try await web.number("SELECT extract(epoch FROM max(expires_at) - now())::bigint \(waiting)") > 590)
    try await TestDatabase.current.runAsOwner("UPDATE login_challenges SET expires_at = now() WHERE user_id = \(guarded.id)")
    #expect(await Self.finish(challenge, OneTimeCode.text(guarded.secret, step: Self.step), web).location == "/login?again=1")
    _ = try await Self.begin("late", web)
    #expect(try await web.number("SELECT count(*) \(waiting)") == 1, "what is over is cleared away")
  }

  @Test func `a user who is disabled, or has changed the password, does not finish a log-in`() async throws {
    let web = try WebFixture()
    let guarded = try await Self.guarded("dirk", web)
    let challenge = try await Self.begin("dirk", web)
    let change = [("current_password", "correct horse"), ("password", "battery staple 9"), ("password_confirmation", "battery staple 9")]
    #expect(await web.post("/account/password", change, cookies: [guarded.cookie]).status == 303)
    #expect(await Self.finish(challenge, OneTimeCode.text(guarded.secret, step: Self.step), web).location == "/login?again=1")
    let other = try await Self.guarded("dina", web)
    let waiting = try await Self.begin("dina", web)
    try await TestDatabase.current.runAsOwner("UPDATE users SET disabled_at = now() WHERE id = \(other.id)")
    #expect(await Self.finish(waiting, OneTimeCode.text(other.secret, step: Self.step), web).location == "/login?again=1")
  }

  @Test func `a form with the cookie of a log-in has to say where it stood`() async throws {
    let web = try WebFixture()
    let guarded = try await Self.guarded("cora", web)
    let challenge = try await Self.begin("cora", web)
    let fields = [("code", OneTimeCode.text(guarded.secret, step: Self.step))]
    #expect(await web.post("/login/code", fields, cookies: [challenge], isSameOrigin: false).status == 403)
    #expect(await web.post("/login/code", fields, cookies: [challenge]).status == 303)
  }

  // MARK: Another master key

  @Test func `under another master key the app's codes fail, and a recovery code leads out`() async throws {
    let before = try WebFixture()
    let guarded = try await Self.guarded("mara", before)
    let web = try WebFixture(keyring: MasterKeyring(current: MasterKey(.random(from: .system)), previous: nil))
    let challenge = try await Self.begin("mara", web)
    #expect(await web.get("/login/code", cookies: [challenge]).text.contains("cannot read the secret"))
    #expect(await Self.finish(challenge, OneTimeCode.text(guarded.secret, step: Self.step), web).status == 422)
    let answer = await Self.finish(challenge, guarded.codes[0], web)
    #expect(answer.status == 303)
    let cookie = "session=" + (try #require(answer.cookie("session")))
    #expect(await web.get(Self.path, cookies: [cookie]).text.contains("its master key has changed"))
    let off = await web.post(Self.path + "/off", [("current_password", "correct horse"), ("code", guarded.codes[1])], cookies: [cookie])
    #expect(off.status == 303)
    #expect(await web.post("/login", [("username", "mara"), ("password", "correct horse")]).location == "/app")
  }

  // MARK: Changing it

  @Test(arguments: ["off", "codes"]) func `turning it off and new codes need password and code`(action: String) async throws {
    let web = try WebFixture()
    let guarded = try await Self.guarded("change-\(action)", web)
    let code = OneTimeCode.text(guarded.secret, step: Self.step)
    let target = "\(Self.path)/\(action)"
    let noPassword = await web.post(target, [("current_password", "wrong horse"), ("code", code)], cookies: [guarded.cookie])
    #expect(noPassword.status == 422)
    #expect(noPassword.page.all("input").filter { $0["aria-invalid"] == "true" }.compactMap { $0["id"] } == ["\(action)-password"])
    let noCode = await web.post(target, [("current_password", "correct horse"), ("code", "000000")], cookies: [guarded.cookie])
    #expect(noCode.status == 422)
    #expect(noCode.page.all("input").filter { $0["aria-invalid"] == "true" }.compactMap { $0["id"] } == ["\(action)-code"])
    #expect(noCode.page.faults == [])
    let answer = await web.post(target, [("current_password", "correct horse"), ("code", code)], cookies: [guarded.cookie])
    if action == "off" {
      #expect(answer.location == "/account#two-factor")
      #expect(await web.get("/app", cookies: [guarded.cookie]).status == 303)
      #expect(await web.post("/login", [("username", guarded.name), ("password", "correct horse")]).location == "/app")
      #expect(try await web.number("SELECT count(*) FROM recovery_codes WHERE user_id = \(guarded.id)") == 0)
    } else {
      let fresh = Self.codes(on: answer)
      #expect(Set(fresh).count == 10 && Set(fresh).isDisjoint(with: guarded.codes))
      #expect(await Self.finish(try await Self.begin(guarded.name, web), guarded.codes[0], web).status == 422)
      #expect(await Self.finish(try await Self.begin(guarded.name, web), fresh[0], web).status == 303)
    }
  }

  @Test func `an admin of the instance resets it for somebody else, which ends all of their sessions`() async throws {
    let web = try WebFixture()
    let (guarded, admin) = (try await Self.guarded("lost", web), try await web.person("rescue", isAdmin: true))
    let target = "/admin/users/\(guarded.id)"
    let challenge = try await Self.begin("lost", web)
    #expect(await web.get(target, as: admin).page.all("form").contains { $0["action"] == target + "/two-factor" })
    #expect(await web.post(target + "/two-factor", as: try await web.person("nobody-special")).status == 404)
    #expect(await web.post(target + "/two-factor", as: admin).location == target)
    #expect(await web.get("/app", cookies: [guarded.cookie]).status == 303)
    #expect(await Self.finish(challenge, guarded.codes[0], web).location == "/login?again=1")
    #expect(await web.post("/login", [("username", "lost"), ("password", "correct horse")]).location == "/app")
    #expect(!(await web.get(target, as: admin).page.all("form").contains { $0["action"] == target + "/two-factor" }))
    let audit = "SELECT count(*) FROM instance_events WHERE event_type = 'user.second_factor_reset'"
    #expect(try await web.number("\(audit) AND actor = 'rescue' AND ref_json->>'user' = 'lost'") == 1)
  }

  // MARK: Asked of everybody

  @Test func `where the instance asks for it, nothing else opens before it is set up`() async throws {
    let web = try WebFixture()
    let (bare, guarded) = (try await web.person("bare", isAdmin: true), try await Self.guarded("ready", web))
    _ = try await web.project("asked")
    try await TestDatabase.current.runAsOwner("UPDATE instance_settings SET requires_two_factor = true")
    for path in ["/app", "/p/asked", "/p/asked/settings", "/p/nothing", "/account"] {
      #expect(await web.get(path, as: bare).location == Self.path, "\(path)")
    }
    #expect(await web.post("/account/language", [("language", "ru")], as: bare).status == 403)
    #expect(await web.post("/p/asked/webhooks/asana", as: bare).status == 403)
    let page = await web.get(Self.path, as: bare)
    #expect(page.text.contains("asks everybody for a second factor"))
    #expect(page.page.faults == [])
    #expect(await web.get("/app", cookies: [guarded.cookie]).status == 200)
    _ = await web.post(Self.path, [("current_password", "correct horse")], as: bare)
    let secret = try Self.secret(on: await web.get(Self.path, as: bare))
    let answer = await web.post(Self.path + "/confirm", [("code", OneTimeCode.text(secret, step: Self.step))], as: bare)
    let cookie = "session=" + (try #require(answer.cookie("session")))
    #expect(await web.get("/p/asked", cookies: [cookie]).status == 200)
    let leaving = try await web.person("leaving")
    #expect(await web.post("/logout", as: leaving).location == "/login")
    try await TestDatabase.current.runAsOwner("UPDATE instance_settings SET requires_two_factor = false")
    #expect(await web.get("/app", as: try await web.person("free")).status == 200)
  }
}
