/// The key that seals the secrets of one project. Stored only wrapped by the master key, so that changing the master key rewrites one
/// value a project.
package struct ProjectKey: Sendable, Equatable {
  /// The key itself, for `Envelope`.
  package let key: SymmetricKey

  /// A new key.
  package init(random: RandomSource = .system) {
    key = .random(from: random)
  }

  /// Reads what `wrapped` wrote.
  /// - Throws: `Envelope.Failure`; `.wrongKey` when another master key wrapped it.
  package init(unwrapping sealed: [UInt8], master: MasterKey, context: SealContext) throws(Envelope.Failure) {
    guard let key = SymmetricKey(try Envelope.open(sealed, key: master.key, context: context)) else { throw .damaged }
    self.key = key
  }

  /// Reads what was wrapped by either key of a keyring.
  /// - Throws: `Envelope.Failure`; `.wrongKey` when neither did.
  package init(unwrapping sealed: [UInt8], keyring: MasterKeyring, context: SealContext) throws(Envelope.Failure) {
    guard let key = SymmetricKey(try keyring.open(sealed, context: context)) else { throw .damaged }
    self.key = key
  }

  /// The sealed form to store.
  package func wrapped(by master: MasterKey, context: SealContext, random: RandomSource = .system) -> [UInt8] {
    Envelope.seal(key.bytes, key: master.key, context: context, random: random)
  }
}
