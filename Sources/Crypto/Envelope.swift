/// Sealed values: AES-256-GCM bound to where the value belongs.
///
/// Bytes: version (1, value 1) | key id (8) | nonce (12) | ciphertext (as long as the secret) | tag (16). The nonce is random: at most 2³² values
/// may be sealed with one key (NIST SP 800-38D §8.3), far more than a project's secrets.
package enum Envelope {
  /// Why a sealed value does not open.
  package enum Failure: Error, Equatable {
    /// Sealed with another key: the one with this id.
    case wrongKey(KeyID)
    /// Written by a newer release.
    case unknownVersion(UInt8)
    /// Cut, changed, or moved here from another project, name or version.
    case damaged
  }

  private static let version: UInt8 = 1
  private static let headerSize = 1 + KeyID.size + AES256GCM.nonceSize

  /// Sealed bytes in the form above, different at every call.
  /// - Parameters:
  ///   - context: must be given again to open.
  ///   - random: source of the nonce; anything but `.system` is for tests.
  package static func seal(_ plain: SecretBytes, key: SymmetricKey, context: SealContext, random: RandomSource = .system) -> [UInt8] {
    let nonce = random.bytes(AES256GCM.nonceSize)
    let associated = context.associatedData(keyID: key.id)
    return [version] + key.id.bytes + nonce + AES256GCM.seal(plain, key: key, nonce: nonce, associated: associated)
  }

  /// - Throws: `Failure`.
  package static func open(_ sealed: [UInt8], key: SymmetricKey, context: SealContext) throws(Failure) -> SecretBytes {
    let id = try keyID(of: sealed)
    guard id == key.id else { throw .wrongKey(id) }
    let nonce = Array(sealed[(1 + KeyID.size)..<headerSize])
    let associated = context.associatedData(keyID: id)
    let plain = AES256GCM.open(Array(sealed[headerSize...]), key: key, nonce: nonce, associated: associated)
    guard let plain else { throw .damaged }
    return plain
  }

  /// Which key opens the value; not authenticated.
  /// - Throws: `Failure`, never `.wrongKey`.
  package static func keyID(of sealed: [UInt8]) throws(Failure) -> KeyID {
    guard let first = sealed.first else { throw .damaged }
    guard first == version else { throw .unknownVersion(first) }
    guard sealed.count >= headerSize + AES256GCM.tagSize else { throw .damaged }
    return KeyID(sealed[1..<(1 + KeyID.size)])
  }
}
