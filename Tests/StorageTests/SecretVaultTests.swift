import Crypto
import Domain
import Postgres
import Storage
import TestKit
import Testing

@Suite(.database, .timeLimit(.minutes(15)))
struct SecretVaultTests {
  private static let text = "xoxp-very-secret-token-0123456789"

  private func vault(_ tenant: Tenant, _ master: MasterKey = SecretVaultTests.master) -> SecretVault {
    SecretVault(database: tenant.database, master: master)
  }

  private static let master = MasterKey(SymmetricKey.random())

  @Test("A secret comes back as it was, by its name and project only, and the newest counts")
  func roundTrip() async throws {
    let (tenant, other) = (try await Tenant.make(), try await Tenant.make())
    let vault = vault(tenant)
    #expect(try await vault.find(.asanaToken, project: tenant.project) == nil)
    try await vault.save(SecretBytes(Self.text), as: .asanaToken, project: tenant.project)
    try await vault.save(SecretBytes("other"), as: .githubToken, project: tenant.project)
    #expect(try await vault.find(.asanaToken, project: tenant.project) == SecretBytes(Self.text))
    #expect(try await vault.find(.asanaToken, project: other.project) == nil)
    try await vault.save(SecretBytes("new"), as: .asanaToken, project: tenant.project)
    #expect(try await vault.find(.asanaToken, project: tenant.project) == SecretBytes("new"))
    #expect(try await vault.names(project: tenant.project) == [.asanaToken, .githubToken])
    try await vault.delete(.asanaToken, project: tenant.project)
    #expect(try await vault.find(.asanaToken, project: tenant.project) == nil)
  }

  @Test("Equal secrets look different in the table, and nowhere in the database does one stand in clear")
  func nothingInClear() async throws {
    let tenant = try await Tenant.make()
    let vault = vault(tenant)
    for name in ["a", "b", "a"] { try await vault.save(SecretBytes(Self.text), as: SecretName(name), project: tenant.project) }
    #expect(try await Tenant.number("SELECT count(DISTINCT sealed) FROM project_secrets WHERE project_id = \(tenant.project)") == 2)
    let tables = try await Tenant.run(
      "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
    let names = try (tables.map(Array.init) ?? []).map { try $0.text(0) }
    #expect(names.contains("project_secrets"))
    let hexadecimal = Hex.encode(Array(Self.text.utf8))
    let base64 = String(Base64.encode(Array(Self.text.utf8)).dropLast(4))
    for name in names {
      let found = try await Tenant.number(
        """
        SELECT count(*) FROM \(name) AS line WHERE strpos(line::text, '\(Self.text)') > 0 OR strpos(line::text, '\(hexadecimal)') > 0
          OR strpos(line::text, '\(base64)') > 0
        """)
      #expect(found == 0, "\(name)")
    }
  }

  @Test("A sealed value moved to another project, name or version does not open")
  func moved() async throws {
    let (tenant, other) = (try await Tenant.make(), try await Tenant.make())
    let vault = vault(tenant)
    for project in [tenant.project, other.project] { try await vault.save(SecretBytes("x"), as: .asanaToken, project: project) }
    try await vault.save(SecretBytes("y"), as: .githubToken, project: tenant.project)
    let moves = [
      "UPDATE project_secrets SET sealed = (SELECT sealed FROM project_secrets WHERE project_id = \(other.project)) "
        + "WHERE project_id = \(tenant.project) AND name = 'asana.token'",
      "UPDATE project_secrets SET sealed = (SELECT sealed FROM project_secrets WHERE project_id = \(tenant.project) AND name = "
        + "'github.token') WHERE project_id = \(tenant.project) AND name = 'asana.token'",
      "UPDATE project_secrets SET version = version + 1 WHERE project_id = \(tenant.project) AND name = 'asana.token'",
    ]
    for move in moves {
      try await vault.save(SecretBytes("x"), as: .asanaToken, project: tenant.project)
      try await Tenant.run(move)
      await #expect(throws: SecretVault.Failure.unreadable(.asanaToken)) { try await vault.find(.asanaToken, project: tenant.project) }
    }
  }

  @Test("Under another master key secrets are unreadable until they are entered again; the rest stays unreadable")
  func otherMaster() async throws {
    let tenant = try await Tenant.make()
    for name in [SecretName.asanaToken, .githubToken] { try await vault(tenant).save(SecretBytes("x"), as: name, project: tenant.project) }
    let vault = vault(tenant, MasterKey(SymmetricKey.random()))
    await #expect(throws: SecretVault.Failure.unreadable(.asanaToken)) { try await vault.find(.asanaToken, project: tenant.project) }
    try await vault.save(SecretBytes("again"), as: .asanaToken, project: tenant.project)
    #expect(try await vault.find(.asanaToken, project: tenant.project) == SecretBytes("again"))
    await #expect(throws: SecretVault.Failure.unreadable(.githubToken)) { try await vault.find(.githubToken, project: tenant.project) }
    #expect(try await vault.find(.githubWebhook, project: tenant.project) == nil)
  }

  @Test("First secrets of a project saved at the same moment are all readable")
  func together() async throws {
    let tenant = try await Tenant.make()
    let vault = vault(tenant)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask { try await vault.save(SecretBytes("v\(number % 4)"), as: SecretName("n\(number % 4)"), project: tenant.project) }
      }
      try await group.waitForAll()
    }
    for number in 0..<4 {
      #expect(try await vault.find(SecretName("n\(number)"), project: tenant.project) == SecretBytes("v\(number)"))
    }
  }
}
