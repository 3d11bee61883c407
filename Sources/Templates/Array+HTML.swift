extension [UInt8] {
  /// Appends `text` as UTF-8, with `& < > " '` replaced by references, so it is safe in HTML text and in quoted attributes.
  ///
  /// Runs without those five bytes are copied whole.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  package mutating func appendEscaped(_ text: String) {
    let bytes = text.utf8.span
    var start = 0
    for index in bytes.indices {
      let byte = bytes[index]
      guard byte < 64, (Self.escapedBytes >> byte) & 1 == 1 else { continue }
      append(bytes.extracting(start..<index))
      appendReference(to: byte)
      start = index + 1
    }
    append(bytes.extracting(start...))
  }

  /// Appends a copy of `bytes`.
  mutating func append(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
  }

  /// Bit *n* is set when byte *n* must be replaced; all five are below 64.
  private static var escapedBytes: UInt64 { 1 << 0x22 | 1 << 0x26 | 1 << 0x27 | 1 << 0x3C | 1 << 0x3E }

  private mutating func appendReference(to byte: UInt8) {
    switch byte {
    case UInt8(ascii: "&"): append(contentsOf: "&amp;".utf8)
    case UInt8(ascii: "<"): append(contentsOf: "&lt;".utf8)
    case UInt8(ascii: ">"): append(contentsOf: "&gt;".utf8)
    case UInt8(ascii: "\""): append(contentsOf: "&quot;".utf8)
    default: append(contentsOf: "&#39;".utf8)
    }
  }

  /// Appends `number` in decimal digits.
  package mutating func appendDecimal(_ number: Int) {
    if number < 0 { append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    let start = count
    repeat {
      append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    self[start...].reverse()
  }
}
