import Crypto
import Domain
import Pipeline
import Postgres
import Storage
import TestKit
import Testing

@Suite(.database, .timeLimit(.minutes(15)))
struct HookStoreTests {
  private struct Bench {
    let tenant: Tenant
    let vault: SecretVault
    let hooks: HookStore
    let token: String

    func shake(_ secret: String = "s") async throws -> Bool {
      try await hooks.shake(token: token, secret: SecretBytes(secret), project: tenant.project)
    }

    func begin() async throws {
      try await hooks.begin(token: token, asanaProject: "77", target: "https://example.org/\(token)", project: tenant.project)
    }

    var secret: SecretBytes? {
      get async throws { try await vault.find(.asanaHook(token), project: tenant.project) }
    }

    var watched: HookStore.Watched? {
      get async throws { try await hooks.list(project: tenant.project).first }
    }
  }

  private func bench() async throws -> Bench {
    let tenant = try await Tenant.make()
    let vault = SecretVault(database: tenant.database, master: MasterKey(SymmetricKey.random()))
    try await Tenant.run("INSERT INTO asana_projects (project_id, gid) VALUES (\(tenant.project), '77')")
    return Bench(
      tenant: tenant, vault: vault, hooks: HookStore(database: tenant.database, vault: vault), token: RandomSource.system.token(bytes: 32))
  }

  @Test("A handshake is taken once, and only after our own call has announced it")
  func once() async throws {
    let bench = try await bench()
    #expect(try await bench.shake() == false)
    #expect(try await bench.secret == nil)
    try await bench.begin()
    #expect(try await bench.watched?.hook?.isPending == true)
    #expect(try await bench.shake("first"))
    #expect(try await bench.shake("second") == false)
    #expect(try await bench.secret == SecretBytes("first"))
    #expect(try await bench.watched?.hook?.isActive == true)
    #expect(try await bench.watched?.hook?.webhookGID == nil)
    try await bench.hooks.confirm(token: bench.token, webhookGID: "99", project: bench.tenant.project)
    #expect(try await bench.watched?.hook?.webhookGID == "99")
  }

  @Test("Of handshakes at the same moment one is taken, and its secret is the one kept")
  func together() async throws {
    let bench = try await bench()
    try await bench.begin()
    let taken: [String] = try await withThrowingTaskGroup(of: String?.self) { group in
      for number in 0..<10 { group.addTask { try await bench.shake("s\(number)") ? "s\(number)" : nil } }
      var taken: [String] = []
      for try await secret in group { taken += secret.map { [$0] } ?? [] }
      return taken
    }
    #expect(taken.count == 1)
    let first = try #require(taken.first)
    #expect(try await bench.secret == SecretBytes(first))
  }

  @Test("A handshake after the time, for a webhook that was given up, or in another project is refused")
  func refused() async throws {
    let (late, gone, other) = (try await bench(), try await bench(), try await bench())
    try await late.begin()
    try await Tenant.run("UPDATE asana_hooks SET pending_until = now() - interval '1 second' WHERE token = '\(late.token)'")
    #expect(try await late.shake() == false)
    #expect(try await late.watched?.hook?.isPending == false)
    try await gone.begin()
    let inOther = try await other.hooks.shake(token: gone.token, secret: SecretBytes("s"), project: other.tenant.project)
    #expect(inOther == false)
    try await gone.hooks.forget(token: gone.token, project: gone.tenant.project)
    #expect(try await gone.shake() == false)
  }

  @Test("Forgetting a webhook takes its secret away and makes room for another one of the same Asana project")
  func forget() async throws {
    let bench = try await bench()
    try await bench.begin()
    #expect(try await bench.shake())
    await #expect(throws: DatabaseError.self, "one live webhook for an Asana project") {
      try await bench.hooks.begin(token: "second" + bench.token, asanaProject: "77", target: "x", project: bench.tenant.project)
    }
    try await bench.hooks.forget(token: bench.token, project: bench.tenant.project)
    #expect(try await bench.secret == nil)
    #expect(try await bench.watched?.hook == nil)
    try await bench.hooks.begin(token: "second" + bench.token, asanaProject: "77", target: "x", project: bench.tenant.project)
    #expect(try await bench.watched?.hook?.token == "second" + bench.token)
  }

  @Test("A webhook of an Asana project that is not watched any more waits until Asana has deleted it; one without a gid does not")
  func leaving() async throws {
    let bench = try await bench()
    let settings = SettingsStore(database: bench.tenant.database, vault: bench.vault)
    func choose(_ gids: String...) async throws {
      let edit = SettingsStore.Edit(
        project: bench.tenant.project, seen: nil, origin: .init(user: nil, name: "anna", source: .user, address: ""), requestID: "r")
      _ = try await settings.saveAsanaProjects(workspace: nil, gids.map { TrackerResource(id: $0, name: "") }, edit)
    }
    try await bench.begin()
    #expect(try await bench.shake())
    try await choose("78")
    #expect(try await bench.hooks.leaving(project: bench.tenant.project) == [])
    #expect(try await bench.secret == nil)
    try await choose("77")
    try await bench.begin()
    #expect(try await bench.shake())
    try await bench.hooks.confirm(token: bench.token, webhookGID: "99", project: bench.tenant.project)
    try await choose("77")
    #expect(try await bench.hooks.leaving(project: bench.tenant.project) == [])
    try await choose()
    #expect(try await bench.hooks.leaving(project: bench.tenant.project) == ["99"])
    try await bench.hooks.leave(webhookGID: "99", project: bench.tenant.project)
    try await bench.hooks.noteLeft(webhookGID: "99", project: bench.tenant.project)
    #expect(try await bench.hooks.leaving(project: bench.tenant.project) == [])
  }

  @Test("Health is kept for each webhook and each project")
  func health() async throws {
    let bench = try await bench()
    try await bench.begin()
    for _ in 0..<3 { try await bench.hooks.noteFailure(token: bench.token, project: bench.tenant.project) }
    try await bench.hooks.noteDelivery(token: bench.token, project: bench.tenant.project)
    for _ in 0..<2 { try await bench.hooks.noteGitHubFailure(project: bench.tenant.project) }
    #expect(try await bench.tenant.count("asana_hooks", "failures = 3 AND last_delivery_at IS NOT NULL") == 1)
    #expect(try await bench.tenant.count("github_hook_health", "failures = 2 AND last_failure_at IS NOT NULL") == 1)
  }
}
