/// A code that stands in once for a lost authenticator: 80 random bits as four groups of four letters and digits.
///
/// Eighty bits cannot be guessed offline, so a plain digest of it may be stored.
package struct RecoveryCode: Sendable, Equatable {
  private let characters: [UInt8]

  /// A new code.
  package init(random: RandomSource) {
    // 32 characters divide 256 evenly, so every one is as likely.
    characters = random.bytes(Self.length).map { Self.alphabet[Int($0) % Self.alphabet.count] }
  }

  /// A code as somebody typed it: case, spaces and hyphens do not matter.
  /// - Returns: `nil` for what cannot be a code.
  package init?(typed: String) {
    let typed = typed.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }.map(Self.lowercase)
    guard typed.count == Self.length, typed.allSatisfy(Self.alphabet.contains) else { return nil }
    characters = typed
  }

  /// Several new codes, all different.
  package static func make(count: Int, random: RandomSource) -> [RecoveryCode] {
    var codes: [RecoveryCode] = []
    while codes.count < count {
      let code = RecoveryCode(random: random)
      if !codes.contains(code) { codes.append(code) }
    }
    return codes
  }

  /// `abcd-efgh-2345-6789`: shown once, when the codes are made.
  package var text: String {
    stride(from: 0, to: Self.length, by: Self.group)
      .map { String(decoding: characters[$0..<($0 + Self.group)], as: UTF8.self) }
      .joined(separator: "-")
  }

  /// SHA-256 of the code, 32 bytes: what is stored and looked up.
  package var digest: [UInt8] { SHA256.digest(characters) }

  private static let length = 16
  private static let group = 4
  /// Without the letters that look like digits: l, o and the digits 0 and 1.
  private static let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)

  private static func lowercase(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
