import EventLoop
import Glibc
import HTTPServer
import TestKit
import Testing

@Suite(.timeLimit(.minutes(15))) struct DrainTests {
  static let get = "GET /hello HTTP/1.1\r\nhost: a\r\n\r\n"

  @Test func `draining closes idle connections at once and lets a request finish`() async throws {
    try await LiveServer.run { live in
      let (idle, fresh, busy) = (try await live.connect(), try await live.connect(), try await live.connect())
      try await idle.send(Self.get)
      _ = try await idle.read(through: "hello")
      try await busy.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n" + Self.get)
      await live.gate.arrival()
      async let drained: Void = live.server.drain(grace: .seconds(30))
      #expect(try await idle.read().isEmpty)
      #expect(try await fresh.read().isEmpty)
      live.gate.open()
      let answer = try await busy.read()
      #expect(answer.statuses == [200], "what was pipelined behind it can be sent again elsewhere")
      #expect(answer.header("connection") == "close")
      await drained
      await #expect(throws: RawConnection.ConnectFailure.self) { try await live.connect() }
      for connection in [idle, fresh, busy] { connection.close() }
    }
  }

  @Test func `draining ends a stream without its last chunk`() async throws {
    try await LiveServer.run { live in
      let connection = try await live.connect()
      try await connection.send("GET /endless HTTP/1.1\r\nhost: a\r\n\r\n")
      _ = try await connection.read(through: "aaaa")
      async let drained: Void = live.server.drain(grace: .seconds(30))
      #expect(try await !connection.read().hasSuffix("\r\n0\r\n\r\n"))
      await drained
      connection.close()
    }
  }

  @Test func `after the grace everything is cut off, even a handler that never ends`() async throws {
    try await LiveServer.run { live in
      let connection = try await live.connect()
      try await connection.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n")
      await live.gate.arrival()
      await live.server.drain(grace: .milliseconds(10))
      #expect(await live.server.connectionCount() == 1, "the handler is still held at the gate")
      live.gate.open()
      await live.emptiness()
      connection.close()
    }
  }

  // MARK: Addresses

  @Test func `a port or a socket file that is in use is refused by name`() async throws {
    try await LiveServer.run { live in
      let failure = await #expect(throws: ListenFailure.self) { try await LiveServer(LiveServer.sharedLoops, ServerLimits(), live.address) }
      #expect(failure?.reason == "\(live.address) is in use by another program")
    }
  }

  @Test func `a Unix socket serves, is not stolen while in use, and is taken over when left behind`() async throws {
    let path = "/tmp/http-test-\(getpid()).socket"
    defer { unlink(path) }
    for _ in 0..<2 {
      let live = try await LiveServer(LiveServer.sharedLoops, ServerLimits(), .unix(path: path))
      let connection = try await RawConnection(unixPath: path)
      try await connection.send("GET /hello HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
      #expect(try await connection.read().hasSuffix("hello"))
      let failure = await #expect(throws: ListenFailure.self) {
        try await LiveServer(LiveServer.sharedLoops, ServerLimits(), .unix(path: path))
      }
      #expect(failure?.code == EADDRINUSE)
      connection.close()
      await live.server.drain(grace: .zero)
    }
  }

  @Test func `sockets of a service manager are served and left open`() async throws {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    #expect(listen(socket, 16) == 0)
    for _ in 0..<2 {
      let live = try await LiveServer(LiveServer.sharedLoops, ServerLimits(), .inherited(descriptors: [socket]))
      let connection = try await RawConnection(port: Self.port(of: socket))
      try await connection.send("GET /hello HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
      #expect(try await connection.read().hasSuffix("hello"))
      connection.close()
      await live.server.drain(grace: .zero)
    }
    #expect(ListenAddress.inherited(count: 2) == .inherited(descriptors: [3, 4]))
  }

  private static func port(of socket: Int32) -> UInt16 {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &size) }
    }
    return UInt16(bigEndian: address.sin_port)
  }

  static let addresses: [(text: String, address: ListenAddress?)] = [
    ("127.0.0.1:80", .tcp(host: "127.0.0.1", port: 80)), ("[::1]:80", .tcp(host: "::1", port: 80)), (":80", .tcp(host: "", port: 80)),
    ("unix:/run/a", .unix(path: "/run/a")), ("unix:", nil), ("::1:80", nil), ("a:65536", nil), ("a", nil), ("a:-1", nil), ("a:+1", nil),
    ("a: 1", nil), ("unix:" + String(repeating: "a", count: 108), nil),
  ]

  @Test(arguments: addresses)
  func `an address is read from text`(row: (text: String, address: ListenAddress?)) {
    #expect(ListenAddress(row.text) == row.address)
    if let address = row.address { #expect(ListenAddress(address.description) == address) }
  }
}
