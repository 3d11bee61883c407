/// The master key in use and, while one replaces another, the one before it. Everything new is sealed with the current key; what the previous
/// one sealed stays readable.
package struct MasterKeyring: Sendable {
  /// Seals whatever is sealed from now on.
  package let current: MasterKey
  /// Only opens; nil outside a change of keys.
  package let previous: MasterKey?

  package init(current: MasterKey, previous: MasterKey?) {
    self.current = current
    self.previous = previous
  }

  /// Which key opens a sealed value, by the id that stands in it.
  package enum Owner: Sendable, Equatable {
    case current
    case previous
    /// A key that is not here: a lost one, or a value that is no sealed value at all.
    case unknown
  }

  /// Who sealed a value; not authenticated.
  package func owner(of sealed: [UInt8]) -> Owner {
    guard let id = try? Envelope.keyID(of: sealed) else { return .unknown }
    if id == current.key.id { return .current }
    return id == previous?.key.id ? .previous : .unknown
  }

  /// Sealed with the current key.
  package func seal(_ plain: SecretBytes, context: SealContext) -> [UInt8] {
    Envelope.seal(plain, key: current.key, context: context)
  }

  /// Opens with whichever key sealed it.
  /// - Throws: `Envelope.Failure`; `.wrongKey` when neither key did.
  package func open(_ sealed: [UInt8], context: SealContext) throws(Envelope.Failure) -> SecretBytes {
    let key = owner(of: sealed) == .previous ? previous ?? current : current
    return try Envelope.open(sealed, key: key.key, context: context)
  }

  /// The same value sealed with the current key.
  /// - Throws: `Envelope.Failure`.
  package func reseal(_ sealed: [UInt8], context: SealContext) throws(Envelope.Failure) -> [UInt8] {
    seal(try open(sealed, context: context), context: context)
  }
}
