/// First eight bytes of the SHA-256 of a key: tells which key sealed a value without telling the key.
package struct KeyID: Sendable, Hashable, CustomStringConvertible {
  /// Bytes.
  package static let size = 8

  /// Eight bytes.
  package let bytes: [UInt8]

  init(of key: SecretBytes) {
    bytes = unsafe key.withUnsafeBytes { key in unsafe Array(SHA256.digest(key).prefix(Self.size)) }
  }

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = Array(bytes)
  }

  /// Sixteen hexadecimal digits.
  package var description: String { Hex.encode(bytes) }
}

/// A key of AES-256: 32 secret bytes.
package struct SymmetricKey: Sendable, Equatable {
  /// Bytes.
  package static let size = 32

  /// The 32 bytes.
  package let bytes: SecretBytes
  /// Names the key in what it seals.
  package let id: KeyID

  /// `nil` unless there are exactly 32 bytes.
  package init?(_ bytes: SecretBytes) {
    guard bytes.count == Self.size else { return nil }
    self.bytes = bytes
    id = KeyID(of: bytes)
  }

  private init(random: RandomSource) {
    bytes = SecretBytes(random.bytes(Self.size))
    id = KeyID(of: bytes)
  }

  /// A new key.
  package static func random(from random: RandomSource = .system) -> SymmetricKey {
    SymmetricKey(random: random)
  }
}
