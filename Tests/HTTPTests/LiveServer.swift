import EventLoop
import HTTP
import HTTPServer
import Log
import Synchronization
import TestKit

/// A server on a free port of loopback, with routes that misbehave on request.
final class LiveServer: Sendable {
  struct Broken: Error {}

  let server: HTTPServer
  let address: ListenAddress
  let gate = Gate()
  /// Bytes that `/endless` has handed over.
  let streamed = Mutex(0)

  static let sharedLoops = EventLoopGroup(count: 2)

  /// Runs `body` against a server, which is drained afterwards.
  static func run<Value>(
    loops: EventLoopGroup = sharedLoops, limits: ServerLimits = ServerLimits(), standing: Headers = [:],
    _ body: (LiveServer) async throws -> Value
  ) async throws -> Value {
    let live = try await LiveServer(loops, limits, .tcp(host: "127.0.0.1", port: 0), standing)
    let result: Result<Value, any Error>
    do { result = .success(try await body(live)) } catch { result = .failure(error) }
    live.gate.open()
    await live.server.drain(grace: .zero)
    return try result.get()
  }

  init(_ loops: EventLoopGroup, _ limits: ServerLimits, _ address: ListenAddress, _ standing: Headers = [:]) async throws {
    let own = Mutex<LiveServer?>(nil)
    let routes = Self.routes { own.withLock { $0 } }
    let router = Router(routes, onError: { error, _ in .text(.internalServerError, "\(error)") }) { _, status, headers in
      Response(status, headers: headers, body: .bytes(Array(status.reason.utf8)))
    }
    server = HTTPServer(loops: loops, responder: router, log: .none, limits: limits, standing: standing)
    self.address = try await server.start(on: address)
    own.withLock { $0 = self }
  }

  var port: UInt16 {
    if case .tcp(_, let port) = address { port } else { 0 }
  }

  func connect() async throws -> RawConnection { try await RawConnection(port: port) }

  /// Everything the server says to `text` until it closes.
  func conversation(_ text: String) async throws -> String {
    let connection = try await connect()
    defer { connection.close() }
    try await connection.send(text)
    return try await connection.read()
  }

  /// Waits until nobody is connected.
  func emptiness() async {
    while await server.connectionCount() > 0 { await Task.yield() }
  }

  private static func routes(_ live: @escaping @Sendable () -> LiveServer?) -> [Route] {
    func get(_ pattern: RoutePattern, _ handler: @escaping @Sendable (Request) async throws -> Response) -> Route {
      Route(.get, pattern, access: "public", name: pattern.description, bodyLimit: 0, handler: handler)
    }
    return [
      get("/hello") { _ in .text(.ok, "hello") },
      get("/slow") { _ in
        await live()?.gate.pass()
        return .text(.ok, "slow")
      },
      get("/none") { _ in Response(.ok) },
      get("/empty") { _ in Response(.noContent) },
      get("/large") { _ in Response(.ok, body: .bytes(Array(repeating: 0x61, count: 16 << 20))) },
      get("/stream") { _ in
        Response(
          .ok,
          body: .stream { writer in
            for part in ["one", "", "three"] { try await writer.write(Array(part.utf8)) }
          })
      },
      get("/broken") { _ in
        Response(
          .ok,
          body: .stream { writer in
            try await writer.write(Array("half".utf8))
            throw Broken()
          })
      },
      get("/endless") { _ in
        Response(
          .ok,
          body: .stream { writer in
            while true {
              try await writer.write(Array(repeating: 0x61, count: 65_536))
              live()?.streamed.withLock { $0 += 65_536 }
            }
          })
      },
      Route(.post, "/echo", access: "public", name: "echo", bodyLimit: 1 << 20) { .init(.ok, body: .bytes($0.body)) },
      Route(.post, "/count", access: "public", name: "count", bodyLimit: 32 << 20) { .text(.ok, String($0.body.count)) },
    ]
  }
}

extension String {
  /// Without what differs from run to run.
  var withoutDates: String {
    split(separator: "\r\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("date: ") && !$0.hasPrefix("x-request-id: ") }.joined(separator: "\r\n")
  }

  /// Status codes of all answers in it.
  var statuses: [Int] {
    var rest = self[...]
    var codes: [Int] = []
    while let start = rest.firstRange(of: "HTTP/1.1 ") {
      if let code = Int(rest[start.upperBound...].prefix(3)) { codes.append(code) }
      rest = rest[start.upperBound...]
    }
    return codes
  }

  /// Value of a header line.
  func header(_ name: String) -> String? {
    split(separator: "\r\n").first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.utf8.count + 2)) }
  }
}
