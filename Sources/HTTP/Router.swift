/// Frozen route table: a trie over path segments, built once, walked without locks.
///
/// A literal wins over a parameter, a parameter over the rest of the path. HEAD is answered by GET. A path that exists with other methods is
/// 405 with `allow` (RFC 9110 §15.5.6); a broken escape in the path is 400.
package struct Router: Responder {
  private struct Node: Sendable {
    var literals: [(text: [UInt8], node: Int)] = []
    var parameter: Int?
    var rest: Int?
    var routes: [Endpoint] = []
  }

  /// A class, so that a request passes one reference around and not the whole route.
  private final class Endpoint: Sendable {
    let route: Route
    let pattern: String
    let names: [String]

    init(route: Route, names: [String]) {
      self.route = route
      self.names = names
      pattern = route.pattern.description
    }
  }

  private var nodes = [Node()]
  package let routes: [Route]
  private let onError: @Sendable (any Error, Request) async -> Response
  private let onMissing: @Sendable (Request, Status, Headers) async -> Response

  /// - Parameters:
  ///   - routes: two with the same method and shape are a programming error.
  ///   - onError: turns what a handler throws into an answer.
  ///   - onMissing: answers 400, 404 and 405 (with `allow` among the headers).
  package init(
    _ routes: [Route], onError: @escaping @Sendable (any Error, Request) async -> Response,
    onMissing: @escaping @Sendable (Request, Status, Headers) async -> Response
  ) {
    self.routes = routes
    self.onError = onError
    self.onMissing = onMissing
    for route in routes { add(route) }
  }

  package func plan(_ head: RequestHead) -> ResponsePlan {
    var captured: [ArraySlice<UInt8>] = []
    let path = Array(head.path.utf8)
    guard path.first == UInt8(ascii: "/"), let node = find(path[...].dropFirst(), from: 0, &captured) else { return missing(.notFound) }
    let endpoints = nodes[node].routes
    let endpoint =
      endpoints.first { $0.route.method == head.method } ?? (head.method == .head ? endpoints.first { $0.route.method == .get } : nil)
    guard let endpoint else { return missing(.methodNotAllowed, allow: endpoints) }
    return plan(endpoint, captured)
  }

  private func plan(_ endpoint: Endpoint, _ captured: [ArraySlice<UInt8>]) -> ResponsePlan {
    var parameters: [(name: String, value: String)] = []
    for (name, raw) in zip(endpoint.names, captured) {
      guard let value = PercentEncoding.decode(raw) else { return missing(.badRequest) }
      parameters.append((name, value))
    }
    return ResponsePlan(bodyLimit: endpoint.route.bodyLimit, pattern: endpoint.pattern) { [parameters, onError] request in
      var request = request
      request.parameters = parameters
      do { return try await endpoint.route.handler(request) } catch { return await onError(error, request) }
    }
  }

  private func missing(_ status: Status, allow endpoints: [Endpoint] = []) -> ResponsePlan {
    var headers = Headers()
    if status == .methodNotAllowed {
      var methods = Set(endpoints.map(\.route.method.rawValue))
      if methods.contains("GET") { methods.insert("HEAD") }
      headers.set("allow", FieldValue(replacingForbiddenBytesIn: methods.sorted().joined(separator: ", ")))
    }
    let onMissing = onMissing
    return ResponsePlan(bodyLimit: nil, pattern: "-") { [headers] request in await onMissing(request, status, headers) }
  }

  // MARK: Trie

  private mutating func add(_ route: Route) {
    var node = 0
    var names: [String] = []
    for segment in route.pattern.segments {
      switch segment {
      case .literal(let text): node = literalChild(of: node, Array(text.utf8))
      case .parameter(let name):
        names.append(name)
        node = child(of: node, \.parameter)
      case .rest(let name):
        names.append(name)
        node = child(of: node, \.rest)
      }
    }
    precondition(!nodes[node].routes.contains { $0.route.method == route.method }, "two routes for \(route.method) \(route.pattern)")
    nodes[node].routes.append(Endpoint(route: route, names: names))
  }

  private mutating func literalChild(of node: Int, _ text: [UInt8]) -> Int {
    if let existing = nodes[node].literals.first(where: { $0.text == text }) { return existing.node }
    nodes.append(Node())
    nodes[node].literals.append((text, nodes.count - 1))
    return nodes.count - 1
  }

  private mutating func child(of node: Int, _ kind: WritableKeyPath<Node, Int?>) -> Int {
    if let existing = nodes[node][keyPath: kind] { return existing }
    nodes.append(Node())
    nodes[node][keyPath: kind] = nodes.count - 1
    return nodes.count - 1
  }

  /// - Returns: the node whose routes match the rest of the path, and in `captured` the raw values on the way.
  private func find(_ path: ArraySlice<UInt8>, from node: Int, _ captured: inout [ArraySlice<UInt8>]) -> Int? {
    if path.isEmpty { return nodes[node].routes.isEmpty ? nil : node }
    let end = path.firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
    let segment = path[path.startIndex..<end]
    let rest = end == path.endIndex ? path[end...] : path[(end + 1)...]
    let hasTrailingSlash = end != path.endIndex && rest.isEmpty
    if !segment.isEmpty, !hasTrailingSlash {
      let literal = nodes[node].literals.first { $0.text.elementsEqual(segment) }
      if let literal, let found = find(rest, from: literal.node, &captured) { return found }
      if let next = nodes[node].parameter {
        captured.append(segment)
        if let found = find(rest, from: next, &captured) { return found }
        captured.removeLast()
      }
    }
    guard let next = nodes[node].rest, !nodes[next].routes.isEmpty else { return nil }
    captured.append(path)
    return next
  }
}
