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
    guard Self.find(Self.opening, in: bytes, from: 0) != nil else { return source }
    var output: [UInt8] = []
    var position = 0
    while let open = Self.find(Self.opening, in: bytes, from: position),
      let close = Self.find(Self.closing, in: bytes, from: open.upperBound)
    {
      output += bytes[position..<open.lowerBound]
      let key = String(decoding: bytes[open.upperBound..<close.lowerBound], as: UTF8.self)
      guard let text = text(key) else {
        throw TemplateError(
          template: source.name, position: SourcePosition(offset: open.lowerBound, in: bytes), reason: .unknownMessage(key))
      }
      Self.append(text, to: &output)
      position = close.upperBound
    }
    return TemplateSource(name: source.name, bytes: output + bytes[position...])
  }

  /// The first place of `pattern` at or behind `start`. The general search of the standard library took a quarter of the time to start.
  private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Range<Int>? {
    var place = start
    while place + pattern.count <= bytes.count {
      if bytes[place] == pattern[0], bytes[place..<place + pattern.count].elementsEqual(pattern) { return place..<place + pattern.count }
      place += 1
    }
    return nil
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
