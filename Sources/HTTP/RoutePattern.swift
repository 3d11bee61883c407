/// Path pattern such as `/p/:slug/t/:id` or `/assets/*path`, parsed once.
package struct RoutePattern: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  package enum Segment: Hashable, Sendable {
    case literal(String)
    case parameter(String)
    /// The rest of the path, at least one segment; only last.
    case rest(String)
  }

  package let segments: [Segment]

  package init(stringLiteral text: String) {
    precondition(text.hasPrefix("/"), "a pattern begins with /")
    segments = text.split(separator: "/").map { part in
      if part.hasPrefix(":") { return .parameter(String(part.dropFirst())) }
      if part.hasPrefix("*") { return .rest(String(part.dropFirst())) }
      return .literal(String(part))
    }
    let rests = segments.dropLast().filter { if case .rest = $0 { true } else { false } }
    precondition(rests.isEmpty, "* stands last")
  }

  package var description: String {
    "/"
      + segments.map { segment in
        switch segment {
        case .literal(let text): text
        case .parameter(let name): ":" + name
        case .rest(let name): "*" + name
        }
      }.joined(separator: "/")
  }
}
