/// Tags of a page, found by a reader that knows just enough of HTML for pages this product writes.
struct HTMLPage: Sendable {
  struct Tag: Sendable {
    let name: String
    let attributes: [String: String]
    /// Stands between `<label>` and `</label>`.
    var isInLabel = false

    subscript(name: String) -> String? { attributes[name] }
  }

  let tags: [Tag]
  let source: String

  init(_ source: String) {
    self.source = source
    var tags: [Tag] = []
    var rest = Substring(source)
    var isInLabel = false
    while let start = rest.firstIndex(of: "<") {
      rest = rest[rest.index(after: start)...]
      if rest.hasPrefix("/label>") { isInLabel = false }
      guard let first = rest.first, first.isLetter else { continue }
      var tag = Self.readTag(&rest)
      tag.isInLabel = isInLabel
      tags.append(tag)
      if tag.name == "label" { isInLabel = true }
    }
    self.tags = tags
  }

  private static func readTag(_ rest: inout Substring) -> Tag {
    let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
    rest = rest.dropFirst(name.count)
    var attributes: [String: String] = [:]
    while true {
      rest = rest.drop { $0.isWhitespace || $0 == "/" }
      guard let next = rest.first, next != ">" else { break }
      let key = rest.prefix { !$0.isWhitespace && $0 != "=" && $0 != ">" && $0 != "/" }
      rest = rest.dropFirst(key.count)
      guard rest.first == "=" else {
        attributes[String(key)] = ""
        continue
      }
      rest = rest.dropFirst(2)
      let value = rest.prefix { $0 != "\"" }
      rest = rest.dropFirst(value.count + 1)
      attributes[String(key)] = String(value)
    }
    return Tag(name: String(name), attributes: attributes)
  }

  func all(_ name: String) -> [Tag] { tags.filter { $0.name == name } }

  func contains(_ text: String) -> Bool { source.contains(text) }

  /// Addresses of all links, in order.
  var links: [String] { all("a").compactMap { $0["href"] } }

  /// Value of the first hidden field of a name.
  func field(_ name: String) -> String? { all("input").first { $0["name"] == name }?["value"] }

  /// Faults that make a page hard to use; empty for a good one.
  var faults: [String] {
    var faults: [String] = []
    if all("h1").count != 1 { faults.append("\(all("h1").count) h1") }
    if all("html").first?["lang"]?.isEmpty ?? true { faults.append("no lang") }
    if all("title").count < 1 { faults.append("no title") }
    if all("main").count != 1 { faults.append("\(all("main").count) main") }
    if all("a").first?["href"] != "#main" { faults.append("no skip link first") }
    if source.contains("user-scalable") { faults.append("zooming forbidden") }
    let ids = tags.compactMap { $0["id"] }
    for (id, count) in Dictionary(ids.map { ($0, 1) }, uniquingKeysWith: +) where count > 1 { faults.append("id \(id) twice") }
    faults += references(ids: Set(ids)) + controls + markup
    return faults
  }

  private func references(ids: Set<String>) -> [String] {
    tags.flatMap { tag in
      ["for", "aria-labelledby", "aria-describedby", "aria-controls"].flatMap { (tag[$0] ?? "").split(separator: " ").map(String.init) }
    }.filter { !ids.contains($0) }.map { "nothing has the id \($0)" }
  }

  private var controls: [String] {
    let labelled = Set(all("label").compactMap { $0["for"] })
    return tags.compactMap { tag in
      switch tag.name {
      case "input" where tag["type"] != "hidden", "select", "textarea":
        tag["id"].map(labelled.contains) == true || tag.isInLabel || tag["aria-label"]?.isEmpty == false
          ? nil : "no label for \(tag["name"] ?? "?")"
      case "img": tag["alt"] == nil ? "img without alt" : nil
      default: nil
      }
    }
  }

  private var markup: [String] {
    tags.flatMap { tag in
      tag.attributes.keys.filter { $0.hasPrefix("on") || $0 == "style" }.map { "<\(tag.name) \($0)>" }
        + (tag.name == "script" && tag["src"] == nil ? ["inline script"] : []) + (tag.name == "style" ? ["inline style"] : [])
        + ((tag["href"] ?? "").lowercased().hasPrefix("javascript:") ? ["javascript address"] : [])
    }
  }
}
