internal import HTTP

/// `Link` field of a page (RFC 8288), read for where the next page is.
enum LinkHeader {
  /// Query of the target with relation `next`, or nil on the last page.
  ///
  /// Only the query is taken: GitHub's links name the repository by number, and a request with the token must never go to an address that an
  /// answer chose.
  static func nextQuery(_ field: String) -> [(name: String, value: String)]? {
    for link in field.split(separator: "<") {
      guard let end = link.firstIndex(of: ">"), isNext(link[end...]), let mark = link[..<end].firstIndex(of: "?") else { continue }
      return pairs(link[link.index(after: mark)..<end])
    }
    return nil
  }

  /// Up to the next link's `<`, the rest holds this link's parameters.
  private static func isNext(_ parameters: Substring) -> Bool {
    parameters.dropFirst().split(whereSeparator: { $0 == ";" || $0 == "," }).contains { parameter in
      let text = parameter.filter { $0 != " " && $0 != "\"" }.lowercased()
      return text == "rel=next"
    }
  }

  private static func pairs(_ query: Substring) -> [(name: String, value: String)]? {
    var pairs: [(name: String, value: String)] = []
    for part in query.split(separator: "&") {
      let name = part.prefix { $0 != "=" }
      guard let decodedName = PercentEncoding.decode(name.utf8, plusIsSpace: true),
        let value = PercentEncoding.decode(part.dropFirst(name.count + 1).utf8, plusIsSpace: true)
      else { return nil }
      pairs.append((decodedName, value))
    }
    return pairs.isEmpty ? nil : pairs
  }
}
