/// Reads single tags with the delimiters in force; keeps no state of its own.
struct TagScanner {
  let template: String
  let source: [UInt8]
  var opening = Array("{{".utf8)
  var closing = Array("}}".utf8)

  func isTag(at offset: Int) -> Bool {
    source[offset] == opening[0] && source.holds(opening, at: offset)
  }

  /// Reads the tag whose opening delimiter is at `offset`.
  func scan(at offset: Int) throws(TemplateError) -> Tag {
    let start = offset + opening.count
    guard start < source.count else { throw error(.unclosedTag, at: offset) }
    switch source[start] {
    case UInt8(ascii: "!"):
      let end = try find(closing, from: start + 1, tag: offset)
      return Tag(offset: offset, end: end + closing.count, kind: .comment)
    case UInt8(ascii: "="):
      return try delimiters(from: start + 1, tag: offset)
    case UInt8(ascii: "{"):
      return try named(from: start + 1, until: [UInt8(ascii: "}")] + closing, tag: offset) { .variable($0, escaped: false) }
    case UInt8(ascii: "&"):
      return try named(from: start + 1, until: closing, tag: offset) { .variable($0, escaped: false) }
    case UInt8(ascii: "#"):
      return try named(from: start + 1, until: closing, tag: offset) { .section($0, inverted: false) }
    case UInt8(ascii: "^"):
      return try named(from: start + 1, until: closing, tag: offset) { .section($0, inverted: true) }
    case UInt8(ascii: "/"):
      return try named(from: start + 1, until: closing, tag: offset) { .closing($0) }
    case UInt8(ascii: ">"):
      return try named(from: start + 1, until: closing, tag: offset) { .partial($0) }
    default:
      return try named(from: start, until: closing, tag: offset) { .variable($0, escaped: true) }
    }
  }

  private func named(
    from start: Int, until closer: [UInt8], tag offset: Int, kind: (String) -> Tag.Kind
  ) throws(TemplateError) -> Tag {
    let end = try find(closer, from: start, tag: offset)
    let name = String(decoding: source[start..<end].trimmingBlanks, as: UTF8.self)
    guard Self.isName(name) else { throw error(.badName(name), at: offset) }
    return Tag(offset: offset, end: end + closer.count, kind: kind(name))
  }

  private func delimiters(from start: Int, tag offset: Int) throws(TemplateError) -> Tag {
    let closer = [UInt8(ascii: "=")] + closing
    let end = try find(closer, from: start, tag: offset)
    let words = source[start..<end].split(whereSeparator: \.isBlank)
    guard words.count == 2, !words.joined().contains(UInt8(ascii: "=")) else { throw error(.badDelimiters, at: offset) }
    return Tag(offset: offset, end: end + closer.count, kind: .delimiters(opening: Array(words[0]), closing: Array(words[1])))
  }

  /// Offset of `bytes` at or after `start`.
  private func find(_ bytes: [UInt8], from start: Int, tag offset: Int) throws(TemplateError) -> Int {
    guard let end = source.offset(of: bytes, from: start) else { throw error(.unclosedTag, at: offset) }
    return end
  }

  /// Letters, digits and `_ - /` in words joined by dots; or one dot alone, the item of a list.
  private static func isName(_ name: String) -> Bool {
    if name == "." { return true }
    let words = name.split(separator: ".", omittingEmptySubsequences: false)
    return words.allSatisfy { word in !word.isEmpty && word.unicodeScalars.allSatisfy(isNameScalar) }
  }

  private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "_", "-", "/": true
    default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
  }

  func error(_ reason: TemplateError.Reason, at offset: Int) -> TemplateError {
    TemplateError(template: template, position: SourcePosition(offset: offset, in: source), reason: reason)
  }
}

extension UInt8 {
  /// Whether the byte is a space, tab or line break.
  var isBlank: Bool {
    self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r")
  }
}

extension ArraySlice<UInt8> {
  var trimmingBlanks: ArraySlice<UInt8> {
    guard let first = firstIndex(where: { !$0.isBlank }), let last = lastIndex(where: { !$0.isBlank }) else { return [] }
    return self[first...last]
  }
}
