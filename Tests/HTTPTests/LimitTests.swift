import HTTPServer
import Synchronization
import TestKit
import Testing

@Suite(.timeLimit(.minutes(15))) struct LimitTests {
  /// Bounds a test can wait for.
  static let short: ServerLimits = {
    var limits = ServerLimits()
    limits.headTimeout = .milliseconds(100)
    limits.idleTimeout = .seconds(1)
    limits.bodyGrace = .milliseconds(100)
    limits.bodyMemoryPerLoop = 100_000
    limits.sweepInterval = .milliseconds(10)
    return limits
  }()

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let statuses: [Int]

    init(_ name: String, _ text: String, _ statuses: [Int]) {
      testDescription = name
      self.text = text
      self.statuses = statuses
    }
  }

  static let hello = "GET /hello HTTP/1.1\r\nhost: a\r\n\r\n"
  static let post = "POST /echo HTTP/1.1\r\nhost: a\r\n"

  static let cases: [Case] = [
    Case("nothing at all", "", []),
    Case("nothing more", hello, [200]),
    Case("half a head", "GET /hel", [408]),
    Case("one byte", "G", [408]),
    Case("half a head behind a request", hello + "GET /hel", [200, 408]),
    Case("half a body", post + "content-length: 10\r\n\r\n12345", [408]),
    Case("half a chunk", post + "transfer-encoding: chunked\r\n\r\nA\r\n12345", [408]),
    Case("a body that is announced too large", post + "content-length: 1048577\r\n\r\n", [413]),
    Case("the same, waiting to be asked", post + "expect: 100-continue\r\ncontent-length: 1048577\r\n\r\n", [413]),
    Case("a chunk that makes the body too large", post + "transfer-encoding: chunked\r\n\r\n5\r\n12345\r\nFFFFD\r\n", [413]),
    Case("a body where none is taken", "GET /hello HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\n\r\n1", [413]),
    Case("a body larger than the memory for all", post + "content-length: 1000000\r\n\r\n" + String(repeating: "x", count: 200_000), [503]),
    Case("a long target", "GET /" + String(repeating: "a", count: 9000), [414]),
    Case("a large header block", "GET / HTTP/1.1\r\nhost: a\r\na: " + String(repeating: "b", count: 17_000), [431]),
    Case("101 header fields", "GET / HTTP/1.1\r\n" + String(repeating: "a: b\r\n", count: 101), [431]),
    Case("no host", "GET /hello HTTP/1.1\r\n\r\n", [400]),
    Case("two hosts in one", "GET /hello HTTP/1.1\r\nhost: a, b\r\n\r\n", [400]),
    Case("a port that is none", "GET /hello HTTP/1.1\r\nhost: a:80a\r\n\r\n", [400]),
    Case("a host with a path", "GET /hello HTTP/1.1\r\nhost: a/b\r\n\r\n", [400]),
    Case("no host in HTTP/1.0", "GET /hello HTTP/1.0\r\n\r\n", [200]),
    Case("HTTP/3.0", "GET /hello HTTP/3.0\r\nhost: a\r\n\r\n", [505]),
    Case("an unknown coding", post + "transfer-encoding: gzip\r\n\r\n", [501]),
    Case("an unknown expectation", post + "expect: the unexpected\r\n\r\n", [417]),
    Case("a request behind a broken one", "GET /hello HTTP/1.1\r\nhost : a\r\n\r\n" + hello, [400]),
    Case("a request behind a body that nobody reads", "POST /nowhere HTTP/1.1\r\nhost: a\r\ncontent-length: 99\r\n\r\n" + hello, [404]),
    Case("the same with another method", "DELETE /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 99\r\n\r\n" + hello, [405]),
    Case("a head that ends early", hello + "GET / HTTP/1.1\r\nhost", [200, 408]),
  ]

  @Test(arguments: cases)
  func `what goes too far is answered with its status, and the connection closes`(row: Case) async throws {
    try await LiveServer.run(limits: Self.short) { live in
      let answer = try await live.conversation(row.text)
      #expect(answer.statuses == row.statuses)
      if row.statuses.last ?? 200 != 200 { #expect(answer.firstRange(of: "\r\nconnection: close\r\n") != nil) }
      await live.emptiness()
    }
  }

  @Test func `a client that still sends a large body sees why it was refused`() async throws {
    try await LiveServer.run { live in
      let connection = try await live.connect()
      try await connection.send(Self.post + "content-length: 20000000\r\n\r\n")
      async let sending: Void = connection.send([UInt8](repeating: 0x61, count: 20_000_000))
      #expect(try await connection.read().statuses == [413])
      try await sending
      connection.close()
    }
  }

  @Test func `a reader that is too slow loses its connection, and the handler waits for it meanwhile`() async throws {
    try await LiveServer.run(limits: Self.short) { live in
      let connection = try await live.connect()
      try await connection.send("GET /endless HTTP/1.1\r\nhost: a\r\n\r\n")
      await live.emptiness()
      #expect(live.streamed.withLock { $0 } < 64 << 20, "what the buffers of the system hold, not what the handler can make")
      connection.close()
    }
  }

  @Test func `connections above the limit are closed at once`() async throws {
    var limits = ServerLimits()
    limits.connectionsPerLoop = 0
    try await LiveServer.run(limits: limits) { live in
      let answer = try await live.conversation("")
      #expect(answer.isEmpty)
    }
  }

  @Test func `an idle connection is not counted against a request that is being answered`() async throws {
    try await LiveServer.run(limits: Self.short) { live in
      let connection = try await live.connect()
      try await connection.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n")
      await live.gate.arrival()
      // Another connection comes and expires in the meantime: any deadline of the first would have passed, too.
      _ = try await live.conversation("")
      live.gate.open()
      #expect(try await connection.read(through: "slow").statuses == [200])
      connection.close()
    }
  }
}
