/// Speaks one language.
package struct Words: Sendable {
  private let catalogue: Catalogue

  package init(_ catalogue: Catalogue) { self.catalogue = catalogue }

  package var language: Language { catalogue.language }

  /// The text of a key, with values in its places; the key itself when there is no such text, for a page must not fail over a word.
  package func callAsFunction(_ key: String, _ arguments: [String: String] = [:]) -> String {
    Self.fill(catalogue[key] ?? key, arguments)
  }

  /// The text of a key in the plural form of a count, which stands in the place `{n}`.
  package func count(_ key: String, _ count: Int, _ arguments: [String: String] = [:]) -> String {
    let form = PluralForm(count, in: language)
    let text = catalogue[key + "." + form.rawValue] ?? catalogue[key + ".other"] ?? key
    return Self.fill(text, arguments.merging(["n": String(count)]) { given, _ in given })
  }

  package func callAsFunction(_ message: Message) -> String {
    if let count = message.count { return self.count(message.key, count, message.arguments) }
    return self(message.key, message.arguments)
  }

  /// Whether there is a text of this key.
  package func has(_ key: String) -> Bool { catalogue[key] != nil }

  /// Puts values in their places in one pass, so that a value which looks like a place stays what it is.
  private static func fill(_ text: String, _ arguments: [String: String]) -> String {
    guard !arguments.isEmpty, var open = text.utf8.firstIndex(of: UInt8(ascii: "{")) else { return text }
    // By bytes: looking for characters takes twice the time in Cyrillic, and a list has a moment in each row.
    let bytes = text.utf8
    var filled = ""
    var rest = text.startIndex
    while let close = bytes[open...].firstIndex(of: UInt8(ascii: "}")) {
      filled += text[rest..<open]
      let name = String(text[bytes.index(after: open)..<close])
      filled += arguments[name] ?? "{\(name)}"
      rest = bytes.index(after: close)
      guard let next = bytes[rest...].firstIndex(of: UInt8(ascii: "{")) else { break }
      open = next
    }
    return filled + text[rest...]
  }
}
