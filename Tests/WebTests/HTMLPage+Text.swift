extension HTMLPage {
  /// What people read or hear: text between tags, and attributes that speak. Code, file contents and symbols are left out, and the type
  /// of a line of the timeline, which is the name that people ask the database for.
  var spoken: [String] {
    let attributes = ["aria-label", "title", "placeholder", "alt", "data-label"]
    let said = tags.filter { $0["class"] != "entry-text" }.flatMap { tag in attributes.compactMap { tag[$0] } }
    return (said + texts).map(Self.decoded).filter { $0.contains(where: \.isLetter) }
  }

  private var texts: [String] {
    var texts: [String] = []
    var rest = Substring(source)
    while let open = rest.firstIndex(of: "<") {
      texts.append(String(rest[..<open]))
      rest = rest[open...]
      let name = rest.dropFirst().prefix { $0.isLetter }
      if ["script", "style", "svg", "code", "pre"].contains(name), let end = rest.firstRange(of: "</\(name)>") {
        rest = rest[end.upperBound...]
      } else {
        rest = rest.drop { $0 != ">" }.dropFirst()
      }
    }
    return texts + [String(rest)]
  }

  private static func decoded(_ text: String) -> String {
    text.replacing("&#39;", with: "'").replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&amp;", with: "&")
  }
}
