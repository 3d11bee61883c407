/// Tags, attributes and text of HTML as a browser's tokenizer sees them (WHATWG HTML §13.2.5), generous where browsers are: any quoting, no quoting,
/// stray slashes, comments, entities in values.
struct HTMLTokens {
  struct Tag: Equatable {
    let name: String
    let attributes: [String: String]
  }

  private(set) var tags: [Tag] = []
  private(set) var text = ""
  private(set) var comments = 0
  private var rest: Substring.UnicodeScalarView

  init(_ html: String) {
    rest = Substring(html).unicodeScalars
    while let next = rest.first {
      guard next == "<" else {
        text.unicodeScalars.append(next)
        rest.removeFirst()
        continue
      }
      readMarkup()
    }
    text = Self.decoded(text)
  }

  private mutating func readMarkup() {
    rest.removeFirst()
    guard let next = rest.first else { return }
    if next.properties.isAlphabetic && next.isASCII {
      readTag()
    } else if next == "/" {
      let end = rest.dropFirst().first
      if let end, end.properties.isAlphabetic { skip(past: ">") } else { comments += 1; skip(past: ">") }
    } else if next == "!" || next == "?" {
      comments += 1
      skip(past: ">")
    } else {
      text += "<"
    }
  }

  private mutating func readTag() {
    let name = take { !Self.isSpace($0) && $0 != "/" && $0 != ">" }
    var attributes: [String: String] = [:]
    while true {
      _ = take { Self.isSpace($0) || $0 == "/" }
      guard let next = rest.first, next != ">" else { break }
      let key = take { !Self.isSpace($0) && $0 != "/" && $0 != ">" && $0 != "=" }
      _ = take(while: Self.isSpace)
      if key.isEmpty { rest.removeFirst() }
      guard rest.first == "=" else {
        attributes[key.lowercased()] = ""
        continue
      }
      rest.removeFirst()
      _ = take(while: Self.isSpace)
      attributes[key.lowercased()] = Self.decoded(readValue())
    }
    if !rest.isEmpty { rest.removeFirst() }
    tags.append(Tag(name: name.lowercased(), attributes: attributes))
  }

  private mutating func readValue() -> String {
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return take { !Self.isSpace($0) && $0 != ">" } }
    rest.removeFirst()
    let value = take { $0 != quote }
    if !rest.isEmpty { rest.removeFirst() }
    return value
  }

  private mutating func skip(past end: Unicode.Scalar) {
    _ = take { $0 != end }
    if !rest.isEmpty { rest.removeFirst() }
  }

  private mutating func take(while isTaken: (Unicode.Scalar) -> Bool) -> String {
    let taken = rest.prefix(while: isTaken)
    rest = rest[taken.endIndex...]
    return String(taken)
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { [9, 10, 12, 13, 32].contains(scalar.value) }

  /// Numeric and the named references that matter for an attack or a label.
  private static func decoded(_ text: String) -> String {
    let named = [
      "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "colon": ":", "tab": "\t", "newline": "\n", "lpar": "(", "rpar": ")",
    ]
    return text.replacing(/&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z]+));?/) { match in
      let number = match.1.flatMap { UInt32($0, radix: 16) } ?? match.2.flatMap { UInt32($0) }
      if let scalar = number.flatMap(Unicode.Scalar.init) { return String(Character(scalar)) }
      return match.3.flatMap { named[$0.lowercased()] } ?? String(match.0)
    }
  }
}
