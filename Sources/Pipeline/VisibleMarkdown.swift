/// The part of a Markdown text in which GitHub looks for keywords: no code, no quotes, no HTML comments.
enum VisibleMarkdown {
  /// Bytes of the text, hidden ones replaced by NUL, which is part of no word.
  ///
  /// A closing run of backticks is looked for inside its paragraph only. An HTML comment without an end hides all that follows.
  /// - Complexity: O(length): each byte is looked at a fixed number of times, since partners of backtick runs are known beforehand.
  static func bytes(of body: String) -> [UInt8] {
    var scanner = Scanner(Array(body.utf8))
    scanner.run()
    return scanner.text
  }

  private struct Scanner {
    var text: [UInt8]
    private let source: [UInt8]
    /// Where the code span ends that starts here; only for starts of runs that have a partner.
    private let spanEnds: [Int: Int]
    private var position = 0

    init(_ source: [UInt8]) {
      self.source = source
      text = source
      spanEnds = Self.pairSpans(in: source)
    }

    mutating func run() {
      while position < source.count { takeLine() }
    }

    private mutating func takeLine() {
      let start = position
      if let fence = Fence(source, at: start) {
        hide(to: fence.end(in: source))
      } else if Self.isQuote(source, at: start) {
        hide(to: Self.nextLine(source, after: start))
      } else {
        takeInline()
      }
    }

    /// Reads to the end of a line, or further if a comment or code span goes on beyond it.
    private mutating func takeInline() {
      while position < source.count {
        switch source[position] {
        case UInt8(ascii: "\n"):
          position += 1
          return
        case UInt8(ascii: "`"): takeBackticks()
        case UInt8(ascii: "<") where starts("<!--"): hide(to: commentEnd())
        case UInt8(ascii: "\\"): position += 2
        default: position += 1
        }
      }
    }

    private mutating func takeBackticks() {
      if let end = spanEnds[position] { return hide(to: end) }
      while position < source.count, source[position] == UInt8(ascii: "`") { position += 1 }
    }

    private mutating func hide(to end: Int) {
      for index in position..<min(end, source.count) where source[index] != UInt8(ascii: "\n") { text[index] = 0 }
      position = end
    }

    private func starts(_ prefix: StaticString) -> Bool {
      let prefix = Array(prefix.description.utf8)
      return position + prefix.count <= source.count && source[position..<(position + prefix.count)].elementsEqual(prefix)
    }

    private func commentEnd() -> Int {
      var index = position + 4
      while index + 2 < source.count {
        if source[index] == 0x2D, source[index + 1] == 0x2D, source[index + 2] == 0x3E { return index + 3 }
        index += 1
      }
      return source.count
    }

    /// Pairs each run of backticks with the next one of equal length in the same paragraph, going from the end to the start.
    private static func pairSpans(in source: [UInt8]) -> [Int: Int] {
      var ends: [Int: Int] = [:]
      var open: [Int: Int] = [:]
      var lineEnd = source.count
      var index = source.count - 1
      while index >= 0 {
        if source[index] == UInt8(ascii: "\n") {
          if endsParagraph(source, at: index + 1, to: lineEnd) { open = [:] }
          lineEnd = index
        }
        if source[index] == UInt8(ascii: "`") {
          let end = index + 1
          while index > 0, source[index - 1] == UInt8(ascii: "`") { index -= 1 }
          if let partner = open[end - index] { ends[index] = partner }
          open[end - index] = end
        }
        index -= 1
      }
      return ends
    }

    private static func endsParagraph(_ source: [UInt8], at start: Int, to end: Int) -> Bool {
      source[start..<end].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } || Fence(source, at: start) != nil
    }

    private static func isQuote(_ source: [UInt8], at start: Int) -> Bool {
      let index = indented(source, at: start)
      return index < source.count && source[index] == UInt8(ascii: ">")
    }

    static func nextLine(_ source: [UInt8], after start: Int) -> Int {
      (source[start...].firstIndex(of: UInt8(ascii: "\n")) ?? source.count - 1) + 1
    }

    /// Past at most three blanks.
    static func indented(_ source: [UInt8], at start: Int) -> Int {
      var index = start
      while index < source.count, index - start < 3, source[index] == 0x20 { index += 1 }
      return index
    }
  }

  /// The opening line of a fenced code block (CommonMark 0.31, section 4.5).
  private struct Fence {
    private let mark: UInt8
    private let length: Int
    private let start: Int

    init?(_ source: [UInt8], at lineStart: Int) {
      let first = Scanner.indented(source, at: lineStart)
      guard first < source.count, source[first] == UInt8(ascii: "`") || source[first] == UInt8(ascii: "~") else { return nil }
      mark = source[first]
      length = Self.run(of: mark, in: source, at: first)
      start = lineStart
      let rest = source[(first + length)...].prefix { $0 != UInt8(ascii: "\n") }
      guard length >= 3, mark != UInt8(ascii: "`") || !rest.contains(mark) else { return nil }
    }

    /// Past the closing line, or the end of the text when there is none.
    func end(in source: [UInt8]) -> Int {
      var line = Scanner.nextLine(source, after: start)
      while line < source.count {
        let next = Scanner.nextLine(source, after: line)
        if closes(source, at: line, to: next) { return next }
        line = next
      }
      return source.count
    }

    private func closes(_ source: [UInt8], at line: Int, to end: Int) -> Bool {
      let first = Scanner.indented(source, at: line)
      let run = Self.run(of: mark, in: source, at: first)
      return run >= length && source[(first + run)..<end].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
    }

    private static func run(of mark: UInt8, in source: [UInt8], at start: Int) -> Int {
      var end = start
      while end < source.count, source[end] == mark { end += 1 }
      return end - start
    }
  }
}
