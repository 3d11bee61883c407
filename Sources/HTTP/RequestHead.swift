/// Request line and header fields, over the bytes they arrived in: values become strings only when asked for.
package struct RequestHead: Sendable {
  /// Positions of one field in `bytes`.
  package struct FieldRange: Sendable {
    package var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
    package var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }

    // Small numbers: a head with all its fields fits into one cache line or two.
    private let nameStart, nameEnd, valueStart, valueEnd: UInt16

    /// - Parameters: positions below 64 KiB.
    package init(name: Range<Int>, value: Range<Int>) {
      (nameStart, nameEnd) = (UInt16(name.lowerBound), UInt16(name.upperBound))
      (valueStart, valueEnd) = (UInt16(value.lowerBound), UInt16(value.upperBound))
    }
  }

  package let method: Method
  /// Path as sent, percent-encoded, beginning with `/`; `*` for OPTIONS.
  package let path: String
  /// Query as sent, without `?`.
  package let query: String?
  /// 0 or 1: the minor version of HTTP/1.
  package let minorVersion: Int
  private let bytes: [UInt8]
  private let ranges: [FieldRange]

  package init(method: Method, path: String, query: String?, minorVersion: Int, bytes: [UInt8], fields: [FieldRange]) {
    self.method = method
    self.path = path
    self.query = query
    self.minorVersion = minorVersion
    self.bytes = bytes
    ranges = fields
  }

  /// First value of a field.
  package subscript(name: FieldName) -> String? {
    for range in ranges where matches(range.name, name) { return text(range.value) }
    return nil
  }

  /// Every value of a field, in order.
  package func values(_ name: FieldName) -> [String] {
    ranges.filter { matches($0.name, name) }.map { text($0.value) }
  }

  /// Names in lower case and values, in order.
  package var allFields: [(name: String, value: String)] {
    ranges.map { (text($0.name).lowercased(), text($0.value)) }
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  private func matches(_ range: Range<Int>, _ name: FieldName) -> Bool {
    guard range.count == name.text.utf8.count else { return false }
    var position = range.lowerBound
    for wanted in name.text.utf8 {
      if lowered(bytes[position]) != wanted { return false }
      position += 1
    }
    return true
  }

  private func lowered(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}
