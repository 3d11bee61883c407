/// One request, whole.
package struct Request: Sendable {
  package let head: RequestHead
  /// At most the route's body limit.
  package let body: [UInt8]
  /// Address of the peer as text; empty on a Unix socket.
  package let peer: String
  /// Names this request in the log, in jobs it causes and in the answer's `x-request-id`.
  package let id: String
  /// Values of the pattern's `:names`, decoded. Filled by the router.
  package var parameters: [(name: String, value: String)]

  package init(head: RequestHead, body: [UInt8] = [], peer: String = "", id: String, parameters: [(name: String, value: String)] = []) {
    self.head = head
    self.body = body
    self.peer = peer
    self.id = id
    self.parameters = parameters
  }

  package var method: Method { head.method }
  package var path: String { head.path }

  /// A header field.
  package subscript(name: FieldName) -> String? { head[name] }

  /// A parameter of the route's pattern.
  package func parameter(_ name: String) -> String? {
    parameters.first { $0.name == name }?.value
  }

  /// The query as decoded pairs; nil when it is not well-formed.
  package var query: FormFields? {
    FormFields(urlEncoded: Array((head.query ?? "").utf8))
  }

  /// A cookie by name (RFC 6265 §5.4); the first one wins.
  package func cookie(_ name: String) -> String? {
    for header in head.values("cookie") {
      // Over bytes: a page asks for several cookies, and comparing characters costs ten times as much.
      for pair in header.utf8.split(separator: UInt8(ascii: ";")) {
        let trimmed = pair.drop { $0 == UInt8(ascii: " ") }
        guard let separator = trimmed.firstIndex(of: UInt8(ascii: "=")), trimmed[..<separator].elementsEqual(name.utf8) else { continue }
        return String(Substring(trimmed[trimmed.index(after: separator)...]))
      }
    }
    return nil
  }
}
