/// What a server asks for each request head, before it reads the body.
package protocol Responder: Sendable {
  /// Decides from the head alone; must be quick and must not fail.
  func plan(_ head: RequestHead) -> ResponsePlan
}

/// How one request will be handled.
package struct ResponsePlan: Sendable {
  /// Most bytes of body; a larger one is answered 413 without being read. Nil when the answer does not depend on the body: it is not read,
  /// and the connection closes behind the answer when there is one.
  package let bodyLimit: Int?
  /// The route's pattern, for logs and metrics; never the raw path.
  package let pattern: String
  package let respond: @Sendable (Request) async -> Response

  package init(bodyLimit: Int?, pattern: String, respond: @escaping @Sendable (Request) async -> Response) {
    self.bodyLimit = bodyLimit
    self.pattern = pattern
    self.respond = respond
  }
}
