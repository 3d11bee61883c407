import Crypto
import Testing

@Suite struct KeyringTests {
  static let (old, new, other) = (MasterKey(.random()), MasterKey(.random()), MasterKey(.random()))
  static let keyring = MasterKeyring(current: new, previous: old)
  static let context = SealContext(userID: 7, name: "totp", version: 1)

  @Test(arguments: [(KeyringTests.new, MasterKeyring.Owner.current), (KeyringTests.old, .previous), (KeyringTests.other, .unknown)])
  func `a keyring opens what its keys sealed and nothing else`(key: MasterKey, owner: MasterKeyring.Owner) throws {
    let sealed = MasterKeyring(current: key, previous: nil).seal(SecretBytes("x"), context: Self.context)
    #expect(Self.keyring.owner(of: sealed) == owner)
    if owner == .unknown {
      #expect(throws: Envelope.Failure.wrongKey(key.key.id)) { try Self.keyring.open(sealed, context: Self.context) }
    } else {
      #expect(try Self.keyring.open(sealed, context: Self.context) == SecretBytes("x"))
      #expect(Self.keyring.owner(of: try Self.keyring.reseal(sealed, context: Self.context)) == .current)
    }
  }

  @Test func `what is new is sealed with the current key`() {
    #expect(Self.keyring.owner(of: Self.keyring.seal(SecretBytes("x"), context: Self.context)) == .current)
  }

  @Test func `bytes that are no sealed value belong to nobody`() {
    #expect(Self.keyring.owner(of: []) == .unknown)
    #expect(Self.keyring.owner(of: [1, 2, 3]) == .unknown)
  }

  @Test(arguments: [
    SealContext(userID: 8, name: "totp", version: 1), SealContext(projectID: 7, name: "totp", version: 1),
    SealContext(userID: 7, name: "other", version: 1), SealContext(userID: 7, name: "totp", version: 2),
  ])
  func `a value of a person opens for nobody else`(context: SealContext) {
    let sealed = Self.keyring.seal(SecretBytes("x"), context: Self.context)
    #expect(throws: Envelope.Failure.damaged) { try Self.keyring.open(sealed, context: context) }
  }
}
