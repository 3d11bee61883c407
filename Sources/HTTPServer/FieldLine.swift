internal import HTTP

/// Grammar of one header or trailer line (RFC 9112 §5): no space before the colon, no folding, no control characters.
enum FieldLine {
  /// - Parameter line: positions in `bytes`, without the line end.
  static func parse(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(ParseFailure) -> RequestHead.FieldRange {
    var colon = line.lowerBound
    while colon < line.upperBound, ByteClass.isToken(bytes[colon]) { colon += 1 }
    guard colon > line.lowerBound else { throw .bad("a header line begins with a space or has no name") }
    guard colon < line.upperBound, bytes[colon] == UInt8(ascii: ":") else { throw .bad("a header name holds a forbidden character") }
    var (start, end) = (colon + 1, line.upperBound)
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    for position in start..<end where !ByteClass.isFieldValue(bytes[position]) {
      throw .bad("a header value holds a control character")
    }
    return RequestHead.FieldRange(name: line.lowerBound..<colon, value: start..<end)
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// Whether the bytes at `range` are a host and an optional port (RFC 3986 §3.2.2, RFC 9110 §7.2); nothing at all is a host, too.
  static func isHost(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var position = range.lowerBound
    if position < range.upperBound, bytes[position] == UInt8(ascii: "[") {
      position += 1
      while position < range.upperBound, ByteClass.isAddress(bytes[position]) { position += 1 }
      guard position < range.upperBound, bytes[position] == UInt8(ascii: "]") else { return false }
      position += 1
    } else {
      while position < range.upperBound, ByteClass.isHost(bytes[position]) { position += 1 }
    }
    if position == range.upperBound { return true }
    guard bytes[position] == UInt8(ascii: ":") else { return false }
    for digit in (position + 1)..<range.upperBound where bytes[digit] < 48 || bytes[digit] > 57 { return false }
    return true
  }

  /// Whether the bytes at `range` are `word`, which is lower case, in any case.
  static func matches(_ bytes: Span<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
    guard range.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { wanted in
      for offset in 0..<range.count {
        let byte = bytes[range.lowerBound + offset]
        let lowered = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
        if unsafe lowered != wanted[offset] { return false }
      }
      return true
    }
  }

  /// Whether a comma-separated list holds `word`, which is lower case.
  static func list(_ bytes: Span<UInt8>, _ range: Range<Int>, contains word: StaticString) -> Bool {
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      while end < range.upperBound, bytes[end] != UInt8(ascii: ",") { end += 1 }
      var (first, last) = (start, end)
      while first < last, isBlank(bytes[first]) { first += 1 }
      while last > first, isBlank(bytes[last - 1]) { last -= 1 }
      if matches(bytes, first..<last, word) { return true }
      start = end + 1
    }
    return false
  }
}
