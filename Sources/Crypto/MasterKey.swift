/// The key that wraps project keys. It comes from the environment or a file, never from the database.
package struct MasterKey: Sendable, Equatable {
  /// What is wrong with the text.
  package enum ParseError: Error, Equatable, CustomStringConvertible {
    case notBase64
    /// How many bytes the text held.
    case wrongLength(Int)

    /// Says what the text should look like, without repeating it.
    package var description: String {
      let expected = "expected 32 random bytes in base64 (44 characters ending in '=', as made by 'openssl rand -base64 32')"
      return switch self {
      case .notBase64: "\(expected), but it is not base64"
      case .wrongLength(let count): "\(expected), but it holds \(count) bytes"
      }
    }
  }

  /// The key itself; `key.id` is what sealed project keys name.
  package let key: SymmetricKey

  /// Wraps a key that is already in memory.
  package init(_ key: SymmetricKey) {
    self.key = key
  }

  /// - Parameter text: base64 with padding; ASCII white space around it is ignored, because files end in a line break.
  package init(base64 text: String) throws(ParseError) {
    let isBlank: (UInt8) -> Bool = { [9, 10, 13, 32].contains($0) }
    let trimmed = text.utf8.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    guard let bytes = Base64.decode(String(decoding: Array(trimmed), as: UTF8.self)) else { throw .notBase64 }
    guard let key = SymmetricKey(SecretBytes(bytes)) else { throw .wrongLength(bytes.count) }
    self.key = key
  }
}
