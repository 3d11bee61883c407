internal import FoundationEssentials

/// JSON for people: fields in the order they are given, and short lists on one line. `JSONEncoder` knows no order but the alphabet's.
indirect enum JSONLayout {
  case text(String)
  case flag(Bool)
  case list([JSONLayout])
  /// A field without a value is left out.
  case fields([(String, JSONLayout?)])

  /// Longest list or object that stays on one line, in characters.
  private static let lineLimit = 100

  var text: String { text(indent: "") }

  private func text(indent: String) -> String {
    let inner = indent + "  "
    switch self {
    case .text(let text): return Self.quoted(text)
    case .flag(let flag): return flag ? "true" : "false"
    case .list(let values):
      let lines = values.map { $0.text(indent: inner) }
      return Self.wrapped("[", lines, "]", indent, isShort: true)
    case .fields(let fields):
      let lines = fields.compactMap { name, value in value.map { Self.quoted(name) + ": " + $0.text(indent: inner) } }
      return Self.wrapped("{", lines, "}", indent, isShort: !indent.isEmpty)
    }
  }

  private static func wrapped(_ open: String, _ lines: [String], _ close: String, _ indent: String, isShort: Bool) -> String {
    let line = open + lines.joined(separator: ", ") + close
    if isShort, line.count <= lineLimit, !line.contains("\n") { return line }
    return open + "\n" + lines.map { indent + "  " + $0 }.joined(separator: ",\n") + "\n" + indent + close
  }

  private static func quoted(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    guard let data = try? encoder.encode(text) else { preconditionFailure("a text always encodes") }
    return String(decoding: data, as: UTF8.self)
  }
}
