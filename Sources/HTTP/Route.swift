/// One line of the route table.
package struct Route: Sendable {
  package let method: Method
  package let pattern: RoutePattern
  /// The access rule in words, as `autoflow routes` prints it: `public`, `signed`, `static` or the rule of the handler's context type.
  package let access: String
  /// Stable name, used in logs, metrics and tests.
  package let name: String
  /// Bytes; larger bodies are answered 413.
  package let bodyLimit: Int
  package let handler: @Sendable (Request) async throws -> Response

  package init(
    _ method: Method, _ pattern: RoutePattern, access: String, name: String, bodyLimit: Int,
    handler: @escaping @Sendable (Request) async throws -> Response
  ) {
    self.method = method
    self.pattern = pattern
    self.access = access
    self.name = name
    self.bodyLimit = bodyLimit
    self.handler = handler
  }
}
