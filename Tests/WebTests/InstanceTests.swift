import Domain
import HTTP
import Pipeline
import Postgres
import Storage
import TestKit
import Testing

@testable import Web

@Suite(.database, .serialized, .timeLimit(.minutes(15))) struct InstanceTests {
  private func change(_ web: WebFixture, _ what: String, _ field: String, _ value: String, _ user: Person, by admin: Person) async -> Answer
  {
    await web.post("/admin/users/\(user.id)/\(what)", [(field, value)], as: admin)
  }

  private func events(_ about: String) async throws -> [String] {
    try await
      (TestDatabase.current.runAsOwner(
        "SELECT event_type || ' by ' || actor || ' from ' || address FROM instance_events WHERE ref_json ->> 'user' = '\(about)' ORDER BY id"
      ).map(Array.init) ?? []).map { try $0.text(0) }
  }

  @Test func `to disable a user ends their sessions at once, and enabling brings them back with their roles`() async throws {
    let web = try WebFixture()
    let (root, user) = (try await web.person("stop-root", isAdmin: true), try await web.person("stop-user"))
    let project = try await web.project("stop")
    try await web.join(user, project, as: .editor)
    #expect(await web.get("/p/stop", as: user).status == 200)
    #expect(await change(web, "access", "disabled", "1", user, by: root).location == "/admin/users/\(user.id)")
    #expect(try await web.number("SELECT count(*) FROM sessions WHERE user_id = \(user.id)") == 0)
    #expect(await web.get("/p/stop", as: user).status == 303)
    let page = await web.get("/admin/users/\(user.id)", as: root)
    #expect(page.page.faults == [] && page.text.contains("Disabled"))
    #expect(await change(web, "access", "disabled", "0", user, by: root).status == 303)
    let back = try await web.person("stop-user")
    #expect(await web.get("/p/stop", as: back).status == 200)
    #expect(
      try await events("stop-user") == [
        "user.disabled by stop-root from 198.51.100.7", "user.enabled by stop-root from 198.51.100.7",
      ])
  }

  @Test func `nobody changes their own rights`() async throws {
    let web = try WebFixture()
    let root = try await web.person("own-root", isAdmin: true)
    for (what, field, value) in [("access", "disabled", "1"), ("rights", "admin", "0")] {
      let answer = await change(web, what, field, value, root, by: root)
      #expect(answer.status == 422)
      #expect(answer.page.faults == [])
      #expect(answer.text.contains("Another instance admin has to change it"))
    }
    #expect(await web.get("/admin", as: root).status == 200)
    #expect(await change(web, "rights", "admin", "0", Person(id: UserID(rawValue: 0), name: "", token: ""), by: root).status == 404)
  }

  @Test(arguments: 1...8) func `of two admins who disable each other at the same moment one stays`(round: Int) async throws {
    let web = try WebFixture()
    let (first, second) = (
      try await web.person("duel-\(round)-a", isAdmin: true), try await web.person("duel-\(round)-b", isAdmin: true)
    )
    async let one = change(web, "access", "disabled", "1", second, by: first)
    async let two = change(web, "access", "disabled", "1", first, by: second)
    let statuses = await [one.status, two.status].sorted()
    // The second one was signed out before, or is no admin any more when it is their turn.
    #expect(statuses == [303, 303] || statuses == [303, 403] || statuses == [303, 404])
    let enabled = try await web.number("SELECT count(*) FROM users WHERE username LIKE 'duel-\(round)-_' AND disabled_at IS NULL")
    #expect(enabled == 1)
  }

  @Test func `rights are given and taken, and a former admin's pages are gone`() async throws {
    let web = try WebFixture()
    let (root, user) = (try await web.person("give-root", isAdmin: true), try await web.person("give-user"))
    #expect(await web.get("/admin", as: user).status == 404)
    #expect(await change(web, "rights", "admin", "1", user, by: root).status == 303)
    #expect(await web.get("/admin", as: user).status == 200)
    #expect(await change(web, "rights", "admin", "0", user, by: root).status == 303)
    #expect(await web.get("/admin", as: user).status == 404)
    #expect(
      try await events("give-user") == [
        "user.admin_granted by give-root from 198.51.100.7", "user.admin_revoked by give-root from 198.51.100.7",
      ])
  }

  @Test func `a right that was lost since the page was opened is not used`() async throws {
    let web = try WebFixture()
    let (user, other) = (try await web.person("late-user"), try await web.person("late-other"))
    let store = InstanceStore(database: TestDatabase.current.database)
    let origin = AuditEvent.Origin(user: user.id, name: "late-user", source: .user, address: "")
    #expect(try await store.setAdmin(true, other.id, by: origin) == .forbidden)
    #expect(try await store.disable(other.id, by: origin) == .forbidden)
    #expect(try await store.enable(other.id, by: origin) == .forbidden)
    #expect(try await store.requireTwoFactor(true, by: origin) == false)
  }

  @Test func `ten thousand users are a list of pages that can be searched`() async throws {
    let web = try WebFixture()
    let root = try await web.person("crowd-root", isAdmin: true)
    try await TestDatabase.current.runAsOwner(
      "INSERT INTO users (username, password_hash) SELECT 'Crowd-' || to_char(n, 'FM00000'), 'x' FROM generate_series(1, 10000) AS n")
    let first = await web.get("/admin", as: root)
    #expect(first.page.faults == [])
    #expect(first.page.all("tr").count == 51)
    #expect(first.page.links.contains("/admin?page=2"))
    let found = await web.get("/admin?q=CROWD-0123", as: root)
    #expect(found.page.all("tr").count == 11)
    #expect(found.page.field("q") == "CROWD-0123")
    #expect(await web.get("/admin?q=%25", as: root).text.contains("Nobody found"), "a percent sign is a percent sign")
    #expect(await web.get("/admin?page=200", as: root).page.all("tr").count == 51)
    #expect(await web.get("/admin?q=crowd-&page=3", as: root).page.links.contains("/admin?q=crowd-&amp;page=4"))
    #expect(await web.get("/admin?page=0", as: root).status == 400)
    try await TestDatabase.current.runAsOwner("DELETE FROM users WHERE username LIKE 'Crowd-%'")
  }

  @Test func `those who cannot sign in are a list of their own`() async throws {
    let web = try WebFixture()
    let (root, user) = (try await web.person("list-root", isAdmin: true), try await web.person("list-off"))
    #expect(!(await web.get("/admin?state=disabled", as: root)).text.contains("list-off"))
    #expect(await change(web, "access", "disabled", "1", user, by: root).status == 303)
    #expect(await web.get("/admin?state=disabled", as: root).text.contains("list-off"))
  }

  @Test func `projects are listed with their admins, one without any is marked`() async throws {
    let web = try WebFixture()
    let root = try await web.person("all-root", isAdmin: true)
    let (project, _) = (try await web.project("all-kept", name: "Kept"), try await web.project("all-lost", name: "Lost"))
    try await web.join(root, project, as: .admin)
    let page = await web.get("/admin/projects", as: root)
    #expect(page.page.faults == [])
    #expect(page.text.contains("No admin"))
    #expect(page.page.links.contains("/p/all-lost/members"))
  }

  @Test func `the demand for a second factor is kept and written down once`() async throws {
    let web = try WebFixture()
    let root = try await web.person("set-root", isAdmin: true)
    func required() async throws -> Int64 { try await web.number("SELECT requires_two_factor::int::bigint FROM instance_settings") }
    let before = await web.get("/admin/settings", as: root)
    #expect(before.page.faults == [])
    #expect(try await required() == 0)
    for value in [true, true, false] {
      // Whoever has no second factor themselves may be led to it from here on: the answer is looked at in the database.
      _ = try await InstanceStore(database: TestDatabase.current.database).requireTwoFactor(
        value, by: AuditEvent.Origin(user: root.id, name: root.name, source: .user, address: ""))
      #expect(try await required() == (value ? 1 : 0))
    }
    #expect(await web.post("/admin/settings", [], as: root).location == "/admin/settings")
    let written = try await web.number("SELECT count(*) FROM instance_events WHERE event_type LIKE 'instance.two_factor_%'")
    #expect(written == 2)
  }
}
