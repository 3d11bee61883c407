package import Domain

/// Finds the issues a pull request's text says it closes.
package enum IssueKeywords {
  /// Most issues reported for one text, in the order they are named; more is not honest work.
  package static let limit = 100

  /// Issues of the same repository that a text names, each once.
  ///
  /// Code, quotes and HTML comments do not count. Keywords are read without regard to case and stand alone, not inside a word or path.
  /// - Parameter repository: `owner/name#12` counts only if it names this one.
  /// - Returns: `fixes` holds the strict form, `Fixes #12` with a single blank (S3-089, S3-090). `closes` holds all nine closing keywords of
  ///   GitHub with an optional colon (GitHub docs, "Linking a pull request to an issue"), so it includes `fixes`.
  /// - Complexity: O(length), also for hostile texts.
  package static func parse(body: String, repository: RepositoryName) -> (fixes: [Int64], closes: [Int64]) {
    var found: (fixes: [Int64], closes: [Int64]) = ([], [])
    let text = VisibleMarkdown.bytes(of: body)
    var position = 0
    while position < text.count {
      guard let word = word(in: text, at: position) else {
        position += 1
        continue
      }
      position = word.upperBound
      guard let keyword = Keyword(text[word]), standsAlone(word.lowerBound, in: text) else { continue }
      if let issue = reference(in: text, at: word.upperBound, repository: repository) {
        add(issue, to: &found.closes)
      }
      if keyword == .fixes, let issue = strictReference(in: text, at: word.upperBound) { add(issue, to: &found.fixes) }
    }
    return found
  }

  /// Whether the strict form names an issue.
  static func names(_ issue: Int64, in body: String) -> Bool {
    guard let anyRepository = RepositoryName("a/a") else { return false }
    return parse(body: body, repository: anyRepository).fixes.contains(issue)
  }

  private static func add(_ issue: Int64, to issues: inout [Int64]) {
    if issues.count < limit, !issues.contains(issue) { issues.append(issue) }
  }

  /// The run of letters that starts here.
  private static func word(in text: [UInt8], at start: Int) -> Range<Int>? {
    var end = start
    while end < text.count, isLetter(text[end]) { end += 1 }
    return end == start ? nil : start..<end
  }

  private static func standsAlone(_ start: Int, in text: [UInt8]) -> Bool {
    guard start > 0 else { return true }
    let before = text[start - 1]
    if before >= 0x80 { return !isLetter(endingAt: start, in: text) }
    return !isWordByte(before) && before != UInt8(ascii: "/") && before != UInt8(ascii: "-")
  }

  /// One blank and `#12`.
  private static func strictReference(in text: [UInt8], at start: Int) -> Int64? {
    guard start + 1 < text.count, text[start] == 0x20, text[start + 1] == UInt8(ascii: "#") else { return nil }
    return number(in: text, at: start + 2)
  }

  /// An optional colon, blanks, an optional repository, and `#12`.
  private static func reference(in text: [UInt8], at start: Int, repository: RepositoryName) -> Int64? {
    var position = start
    if position < text.count, text[position] == UInt8(ascii: ":") { position += 1 }
    let blanks = position
    while position < text.count, text[position] == 0x20 || text[position] == 0x09 { position += 1 }
    guard position > blanks, position < text.count else { return nil }
    if text[position] == UInt8(ascii: "#") { return number(in: text, at: position + 1) }
    let name = position
    while position < text.count, position - name <= 201, isNameByte(text[position]) { position += 1 }
    guard position < text.count, text[position] == UInt8(ascii: "#"),
      RepositoryName(String(decoding: text[name..<position], as: UTF8.self)) == repository
    else { return nil }
    return number(in: text, at: position + 1)
  }

  private static func number(in text: [UInt8], at start: Int) -> Int64? {
    var (value, position): (Int64, Int) = (0, start)
    while position < text.count, position - start < 18, text[position] >= 0x30, text[position] <= 0x39 {
      value = value * 10 + Int64(text[position] - 0x30)
      position += 1
    }
    guard position > start, text[start] != 0x30 else { return nil }
    if position < text.count {
      if text[position] >= 0x80, isLetter(startingAt: position, in: text) { return nil }
      if isWordByte(text[position]) { return nil }
    }
    return value
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || (byte >= 0x30 && byte <= 0x39) || byte == UInt8(ascii: "_")
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    isWordByte(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/")
  }

  /// Whether the character that ends here is a letter beyond ASCII.
  private static func isLetter(endingAt end: Int, in text: [UInt8]) -> Bool {
    var start = end - 1
    while start > 0, end - start < 4, text[start] & 0xC0 == 0x80 { start -= 1 }
    return isLetter(text[start..<end])
  }

  private static func isLetter(startingAt start: Int, in text: [UInt8]) -> Bool {
    isLetter(text[start..<min(start + 4, text.count)])
  }

  private static func isLetter(_ bytes: ArraySlice<UInt8>) -> Bool {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.first?.properties.isAlphabetic ?? false
  }

  /// GitHub's closing keywords.
  private enum Keyword: String, CaseIterable {
    case close, closes, closed, fix, fixes, fixed, resolve, resolves, resolved

    init?(_ word: ArraySlice<UInt8>) {
      // Most words are none: their first letter tells, before a string is made.
      guard word.count >= 3, word.count <= 8, let first = word.first, "cfr".utf8.contains(first | 0x20) else { return nil }
      self.init(rawValue: String(decoding: word.map { $0 | 0x20 }, as: UTF8.self))
    }
  }
}
