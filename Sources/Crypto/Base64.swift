/// Base 64 (RFC 4648), decoded strictly: one text for one value, so that a token cannot be written in two ways.
package enum Base64 {
  /// Which alphabet, and whether the text is padded.
  package enum Variant: Sendable {
    /// `+` and `/`, padded with `=` (RFC 4648 §4).
    case standard
    /// `+` and `/`, without padding: the form inside password hashes.
    case standardUnpadded
    /// `-` and `_`, without padding (RFC 4648 §5).
    case urlSafe
  }

  /// Text without line breaks.
  package static func encode(_ bytes: [UInt8], _ variant: Variant = .standard) -> String {
    let alphabet = variant.alphabet
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let group = bytes[index..<min(index + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for digit in 0...group.count { text.append(alphabet[Int(bits >> UInt32(18 - 6 * digit)) & 63]) }
      if variant.isPadded { text.append(contentsOf: repeatElement(padding, count: 3 - group.count)) }
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// `nil` for a character outside the alphabet, white space included, for wrong padding, and for unused bits that are not zero.
  package static func decode(_ text: some StringProtocol, _ variant: Variant = .standard) -> [UInt8]? {
    guard let digits = digits(of: text, variant), digits.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count * 3 / 4)
    var bits: UInt32 = 0
    var width: UInt32 = 0
    for digit in digits {
      bits = bits << 6 | UInt32(digit)
      width += 6
      guard width >= 8 else { continue }
      width -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> width))
    }
    return bits & (1 << width - 1) == 0 ? bytes : nil
  }

  /// Values 0...63 of the text without its padding.
  private static func digits(of text: some StringProtocol, _ variant: Variant) -> [UInt8]? {
    var characters = Array(text.utf8)
    if variant.isPadded {
      guard characters.count % 4 == 0 else { return nil }
      for _ in 0..<2 where characters.last == padding { characters.removeLast() }
    }
    let values = variant.values
    for index in characters.indices {
      let value = values[Int(characters[index])]
      guard value < 64 else { return nil }
      characters[index] = value
    }
    return characters
  }

  private static let padding = UInt8(ascii: "=")
}

extension Base64.Variant {
  fileprivate var isPadded: Bool { self == .standard }

  fileprivate var alphabet: [UInt8] { self == .urlSafe ? Self.urlSafeAlphabet : Self.standardAlphabet }

  /// Value of each of the 256 bytes; 255 where there is none.
  fileprivate var values: [UInt8] { self == .urlSafe ? Self.urlSafeValues : Self.standardValues }

  private static let common = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
  private static let standardAlphabet = common + Array("+/".utf8)
  private static let urlSafeAlphabet = common + Array("-_".utf8)
  private static let standardValues = inverse(of: standardAlphabet)
  private static let urlSafeValues = inverse(of: urlSafeAlphabet)

  private static func inverse(of alphabet: [UInt8]) -> [UInt8] {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }
}
