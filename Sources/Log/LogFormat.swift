/// Shape of the lines: `text` for people, `json` for machines.
package enum LogFormat: Sendable, Equatable {
  case text, json

  func line(_ level: LogLevel, _ message: String, _ fields: [(String, LogValue)], microseconds: Int64) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(192)
    switch self {
    case .text: writeText(level, message, fields, microseconds, into: &line)
    case .json: writeJSON(level, message, fields, microseconds, into: &line)
    }
    line.append(UInt8(ascii: "\n"))
    return line
  }

  private func writeText(
    _ level: LogLevel, _ message: String, _ fields: [(String, LogValue)], _ microseconds: Int64, into line: inout [UInt8]
  ) {
    Instant.append(microseconds, to: &line)
    line += " \(level.name) ".utf8
    line += message.utf8
    for (name, value) in fields {
      line += " \(name)=".utf8
      switch value {
      case .text(let text) where text.utf8.allSatisfy(Self.isPlain) && !text.isEmpty: line += text.utf8
      case .text(let text): Self.appendQuoted(text, to: &line)
      case .integer(let number): line += String(number).utf8
      case .flag(let flag): line += (flag ? "true" : "false").utf8
      }
    }
  }

  private func writeJSON(
    _ level: LogLevel, _ message: String, _ fields: [(String, LogValue)], _ microseconds: Int64, into line: inout [UInt8]
  ) {
    line += #"{"time":""#.utf8
    Instant.append(microseconds, to: &line)
    line += #"","level":"\#(level.name)","message":"#.utf8
    Self.appendQuoted(message, to: &line)
    for (name, value) in fields {
      line += #",""#.utf8
      line += name.utf8
      line += #"":"#.utf8
      switch value {
      case .text(let text): Self.appendQuoted(text, to: &line)
      case .integer(let number): line += String(number).utf8
      case .flag(let flag): line += (flag ? "true" : "false").utf8
      }
    }
    line.append(UInt8(ascii: "}"))
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte != 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "=") && byte != UInt8(ascii: "\\")
  }

  /// JSON string: also keeps a hostile value from starting a line of its own.
  private static func appendQuoted(_ text: String, to line: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    line.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): line += [UInt8(ascii: "\\"), byte]
      case 0x0A: line += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case 0..<0x20, 0x7F: line += [UInt8(ascii: "\\"), UInt8(ascii: "u"), 48, 48, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: line.append(byte)
      }
    }
    line.append(UInt8(ascii: "\""))
  }
}
