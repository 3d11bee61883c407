/// PostgreSQL's text form of values, appended to a buffer.
extension [UInt8] {
  mutating func appendDecimal(_ value: Int64, minimumDigits: Int = 1) {
    if value < 0 { append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    let start = count
    repeat {
      append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    while count - start < minimumDigits { append(UInt8(ascii: "0")) }
    self[start...].reverse()
  }

  mutating func appendText(_ text: String, _ statement: Statement) throws(DatabaseError) {
    let start = count
    append(contentsOf: text.utf8)
    if self[start...].contains(0) { throw Self.zeroByte(statement) }
  }

  /// libpq takes text up to the first zero byte: without this check the value would be cut short in silence.
  func refuseZero(_ text: String?, _ statement: Statement) throws(DatabaseError) {
    if let text, unsafe text.utf8.withContiguousStorageIfAvailable({ unsafe $0.contains(0) }) ?? text.utf8.contains(0) {
      throw Self.zeroByte(statement)
    }
  }

  private static func zeroByte(_ statement: Statement) -> DatabaseError {
    .server(
      ServerError(
        sqlstate: "22021", message: "invalid byte sequence for encoding \"UTF8\": 0x00", statement: statement.name))
  }

  /// Array literal, section 8.15.6 of the PostgreSQL manual.
  mutating func appendArray<Item>(_ elements: [Item], _ appendElement: (inout [UInt8], Item) -> Void) {
    append(UInt8(ascii: "{"))
    for (position, element) in elements.enumerated() {
      if position > 0 { append(UInt8(ascii: ",")) }
      appendElement(&self, element)
    }
    append(UInt8(ascii: "}"))
  }

  mutating func appendQuotedElement(_ text: String?) {
    guard let text else { return append(contentsOf: "NULL".utf8) }
    append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { append(UInt8(ascii: "\\")) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }

  mutating func appendHexElement(_ bytes: [UInt8]?) {
    guard let bytes else { return append(contentsOf: "NULL".utf8) }
    append(contentsOf: #""\\x"#.utf8)
    for byte in bytes {
      append(Self.hexDigit(byte >> 4))
      append(Self.hexDigit(byte & 15))
    }
    append(UInt8(ascii: "\""))
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// `2026-01-31 12:34:56.000007+00`, with ` BC` for years before 1.
  mutating func appendTimestamp(_ microseconds: Int64) {
    let day = 86_400_000_000 as Int64
    let days = microseconds.flooredQuotient(day)
    let time = microseconds - days * day
    let date = CivilDate(daysSince1970: days)
    appendDecimal(date.year > 0 ? date.year : 1 - date.year, minimumDigits: 4)
    appendPadded(UInt8(ascii: "-"), date.month)
    appendPadded(UInt8(ascii: "-"), date.day)
    appendPadded(UInt8(ascii: " "), time / 3_600_000_000)
    appendPadded(UInt8(ascii: ":"), time / 60_000_000 % 60)
    appendPadded(UInt8(ascii: ":"), time / 1_000_000 % 60)
    append(UInt8(ascii: "."))
    appendDecimal(time % 1_000_000, minimumDigits: 6)
    append(contentsOf: "+00".utf8)
    if date.year <= 0 { append(contentsOf: " BC".utf8) }
  }

  private mutating func appendPadded(_ separator: UInt8, _ value: Int64) {
    append(separator)
    appendDecimal(value, minimumDigits: 2)
  }
}
