/// What was typed into a search box.
package struct SearchPhrase: Sendable, Equatable {
  /// In lower case, at most eight; none finds everything.
  package let words: [String]

  private static let maximumWords = 8
  /// Characters of a word; more cannot be part of a title.
  private static let maximumLength = 100

  package init(_ typed: String) {
    words = typed.lowercased().split { $0.isWhitespace || $0 == "\0" }.prefix(Self.maximumWords)
      .map { String($0.prefix(Self.maximumLength)) }
  }

  /// `LIKE` patterns; what is found matches all of them.
  var patterns: [String?] {
    words.map { word in
      var pattern = "%"
      for character in word {
        if character == "%" || character == "_" || character == "\\" { pattern.append("\\") }
        pattern.append(character)
      }
      return pattern + "%"
    }
  }

  /// The number of an issue, from `128` or `#128`.
  var number: Int64? {
    guard words.count == 1, let digits = words.first?.drop(while: { $0 == "#" }), digits.first?.isNumber == true else { return nil }
    return Int64(digits)
  }

  /// Whether a name has all the words.
  package func matches(_ name: String) -> Bool {
    let name = name.lowercased()
    return words.allSatisfy { name.contains($0) }
  }
}
