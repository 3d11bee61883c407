internal import HTTP

/// Pages by number: `per_page` 1...100 (30 when left out), `page` from 1.
struct GitHubPage: Sendable {
  private let size: Int
  private let page: Int

  init(_ query: FormFields) throws(Refusal) {
    size = min(max(query["per_page"].flatMap(Int.init) ?? 30, 1), 100)
    page = min(max(query["page"].flatMap(Int.init) ?? 1, 1), 1_000_000)
  }

  func cut(_ values: [JSONValue]) -> [JSONValue] {
    Array(values.dropFirst((page - 1) * size).prefix(size))
  }

  /// - Parameter base: address of the list without `page`.
  func link(total: Int, base: String) -> FieldValue? {
    let last = max(1, (total + size - 1) / size)
    guard last > 1 else { return nil }
    var links: [String] = []
    func add(_ page: Int, _ relation: String) {
      links.append("<\(base)\(base.contains("?") ? "&" : "?")page=\(page)>; rel=\"\(relation)\"")
    }
    if page > 1 { add(min(page - 1, last), "prev") }
    if page < last { add(page + 1, "next") }
    if page < last { add(last, "last") }
    if page > 1 { add(1, "first") }
    return FieldValue(links.joined(separator: ", "))
  }
}
