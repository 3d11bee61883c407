/// Languages of the interface.
package enum Language: String, Sendable, Hashable, CaseIterable {
  case english = "en"
  case russian = "ru"

  /// The language's own name for itself.
  package var name: String {
    switch self {
    case .english: "English"
    case .russian: "Русский"
    }
  }

  /// The first choice of an `Accept-Language` header that there is (RFC 9110 §12.5.4); English when there is none.
  package static func preferred(_ header: String?) -> Language {
    var best: (language: Language, quality: Double)?
    // Bounded: a header of thousands of ranges is nobody's wish.
    for range in (header ?? "").split(separator: ",").prefix(20) {
      let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
      guard let tag = parts.first, let language = Language(tag: tag) else { continue }
      let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
      if weight > 0, weight > best?.quality ?? 0 { best = (language, weight) }
    }
    return best?.language ?? .english
  }

  /// By the primary subtag (RFC 5646 §2.1): `ru-KZ` is Russian.
  private init?(tag: String) {
    if tag == "*" { self = .english } else { self.init(rawValue: String(tag.prefix { $0 != "-" })) }
  }
}
