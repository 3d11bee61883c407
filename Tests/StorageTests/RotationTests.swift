import Crypto
import Domain
import Postgres
import Storage
import TestKit
import Testing

/// From one master key to the next. One test at a time: a rotation looks at all projects and people of its database.
@Suite(.serialized, .timeLimit(.minutes(15)))
struct RotationTests {
  static let (old, new) = (MasterKey(.random()), MasterKey(.random()))
  static let before = MasterKeyring(current: old, previous: nil)
  static let during = MasterKeyring(current: new, previous: old)
  static let after = MasterKeyring(current: new, previous: nil)

  private func sealed(_ keyring: MasterKeyring) -> SealedValues {
    SealedValues(database: TestDatabase.current.database, keyring: keyring)
  }

  private func vault(_ keyring: MasterKeyring) -> SecretVault {
    SecretVault(database: TestDatabase.current.database, keyring: keyring)
  }

  private func makeTenants(_ count: Int, _ keyring: MasterKeyring = before) async throws -> [Tenant] {
    var tenants: [Tenant] = []
    for number in 0..<count {
      let tenant = try await Tenant.make()
      try await vault(keyring).save(SecretBytes("secret \(number)"), as: .asanaToken, project: tenant.project)
      tenants.append(tenant)
    }
    return tenants
  }

  private func makePerson(_ name: String, _ keyring: MasterKeyring) async throws -> UserID {
    let number = try await Tenant.number("INSERT INTO users (username, password_hash) VALUES ('\(name)', 'x') RETURNING id")
    let user = UserID(rawValue: number)
    let factor = Hex.encode(TwoFactorSeal(keyring).seal(SecretBytes("factor of \(name)"), of: user))
    try await Tenant.run(
      "UPDATE users SET totp_sealed = '\\x\(factor)', totp_enabled_at = now(), totp_pending = '\\x\(factor)' WHERE id = \(number)")
    return user
  }

  private func factor(_ user: UserID, _ column: String, _ keyring: MasterKeyring) async throws -> SecretBytes {
    let row = try #require(try await Tenant.run("SELECT \(column) FROM users WHERE id = \(user)")?.first)
    return try TwoFactorSeal(keyring).open(try row.bytes(0), of: user)
  }

  @Test(.database, arguments: [1, 2, 3, 100])
  func `after a rotation the previous master key is not needed any more, whatever the size of a batch`(batch: Int) async throws {
    let tenants = try await makeTenants(3)
    let fresh = try await makeTenants(1, Self.during)
    let (anna, boris) = (try await makePerson("anna", Self.before), try await makePerson("boris", Self.before))
    _ = try await makePerson("clara", Self.during)

    let rotation = try await sealed(Self.during).rotate(batchSize: batch)
    #expect(rotation.projectKeys == 3)
    #expect(rotation.secondFactors == 2)
    #expect(rotation.failures == [])
    for (number, tenant) in tenants.enumerated() {
      #expect(try await vault(Self.after).find(.asanaToken, project: tenant.project) == SecretBytes("secret \(number)"))
    }
    #expect(try await vault(Self.after).find(.asanaToken, project: fresh[0].project) == SecretBytes("secret 0"))
    #expect(try await factor(anna, "totp_sealed", Self.after) == SecretBytes("factor of anna"))
    #expect(try await factor(boris, "totp_pending", Self.after) == SecretBytes("factor of boris"))
    #expect(try await sealed(Self.after).check().allSatisfy { $0.owner == .current })
  }

  @Test(.database) func `a second rotation finds nothing to do, and each batch of the first has left an audit row`() async throws {
    _ = try await makeTenants(3)
    _ = try await sealed(Self.during).rotate(batchSize: 2)
    let again = try await sealed(Self.during).rotate(batchSize: 2)
    #expect(again.projectKeys == 0 && again.secondFactors == 0 && again.failures == [])
    let counts = try await Tenant.run(
      "SELECT ref_json->>'count' FROM instance_events WHERE event_type = 'secrets.rotated' AND source = 'system' ORDER BY id")
    #expect(try (counts.map(Array.init) ?? []).map { try $0.text(0) } == ["2", "1"])
  }

  @Test(.database) func `what neither key opens is named and left as it was; the rest is moved`() async throws {
    let stranger = MasterKeyring(current: MasterKey(.random()), previous: nil)
    let tenants = [try await makeTenants(1)[0], try await makeTenants(1, stranger)[0], try await makeTenants(1)[0]]
    let damaged = try await makeTenants(1)[0]
    try await Tenant.run(
      "UPDATE project_keys SET wrapped = set_byte(wrapped, 30, get_byte(wrapped, 30) # 1) WHERE project_id = \(damaged.project)")
    let anna = try await makePerson("anna", stranger)
    let kept = try await Tenant.run("SELECT wrapped FROM project_keys WHERE project_id = \(tenants[1].project)")?.first?.bytes(0)

    let rotation = try await sealed(Self.during).rotate(batchSize: 2)
    #expect(rotation.projectKeys == 2)
    #expect(
      rotation.failures.map(\.description).sorted()
        == [
          "key of project \(tenants[1].slug)", "key of project \(damaged.slug)", "second factor of anna",
        ].sorted())
    #expect(try await Tenant.run("SELECT wrapped FROM project_keys WHERE project_id = \(tenants[1].project)")?.first?.bytes(0) == kept)
    #expect(try await factor(anna, "totp_sealed", stranger) == SecretBytes("factor of anna"))
  }

  @Test(.database) func `a secret saved while its project's key is being moved does not wait and stays readable`() async throws {
    let tenant = try await makeTenants(1)[0]
    let session = try await ScriptSession.open(DatabaseConfiguration(url: TestDatabase.current.ownerURL), loops: TestDatabase.loops)
    defer { session.close() }
    try await session.run("SET app.scope = 'system'; BEGIN; SELECT FROM project_keys FOR NO KEY UPDATE")
    try await vault(Self.during).save(SecretBytes("meanwhile"), as: .githubToken, project: tenant.project)
    try await session.run("COMMIT")
    _ = try await sealed(Self.during).rotate(batchSize: 50)
    #expect(try await vault(Self.after).find(.githubToken, project: tenant.project) == SecretBytes("meanwhile"))
    #expect(try await vault(Self.after).find(.asanaToken, project: tenant.project) == SecretBytes("secret 0"))
  }
}
