/// Base 32 (RFC 4648 §6), decoded strictly: one text for one value. Authenticator apps read the unpadded form.
package enum Base32 {
  /// Whether the text is filled with `=` to a multiple of eight characters.
  package enum Variant: Sendable {
    case padded
    case unpadded
  }

  /// Upper-case letters and the digits 2 to 7, without line breaks.
  package static func encode(_ bytes: [UInt8], _ variant: Variant) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 4) / 5 * 8)
    var bits: UInt32 = 0
    var width: UInt32 = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      width += 8
      while width >= 5 {
        width -= 5
        text.append(alphabet[Int(bits >> width) & 31])
      }
    }
    if width > 0 { text.append(alphabet[Int(bits << (5 - width)) & 31]) }
    if variant == .padded { text.append(contentsOf: repeatElement(padding, count: (8 - text.count % 8) % 8)) }
    return String(decoding: text, as: UTF8.self)
  }

  /// `nil` for a character outside the alphabet, lower case and white space included, for wrong padding, and for unused bits that are not zero.
  package static func decode(_ text: some StringProtocol, _ variant: Variant) -> [UInt8]? {
    guard let digits = digits(of: text, variant), isWholeLength(digits.count) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count * 5 / 8)
    var bits: UInt32 = 0
    var width: UInt32 = 0
    for character in digits {
      guard let digit = value(of: character) else { return nil }
      bits = bits << 5 | UInt32(digit)
      width += 5
      guard width >= 8 else { continue }
      width -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> width))
    }
    return bits & (1 << width - 1) == 0 ? bytes : nil
  }

  /// Characters without the padding, if that is right.
  private static func digits(of text: some StringProtocol, _ variant: Variant) -> ArraySlice<UInt8>? {
    let characters = Array(text.utf8)
    guard variant == .padded else { return characters[...] }
    guard characters.count % 8 == 0 else { return nil }
    let end = characters.lastIndex { $0 != padding }.map { $0 + 1 } ?? 0
    return characters.count - end < 8 ? characters[..<end] : nil
  }

  /// Whether whole bytes end at this many characters with less than one character to spare.
  private static func isWholeLength(_ count: Int) -> Bool {
    [0, 2, 4, 5, 7].contains(count % 8)
  }

  private static func value(of character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
    case UInt8(ascii: "2")...UInt8(ascii: "7"): character - UInt8(ascii: "2") + 26
    default: nil
    }
  }

  private static let padding = UInt8(ascii: "=")
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
}
