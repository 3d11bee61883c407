import EventLoop
import HTTP
import HTTPClient

/// One group of loops for all suites: its threads live as long as the process.
let testLoops = EventLoopGroup(count: 2)

extension ClientRequest.Limits {
  static let test = Self(connect: .seconds(5), total: .seconds(10), idle: .seconds(5), maximumResponseBytes: 1 << 20)
}

extension HTTPClient {
  /// A client that may reach the given ports of 127.0.0.1.
  static func test(ports: Int..., perHost: Int = 8) -> HTTPClient {
    let allowed = Set(ports.map { HostPort(host: "127.0.0.1", port: $0) })
    return HTTPClient(
      loops: testLoops,
      configuration: .init(userAgent: "auto-flow-tests", allowedPrivateAddresses: allowed, maximumConnectionsPerHost: perHost))
  }
}

extension ClientRequest {
  static func local(
    _ port: Int, _ method: Method = .get, scheme: String = "http", path: [String] = ["x"], query: [(name: String, value: String)] = [],
    headers: Headers = [:], body: [UInt8]? = nil, contentType: FieldValue? = nil, limits: Limits = .test
  ) throws -> ClientRequest {
    ClientRequest(
      method, try BaseURL(parsing: "\(scheme)://127.0.0.1:\(port)"), path: path, query: query, headers: headers, body: body,
      contentType: contentType, limits: limits)
  }
}

/// Runs `body` with a server and ends the server afterwards.
func withServer<Value>(
  _ serve: @escaping @Sendable (TestConnection) -> Void, _ body: (TestServer) async throws -> Value
) async throws -> Value {
  let server = try TestServer(serve)
  defer { server.stop() }
  return try await body(server)
}
