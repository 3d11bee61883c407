import EventLoop
import Glibc
import HTTP
import HTTPClient
import Synchronization
import Testing

/// Each way to fail, really provoked.
@Suite struct ClientErrorTests {
  private func limits(
    connect: Duration = .seconds(5), total: Duration = .seconds(10), idle: Duration = .seconds(5), bytes: Int = 1 << 20
  ) -> ClientRequest.Limits {
    .init(connect: connect, total: total, idle: idle, maximumResponseBytes: bytes)
  }

  private func expect(
    _ error: ClientError, _ limits: ClientRequest.Limits? = nil, method: Method = .get, scheme: String = "http",
    from serve: @escaping @Sendable (TestConnection) -> Void, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await withServer(serve) { server in
      let request = try ClientRequest.local(server.port, method, scheme: scheme, limits: limits ?? .test)
      let client = HTTPClient.test(ports: server.port)
      await #expect(throws: error, sourceLocation: sourceLocation) { try await client.send(request) }
    }
  }

  @Test func `a port nobody listens to refuses`() async throws {
    let holder = try TestServer.reservePort()
    defer { close(holder) }
    let port = try TestServer.port(of: holder)
    await #expect(throws: ClientError.connectionRefused) { try await HTTPClient.test(ports: port).send(.local(port)) }
  }

  /// A label of more than 63 bytes is refused by the resolver itself: no question leaves the machine.
  @Test func `a name that does not exist is not resolved`() async throws {
    let name = String(repeating: "a", count: 64) + ".invalid"
    let request = ClientRequest(.get, try BaseURL(parsing: "http://\(name)"), path: [], limits: .test)
    await #expect(throws: ClientError.nameNotResolved) { try await HTTPClient.test().send(request) }
  }

  @Test func `a full queue of connections runs into the connect limit`() async throws {
    let listener = try TestServer.listen(backlog: 0)
    let port = try TestServer.port(of: listener)
    let fillers = (0..<4).map { _ in Self.connectWithoutWaiting(port) }
    defer { for descriptor in fillers + [listener] { close(descriptor) } }
    let request = try ClientRequest.local(port, limits: limits(connect: .milliseconds(150)))
    await #expect(throws: ClientError.connectTimeout) { try await HTTPClient.test(ports: port).send(request) }
  }

  private static func connectWithoutWaiting(_ port: Int) -> Int32 {
    let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    var address = TestServer.loopback(port: port)
    _ = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    return client
  }

  @Test func `a handshake that is never answered runs into the connect limit`() async throws {
    try await expect(.connectTimeout, limits(connect: .milliseconds(150)), scheme: "https") { $0.waitForEnd() }
  }

  @Test func `an answer that never starts runs into the idle limit`() async throws {
    try await expect(.idleTimeout, limits(idle: .milliseconds(150))) { $0.waitForEnd() }
  }

  @Test func `an answer that stops halfway runs into the idle limit`() async throws {
    try await expect(.idleTimeout, limits(idle: .milliseconds(150))) { connection in
      connection.send("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf")
      connection.waitForEnd()
    }
  }

  @Test func `an answer that drips runs into the total limit, not the idle one`() async throws {
    try await expect(.totalTimeout, limits(total: .milliseconds(500), idle: .milliseconds(250))) { connection in
      connection.send("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
      while connection.send(".") { usleep(20_000) }
    }
  }

  @Test func `an answer cut in its body is a lost connection`() async throws {
    try await expect(.connectionLost) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf")
    }
  }

