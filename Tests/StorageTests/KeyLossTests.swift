import Crypto
import Domain
import Postgres
import Storage
import TestKit
import Testing

/// A wrong or lost master key: what it sealed is out of reach, and nothing of it may be destroyed.
@Suite(.database, .timeLimit(.minutes(15)))
struct KeyLossTests {
  static let (old, new) = (MasterKey(.random()), MasterKey(.random()))

  private func vault(_ tenant: Tenant, _ master: MasterKey, previous: MasterKey? = nil) -> SecretVault {
    SecretVault(database: tenant.database, keyring: MasterKeyring(current: master, previous: previous))
  }

  private func tenantWithSecrets() async throws -> Tenant {
    let tenant = try await Tenant.make()
    for name in [SecretName.asanaToken, .githubToken, .githubWebhook] {
      try await vault(tenant, Self.old).save(SecretBytes("old \(name)"), as: name, project: tenant.project)
    }
    return tenant
  }

  @Test func `saving one secret under another master key leaves the others, which come back with their master key`() async throws {
    let tenant = try await tenantWithSecrets()
    let other = vault(tenant, Self.new)
    try await other.save(SecretBytes("new"), as: .asanaToken, project: tenant.project)
    #expect(try await other.find(.asanaToken, project: tenant.project) == SecretBytes("new"))
    #expect(
      try await other.check(project: tenant.project).map(\.readability) == [.readable, .unreadable, .unreadable])

    let original = vault(tenant, Self.old)
    #expect(try await original.find(.githubToken, project: tenant.project) == SecretBytes("old github.token"))
    #expect(try await original.find(.githubWebhook, project: tenant.project) == SecretBytes("old github.webhook_secret"))
    await #expect(throws: SecretVault.Failure.unreadable(.asanaToken)) { try await original.find(.asanaToken, project: tenant.project) }

    let both = vault(tenant, Self.new, previous: Self.old)
    #expect(
      try await both.check(project: tenant.project).map(\.readability) == [.readable, .readableWithPreviousKey, .readableWithPreviousKey])
  }

  @Test func `a key of the project that seals nothing any more is dropped`() async throws {
    let tenant = try await tenantWithSecrets()
    let other = vault(tenant, Self.new)
    for name in [SecretName.asanaToken, .githubToken] { try await other.save(SecretBytes("new"), as: name, project: tenant.project) }
    #expect(try await tenant.count("project_keys") == 2)
    try await other.save(SecretBytes("new"), as: .githubWebhook, project: tenant.project)
    #expect(try await tenant.count("project_keys", "generation = 2") == 1)
    #expect(try await tenant.count("project_keys") == 1)
  }

  @Test func `when the first master key is back, it seals with the key of the project it opens`() async throws {
    let tenant = try await tenantWithSecrets()
    try await vault(tenant, Self.new).save(SecretBytes("new"), as: .asanaToken, project: tenant.project)
    let original = vault(tenant, Self.old)
    try await original.save(SecretBytes("again"), as: .githubToken, project: tenant.project)
    #expect(try await original.find(.githubToken, project: tenant.project) == SecretBytes("again"))
    #expect(try await vault(tenant, Self.new).find(.asanaToken, project: tenant.project) == SecretBytes("new"))
    #expect(try await tenant.count("project_keys") == 2)
  }

  @Test func `a project file applied under another master key replaces what it names and nothing else`() async throws {
    let tenant = try await tenantWithSecrets()
    let apply = ApplyOf(tenant, master: Self.new)
    try await apply(["asana.token": "filed"])
    #expect(try await vault(tenant, Self.new).find(.asanaToken, project: tenant.project) == SecretBytes("filed"))
    #expect(try await vault(tenant, Self.old).find(.githubToken, project: tenant.project) == SecretBytes("old github.token"))
    try await apply(["asana.token": "filed"])
    #expect(try await tenant.count("project_secrets", "name = 'asana.token' AND version = 2") == 1)
  }

  @Test func `processes with different master keys that save at the same moment each read their own`() async throws {
    let tenant = try await Tenant.make()
    let keys = (0..<4).map { _ in MasterKey(.random()) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, key) in keys.enumerated() {
        group.addTask {
          try await vault(tenant, key).save(SecretBytes("v\(number)"), as: SecretName("n\(number)"), project: tenant.project)
        }
      }
      try await group.waitForAll()
    }
    for (number, key) in keys.enumerated() {
      #expect(try await vault(tenant, key).find(SecretName("n\(number)"), project: tenant.project) == SecretBytes("v\(number)"))
    }
  }
}

/// The writing half of `project apply`.
private struct ApplyOf {
  let tenant: Tenant
  let vault: SecretVault

  init(_ tenant: Tenant, master: MasterKey) {
    self.tenant = tenant
    vault = SecretVault(database: tenant.database, master: master)
  }

  func callAsFunction(_ secrets: [String: String]) async throws {
    _ = try await tenant.projects.apply(
      ProjectDefinition(slug: tenant.slug), secrets: secrets.map { (SecretName($0), SecretBytes($1)) }, vault: vault, by: .command,
      requestID: "test")
  }
}
