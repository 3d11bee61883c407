import HTTP
import Storage
import TestKit
import Testing

@testable import Web

@Suite(.database, .serialized) struct InitTests {
  private static let account = [("username", "root"), ("password", "correct horse"), ("password_confirmation", "correct horse")]

  @Test func `a fresh database has no user, and no default password works`() async throws {
    let web = try WebFixture()
    #expect(try await web.number("SELECT count(*) FROM users") == 0)
    for (name, password) in [("admin", "admin"), ("admin", "password"), ("root", "changeme1")] {
      #expect(await web.post("/login", [("username", name), ("password", password)]).status == 422)
    }
  }

  @Test func `without INIT_ADMIN_TOKEN the page does not exist`() async throws {
    let web = try WebFixture(initToken: nil)
    #expect(await web.get("/init?token=").status == 404)
    #expect(await web.post("/init", [("token", "")] + Self.account).status == 404)
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let fields: [(String, String)]
    let status: Int
  }

  static let refusals = [
    Refusal(testDescription: "a wrong token", fields: [("token", "guess")] + account, status: 403),
    Refusal(testDescription: "no token", fields: account, status: 403),
    Refusal(
      testDescription: "a short password",
      fields: [
        ("token", WebFixture.initToken), ("username", "root"), ("password", "1234567"), ("password_confirmation", "1234567"),
      ], status: 422),
    Refusal(
      testDescription: "a password of 129 characters",
      fields: [
        ("token", WebFixture.initToken), ("username", "root"), ("password", String(repeating: "é", count: 129)),
        ("password_confirmation", String(repeating: "é", count: 129)),
      ], status: 422),
    Refusal(
      testDescription: "a password that many people have",
      fields: [
        ("token", WebFixture.initToken), ("username", "root"), ("password", "iloveyou1"), ("password_confirmation", "iloveyou1"),
      ], status: 422),
    Refusal(
      testDescription: "two different passwords",
      fields: [
        ("token", WebFixture.initToken), ("username", "root"), ("password", "correct horse"), ("password_confirmation", "correct house"),
      ], status: 422),
    Refusal(
      testDescription: "a blank name",
      fields: [
        ("token", WebFixture.initToken), ("username", "  "), ("password", "correct horse"), ("password_confirmation", "correct horse"),
      ], status: 422),
    Refusal(
      testDescription: "a control character in the name",
      fields: [
        ("token", WebFixture.initToken), ("username", "ro\u{7}ot"), ("password", "correct horse"),
        ("password_confirmation", "correct horse"),
      ], status: 422),
    Refusal(
      testDescription: "a name of 101 characters",
      fields: [
        ("token", WebFixture.initToken), ("username", String(repeating: "a", count: 101)), ("password", "correct horse"),
        ("password_confirmation", "correct horse"),
      ], status: 422),
  ]

  @Test(arguments: refusals) func `nobody is made of a bad form`(refusal: Refusal) async throws {
    let web = try WebFixture()
    let answer = await web.post("/init", refusal.fields)
    #expect(answer.status == refusal.status)
    #expect(answer.page.all("p").contains { $0["role"] == "alert" })
    #expect(answer.page.all("input").contains { $0["aria-invalid"] == "true" && $0["aria-describedby"]?.contains("-error") == true })
    for (name, value) in refusal.fields where name != "username" { #expect(!answer.text.contains(value), "\(name)") }
    #expect(answer.page.field("username") == refusal.fields.first { $0.0 == "username" }?.1)
    #expect(answer.page.faults == [])
    #expect(try await web.number("SELECT count(*) FROM users") == 0)
  }

  @Test func `guessing the token is slowed down by address`() async throws {
    let web = try WebFixture()
    let peer = "203.0.113.40:1"
    for _ in 1...30 { #expect(await web.post("/init", [("token", "guess")] + Self.account, peer: peer).status == 403) }
    try await web.prolongDelays()
    let answer = await web.post("/init", [("token", WebFixture.initToken)] + Self.account, peer: peer)
    #expect(answer.status == 429)
    #expect(answer.response.headers["retry-after"] != nil)
    #expect(try await web.number("SELECT count(*) FROM users") == 0)
  }

  @Test func `the right token makes one admin, then the page is gone for good`() async throws {
    let web = try WebFixture()
    let form = await web.get("/init?token=\(WebFixture.initToken.replacing(" ", with: "%20"))")
    #expect(form.status == 200)
    #expect(form.page.field("token") == WebFixture.initToken)
    async let first = web.post("/init", [("token", WebFixture.initToken)] + Self.account)
    async let second = web.post(
      "/init",
      [("token", WebFixture.initToken), ("username", "other"), ("password", "correct horse"), ("password_confirmation", "correct horse")])
    let answers = await [first, second]
    #expect(answers.map(\.status).sorted() == [303, 410])
    #expect(try await web.number("SELECT count(*) FROM users WHERE is_admin") == 1)
    #expect(
      try await web.number(
        "SELECT count(*) FROM instance_events WHERE event_type = 'account.first_admin' AND address = '198.51.100.7' AND actor_id IS NOT NULL"
      ) == 1)
    #expect(try await web.number("SELECT count(*) FROM users WHERE password_hash LIKE '$argon2id$%'") == 1)
    let made = try #require(answers.first { $0.status == 303 })
    #expect(made.location == "/app")
    #expect(await web.get("/app", cookies: ["session=\(try #require(made.cookie("session")))"]).status == 200)
    #expect(await web.get("/init").status == 410)
    #expect(await web.post("/init", [("token", WebFixture.initToken)] + Self.account).status == 410)
    #expect(await web.post("/init", [("token", "guess")] + Self.account).status == 410)
  }
}
