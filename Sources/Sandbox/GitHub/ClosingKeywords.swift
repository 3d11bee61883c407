/// Issues a pull request's text closes when it is merged into the default branch: close, fix and resolve in all their forms, any case, an
/// optional colon, then `#N` or `owner/name#N` of the same repository.
enum ClosingKeywords {
  private static let words: Set<String> = [
    "close", "closes", "closed", "fix", "fixes", "fixed", "resolve", "resolves", "resolved",
  ]

  /// - Parameter repository: `owner/name` of the pull request.
  /// - Returns: issue numbers in the order they stand, each once.
  static func issues(in text: String, repository: String) -> [Int64] {
    var found: [Int64] = []
    var previous = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      let keyword = previous.hasSuffix(":") ? String(previous.dropLast()) : previous
      if words.contains(keyword), let number = number(word, repository: repository), !found.contains(number) { found.append(number) }
      previous = word.lowercased()
    }
    return found
  }

  private static func number(_ word: Substring, repository: String) -> Int64? {
    guard let hash = word.firstIndex(of: "#") else { return nil }
    let owner = word[..<hash]
    let digits = word[word.index(after: hash)...].prefix { $0.isASCII && $0.isNumber }
    guard owner.isEmpty || owner.lowercased() == repository.lowercased() else { return nil }
    let rest = word[digits.endIndex...].first
    guard rest.map({ !$0.isLetter && !$0.isNumber && $0 != "_" }) ?? true else { return nil }
    return Int64(digits)
  }
}