  @Test func `an answer cut in its head is a lost connection`() async throws {
    try await expect(.connectionLost) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\nx: ")
    }
  }

  @Test func `a chunked answer cut before its end is a lost connection`() async throws {
    try await expect(.connectionLost) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n")
    }
  }

  @Test func `no answer at all is a lost connection`() async throws {
    try await expect(.connectionLost) { _ = $0.readRequest() }
  }

  @Test(arguments: ["content-length: 5000\r\n", "transfer-encoding: chunked\r\n", ""])
  func `a body over the limit is not read to its end`(framing: String) async throws {
    try await expect(.responseTooLarge, limits(bytes: 1000)) { connection in
      _ = connection.readRequest()
      let body = String(repeating: "x", count: 5000)
      connection.send("HTTP/1.1 200 OK\r\n\(framing)\r\n" + (framing.hasPrefix("transfer") ? "1388\r\n\(body)\r\n" : body))
      connection.waitForEnd()
    }
  }

  @Test func `a body of exactly the limit is accepted`() async throws {
    try await withServer({ $0.answerAll(String(repeating: "x", count: 1000)) }) { server in
      let request = try ClientRequest.local(server.port, limits: limits(bytes: 1000))
      #expect(try await HTTPClient.test(ports: server.port).send(request).body.count == 1000)
    }
  }

  @Test func `endless header fields are refused`() async throws {
    try await expect(.responseTooLarge) { connection in
      _ = connection.readRequest()
      connection.send("HTTP/1.1 200 OK\r\n")
      while connection.send("x: \(String(repeating: "y", count: 1000))\r\n") {}
    }
  }

  @Test(arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "hello", "HTTP/9.9 999\r\n\r\n"])
  func `what is not HTTP is a protocol error`(greeting: String) async throws {
    try await withServer({ connection in
      _ = connection.readRequest()
      connection.send(greeting)
    }) { server in
      let error = await #expect(throws: ClientError.self) { try await HTTPClient.test(ports: server.port).send(.local(server.port)) }
      guard case .protocolError = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test func `a server that does not speak TLS fails the handshake`() async throws {
    try await withServer({ connection in
      connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
      connection.waitForEnd()
    }) { server in
      let request = try ClientRequest.local(server.port, scheme: "https", headers: ["authorization": "Bearer hidden"])
      let error = await #expect(throws: ClientError.self) { try await HTTPClient.test(ports: server.port).send(request) }
      guard case .tlsFailed(let text) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(!text.isEmpty && !text.contains("hidden"))
    }
  }

  @Test func `a cancelled task stops the transfer and closes the connection`() async throws {
    let (requests, requestSeen) = AsyncStream<Void>.makeStream()
    let (ends, endSeen) = AsyncStream<Void>.makeStream()
    try await withServer({ connection in
      _ = connection.readRequest()
      requestSeen.yield()
      connection.waitForEnd()
      endSeen.yield()
    }) { server in
      let client = HTTPClient.test(ports: server.port)
      let request = try ClientRequest.local(server.port)
      let task = Task { try await client.send(request) }
      for await _ in requests { break }
      task.cancel()
      let result = await task.result
      #expect(throws: ClientError.cancelled) { try result.get() }
      for await _ in ends { break }
    }
  }

  @Test func `a task that is cancelled already sends nothing`() async throws {
    try await withServer({ $0.answerAll("") }) { server in
      let client = HTTPClient.test(ports: server.port)
      let request = try ClientRequest.local(server.port)
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await client.send(request)
      }
      let result = await task.result
      #expect(throws: ClientError.cancelled) { try result.get() }
      #expect(server.accepted == 0)
    }
  }

  @Test func `a waiting request runs into the total limit and frees its place`() async throws {
    let (requests, requestSeen) = AsyncStream<Void>.makeStream()
    try await withServer({ connection in
      guard connection.readRequest() != nil else { return }
      requestSeen.yield()
      connection.waitForEnd()
    }) { server in
      let client = HTTPClient.test(ports: server.port, perHost: 1)
      let slow = try ClientRequest.local(server.port)
      let impatient = try ClientRequest.local(server.port, limits: limits(total: .milliseconds(100)))
      await withTaskExecutorPreference(testLoops.loops[1]) {
        let first = Task(executorPreference: testLoops.loops[1]) { try await client.send(slow) }
        for await _ in requests { break }
        await #expect(throws: ClientError.totalTimeout) { try await client.send(impatient) }
        #expect(server.accepted == 1)
        first.cancel()
        let result = await first.result
        #expect(throws: ClientError.cancelled) { try result.get() }
      }
    }
  }

  /// The server takes the second request on a kept connection and closes without a word: it may have carried it out.
  @Test(arguments: [[1, 2, 3], [], nil] as [[UInt8]?])
  func `a request that may have been carried out is not repeated`(body: [UInt8]?) async throws {
    let posts = Mutex(0)
    try await withServer({ connection in
      while let request = connection.readRequest() {
        guard request.hasPrefix("POST") else {
          connection.answer("first")
          continue
        }
        posts.withLock { $0 += 1 }
        return
      }
    }) { server in
      let client = HTTPClient.test(ports: server.port)
      try await withTaskExecutorPreference(testLoops.loops[0]) {
        _ = try await client.send(.local(server.port))
        await #expect(throws: ClientError.connectionLost) { try await client.send(.local(server.port, .post, body: body)) }
      }
      #expect(posts.withLock { $0 } == 1)
    }
  }

  @Test(arguments: ["", ".", ".."])
  func `a path segment that changes the path is refused`(segment: String) async throws {
    let request = try ClientRequest.local(9, path: ["repos", segment])
    await #expect(throws: ClientError.invalidRequest) { try await HTTPClient.test(ports: 9).send(request) }
  }

  @Test(arguments: ["", "GET /x HTTP/1.1\r\nx: y\r\n", "G ET"])
  func `a method that is no token is refused`(method: String) async throws {
    let request = try ClientRequest.local(9, Method(rawValue: method))
    await #expect(throws: ClientError.invalidRequest) { try await HTTPClient.test(ports: 9).send(request) }
  }

  @Test(arguments: ["host", "content-length", "transfer-encoding", "connection", "expect", "upgrade"])
  func `a header that belongs to the framing is refused`(name: FieldName?) async throws {
    var headers = Headers()
    headers.append(try #require(name), "1")
    let request = try ClientRequest.local(9, headers: headers)
    await #expect(throws: ClientError.invalidRequest) { try await HTTPClient.test(ports: 9).send(request) }
  }

  @Test(arguments: ["a\r\nx-injected: 1", "a\nb", "a\rb", "a\0b"])
  func `a line break never becomes part of a header`(text: String) {
    #expect(FieldValue(text) == nil)
    #expect(FieldName(text) == nil)
  }
}
