/// The messages of every language, checked against each other.
package struct Catalogues: Sendable {
  private let catalogues: [Language: Catalogue]

  /// Reads `FOLDER/en/*.txt`, `FOLDER/ru/*.txt` and so on.
  /// - Throws: also when a language lacks a key or a plural form that another has, or has other places in a text.
  package init(folder: String) throws(MessageError) {
    var catalogues: [Catalogue] = []
    for language in Language.allCases { catalogues.append(try Catalogue(language: language, folder: folder)) }
    try self.init(catalogues)
  }

  /// - Throws: as `init(folder:)`.
  package init(_ catalogues: [Catalogue]) throws(MessageError) {
    self.catalogues = Dictionary(catalogues.map { ($0.language, $0) }, uniquingKeysWith: { first, _ in first })
    let names = Set(catalogues.flatMap { catalogue in catalogue.keys.map(PluralKey.name) })
    for name in names.sorted() { try Self.check(name, catalogues) }
  }

  private static func check(_ name: String, _ catalogues: [Catalogue]) throws(MessageError) {
    let isCounted = catalogues.contains { $0[name + ".other"] != nil }
    var places: Set<String>?
    for catalogue in catalogues {
      let keys = isCounted ? PluralForm.needed(in: catalogue.language).map { name + "." + $0.rawValue } : [name]
      for key in keys {
        guard let text = catalogue[key] else { throw .missing(key: key, language: catalogue.language) }
        // A form for one thing may say it in words.
        let found = Catalogue.places(in: text).union(isCounted ? ["n"] : [])
        guard places == nil || places == found else { throw .places(key: key, language: catalogue.language) }
        places = found
      }
    }
  }

  /// What a page in a language speaks with.
  package func words(_ language: Language) -> Words { Words(catalogues[language] ?? Catalogue(language)) }
}

/// A key and the form at its end.
enum PluralKey {
  /// The key without a plural form at its end.
  static func name(_ key: String) -> String {
    guard let dot = key.lastIndex(of: "."), PluralForm(rawValue: String(key[key.index(after: dot)...])) != nil else { return key }
    return String(key[..<dot])
  }
}
