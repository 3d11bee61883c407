/// Replaces the message tags of a template, `{{t.login.title}}`, by the text of one language before it is parsed.
///
/// The text is escaped for HTML, and a place in it, `{name}`, becomes the tag `{{name}}`, so that it is looked up where the message stands.
struct MessageTags: Sendable {
  /// Text of a key; nil when there is none.
  let text: @Sendable (String) -> String?

  private static let opening: [UInt8] = Array("{{t.".utf8)
  private static let closing: [UInt8] = Array("}}".utf8)

  /// - Throws: `unknownMessage`.
  func replaced(in source: TemplateSource) throws(TemplateError) -> TemplateSource {
    let bytes = source.bytes
    var output: [UInt8] = []
    var position = 0
    while let open = bytes.offset(of: Self.opening, from: position),
      let close = bytes.offset(of: Self.closing, from: open + Self.opening.count)
    {
      output += bytes[position..<open]
      let key = String(decoding: bytes[(open + Self.opening.count)..<close], as: UTF8.self)
      guard let text = text(key) else {
        throw TemplateError(
          template: source.name, position: SourcePosition(offset: open, in: bytes), reason: .unknownMessage(key))
      }
      Self.append(text, to: &output)
      position = close + Self.closing.count
    }
    return TemplateSource(name: source.name, bytes: output + bytes[position...])
  }

  private static func append(_ text: String, to output: inout [UInt8]) {
    var escaped: [UInt8] = []
    escaped.appendEscaped(text)
    for byte in escaped {
      switch byte {
      case UInt8(ascii: "{"): output += [byte, byte]
      case UInt8(ascii: "}"): output += [byte, byte]
      default: output.append(byte)
      }
    }
  }
}
