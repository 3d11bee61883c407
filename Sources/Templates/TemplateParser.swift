/// Turns a source into nodes, line by line, because tags that stand alone on a line take the line with them.
struct TemplateParser {
  private var scanner: TagScanner
  private var offset = 0
  private var nodes: [Node] = []
  private var open: [OpenSection] = []

  /// A section whose closing tag has not come yet, with what stood before it.
  private struct OpenSection {
    let name: Node.Name
    let inverted: Bool
    let before: [Node]
  }

  init(name: String, source: [UInt8]) {
    scanner = TagScanner(template: name, source: source)
  }

  mutating func parse() throws(TemplateError) -> [Node] {
    try checkUTF8()
    while offset < scanner.source.count {
      if isLineStart {
        if try takeStandaloneTag() { continue }
        nodes.append(.lineStart)
      }
      if scanner.isTag(at: offset) {
        let tag = try scanner.scan(at: offset)
        try take(tag, indentation: offset..<offset)
        offset = tag.end
      } else {
        takeText()
      }
    }
    if let section = open.last {
      throw scanner.error(.unclosedSection(section.name.text), at: section.name.offset)
    }
    return nodes
  }

  private func checkUTF8() throws(TemplateError) {
    do {
      _ = try UTF8Span(validating: scanner.source.span)
    } catch {
      throw scanner.error(.notUTF8, at: error.byteOffsets.lowerBound)
    }
  }

  private var isLineStart: Bool {
    offset == 0 || scanner.source[offset - 1] == UInt8(ascii: "\n")
  }

  /// Takes a whole line when there is one tag on it that may stand alone, and blanks.
  private mutating func takeStandaloneTag() throws(TemplateError) -> Bool {
    let first = skipBlanks(from: offset)
    guard first < scanner.source.count, scanner.isTag(at: first) else { return false }
    let tag = try scanner.scan(at: first)
    guard tag.canStandAlone, let next = nextLine(from: tag.end) else { return false }
    try take(tag, indentation: offset..<first)
    offset = next
    return true
  }

  private func skipBlanks(from start: Int) -> Int {
    var index = start
    while index < scanner.source.count, scanner.source[index] == UInt8(ascii: " ") || scanner.source[index] == UInt8(ascii: "\t") {
      index += 1
    }
    return index
  }

  /// Offset of the line after `start`, or nil when something other than blanks stands before it.
  private func nextLine(from start: Int) -> Int? {
    let end = skipBlanks(from: start)
    let rest = scanner.source[end...]
    if rest.isEmpty { return end }
    if rest.first == UInt8(ascii: "\n") { return end + 1 }
    return rest.starts(with: [UInt8(ascii: "\r"), UInt8(ascii: "\n")]) ? end + 2 : nil
  }

  /// Takes bytes up to the next tag, or up to and with the next line break.
  private mutating func takeText() {
    let start = offset
    repeat {
      offset += 1
    } while offset < scanner.source.count && !isLineStart && !scanner.isTag(at: offset)
    nodes.append(.text(start..<offset))
  }

  private mutating func take(_ tag: Tag, indentation: Range<Int>) throws(TemplateError) {
    switch tag.kind {
    case .comment: break
    case .delimiters(let opening, let closing):
      scanner.opening = opening
      scanner.closing = closing
    case .variable(let name, let escaped): nodes.append(.variable(Node.Name(text: name, offset: tag.offset), escaped: escaped))
    case .partial(let name): nodes.append(.partial(Node.Name(text: name, offset: tag.offset), indentation: indentation))
    case .section(let name, let inverted):
      guard open.count < Template.nestingLimit else {
        throw scanner.error(.nestingTooDeep(limit: Template.nestingLimit), at: tag.offset)
      }
      open.append(OpenSection(name: Node.Name(text: name, offset: tag.offset), inverted: inverted, before: nodes))
      nodes = []
    case .closing(let name): try close(name, at: tag.offset)
    }
  }

  private mutating func close(_ name: String, at offset: Int) throws(TemplateError) {
    guard let section = open.popLast() else { throw scanner.error(.strayClosing(name), at: offset) }
    guard section.name.text == name else {
      throw scanner.error(.mismatchedClosing(expected: section.name.text, found: name), at: offset)
    }
    nodes = section.before + [.section(section.name, inverted: section.inverted, body: nodes)]
  }
}
