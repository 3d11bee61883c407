/// Lines under construction in one buffer that is used again and again: a line costs no allocation.
///
/// A line is `begin`, any number of fields, `end`; `Log.write` sends what has gathered.
package struct LogLines: Sendable {
  private let format: LogFormat
  private var bytes: [UInt8] = []
  /// `2026-01-31T12:34:56.` of the second of the last line.
  private var calendar: [UInt8] = []
  private var second = Int64.min

  package init(format: LogFormat) { self.format = format }

  /// Bytes that wait.
  package var count: Int { bytes.count }

  /// - Parameters:
  ///   - message: constant, so that lines can be counted.
  ///   - microseconds: since 1970.
  package mutating func begin(_ level: LogLevel, _ message: StaticString, microseconds: Int64) {
    switch format {
    case .text:
      appendTime(microseconds)
      append(" ")
      append(level.name)
      append(" ")
      append(message)
    case .json:
      append(#"{"time":""#)
      appendTime(microseconds)
      append(#"","level":""#)
      append(level.name)
      append(#"","message":""#)
      append(message)
      append("\"")
    }
  }

  package mutating func field(_ name: StaticString, _ value: String) {
    appendName(name)
    appendText(value)
  }

  package mutating func field(_ name: StaticString, _ value: Int64) {
    appendName(name)
    appendNumber(value)
  }

  mutating func field(_ name: String, _ value: LogValue) {
    append(format == .text ? " " : ",\"")
    append(text: name)
    append(format == .text ? "=" : "\":")
    switch value {
    case .text(let text): appendText(text)
    case .integer(let number): appendNumber(number)
    case .flag(let flag): append(flag ? "true" : "false")
    }
  }

  package mutating func end() {
    append(format == .text ? "\n" : "}\n")
  }

  /// Hands out what has gathered and keeps the memory.
  mutating func drain(_ body: ([UInt8]) -> Void) {
    body(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  // MARK: Parts

  private mutating func appendTime(_ microseconds: Int64) {
    let now = Instant.second(microseconds)
    if now != second {
      second = now
      calendar.removeAll(keepingCapacity: true)
      Instant.append(microseconds, to: &calendar)
      calendar.removeLast(4)
    }
    bytes += calendar
    let rest = (microseconds - now * 1_000_000) / 1000
    bytes.append(addingCapacity: 4) { part in
      part.append(UInt8(truncatingIfNeeded: 48 + rest / 100))
      part.append(UInt8(truncatingIfNeeded: 48 + rest / 10 % 10))
      part.append(UInt8(truncatingIfNeeded: 48 + rest % 10))
      part.append(UInt8(ascii: "Z"))
    }
  }

  private mutating func appendName(_ name: StaticString) {
    let isText = format == .text
    name.withUTF8Buffer { name in
      bytes.append(addingCapacity: name.count + 4) { part in
        if isText {
          part.append(0x20)
        } else {
          part.append(UInt8(ascii: ","))
          part.append(UInt8(ascii: "\""))
        }
        for position in name.indices { unsafe part.append(name[position]) }
        if !isText { part.append(UInt8(ascii: "\"")) }
        part.append(UInt8(ascii: isText ? "=" : ":"))
      }
    }
  }

  private mutating func appendText(_ value: String) {
    var value = value
    value.withUTF8 { text in
      if format == .text, !text.isEmpty, unsafe text.allSatisfy(Self.isPlain) {
        unsafe bytes.append(contentsOf: text)
      } else {
        unsafe appendQuoted(text)
      }
    }
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
  }

  private mutating func append(text: String) {
    var text = text
    text.withUTF8 { unsafe bytes.append(contentsOf: $0) }
  }

  private mutating func appendNumber(_ value: Int64) {
    bytes.append(addingCapacity: 20) { part in
      if value < 0 { part.append(UInt8(ascii: "-")) }
      var (rest, divisor) = (value.magnitude, UInt64(1))
      while rest / divisor >= 10 { divisor *= 10 }
      while divisor > 0 {
        part.append(UInt8(truncatingIfNeeded: 48 + rest / divisor))
        rest %= divisor
        divisor /= 10
      }
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte != 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "=") && byte != UInt8(ascii: "\\")
  }

  private static let digits = Array("0123456789abcdef".utf8)

  /// JSON string: also keeps a hostile value from starting a line of its own.
  private mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>) {
    append("\"")
    for position in text.indices {
      let byte = unsafe text[position]
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x0A: append("\\n")
      case 0..<0x20, 0x7F:
        append("\\u00")
        bytes.append(Self.digits[Int(byte >> 4)])
        bytes.append(Self.digits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
    append("\"")
  }
}
