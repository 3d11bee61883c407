/// Grammatical number (CLDR plural rules for whole numbers).
package enum PluralForm: String, Sendable, CaseIterable {
  case one, few, many, other

  /// The form a language uses with a count.
  package init(_ count: Int, in language: Language) {
    switch language {
    case .english: self = count == 1 || count == -1 ? .one : .other
    case .russian:
      let (last, lastTwo) = (abs(count % 10), abs(count % 100))
      if last == 1, lastTwo != 11 {
        self = .one
      } else if (2...4).contains(last), !(12...14).contains(lastTwo) {
        self = .few
      } else {
        self = .many
      }
    }
  }

  /// Forms that a text with a count needs; `other` is for fractions and stands in for a missing one.
  package static func needed(in language: Language) -> [PluralForm] {
    switch language {
    case .english: [.one, .other]
    case .russian: [.one, .few, .many, .other]
    }
  }
}
