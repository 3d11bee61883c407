import EventLoop
import HTTPServer
import TestKit
import Testing

@Suite(.timeLimit(.minutes(15))) struct LoadTests {
  static let get = "GET /hello HTTP/1.1\r\nhost: a\r\n\r\n"

  /// The two halves of the concurrency model fit together: see `EventLoop`.
  @Test func `a request costs one job of its loop`() async throws {
    let loops = EventLoopGroup(count: 1)
    defer { loops.shutdown() }
    try await LiveServer.run(loops: loops) { live in
      let connection = try await live.connect()
      try await connection.send(Self.get)
      _ = try await connection.read(through: "hello")
      let before = await Self.jobsRun(loops.loops[0])
      for _ in 0..<1000 {
        try await connection.send(Self.get)
        _ = try await connection.read(through: "hello")
      }
      let jobs = await Self.jobsRun(loops.loops[0]) - before
      #expect(jobs >= 1000 && jobs <= 1010)
      connection.close()
    }
  }

  @Test func `2,000 connections come and go at random and leave nothing behind`() async throws {
    try await LiveServer.run { live in
      await withTaskGroup { group in
        for seed in 0..<20 as Range<UInt64> {
          group.addTask { await Self.visit(live, count: 100, seed: seed) }
        }
      }
      await live.emptiness()
      let answer = try await live.conversation("GET /hello HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
      #expect(answer.statuses == [200])
    }
  }

  /// Connections of one visitor: some send nothing, some half a request, some leave before the answer, some read it.
  private static func visit(_ live: LiveServer, count: Int, seed: UInt64) async {
    var random = SplitMix64(seed: seed)
    for _ in 0..<count {
      guard let connection = try? await live.connect() else { continue }
      switch Int.random(in: 0..<5, using: &random) {
      case 0: break
      case 1: try? await connection.send(get.prefix(Int.random(in: 1..<get.utf8.count, using: &random)).description)
      case 2: try? await connection.send(get + get)
      case 3: try? await connection.send("GET /endless HTTP/1.1\r\nhost: a\r\n\r\n")
      default:
        try? await connection.send(get)
        let answer = try? await connection.read(through: "hello")
        #expect(answer?.statuses == [200], "seed \(seed)")
      }
      connection.close()
    }
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `answers are the same however the requests are cut`(seed: UInt64) async throws {
    let requests =
      "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n0123456789\r\nGET /stream HTTP/1.1\r\nhost: a\r\n\r\n"
      + "POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\nx: y\r\n\r\nHEAD /none HTTP/1.1\r\nhost: a\r\n\r\n"
      + "PUT /echo HTTP/1.1\r\nhost: a\r\n\r\nGET /hello HTTP/1.0\r\nconnection: keep-alive\r\n\r\nGET /x HTTP/1.1\r\nhost: a\r\na b: c\r\n\r\n"
    // Hundreds of small pieces take a busy machine longer than a sender is given.
    var limits = ServerLimits()
    limits.headTimeout = .seconds(300)
    try await LiveServer.run(limits: limits) { live in
      let whole = try await live.conversation(requests)
      #expect(whole.statuses == [200, 200, 200, 200, 405, 200, 400])
      var random = SplitMix64(seed: seed)
      var rest = Array(requests.utf8)[...]
      let connection = try await live.connect()
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 1...(seed < 10 ? 3 : 60), using: &random))
        try await connection.send(Array(piece))
        rest = rest.dropFirst(piece.count)
      }
      #expect(try await connection.read().withoutDates == whole.withoutDates)
      connection.close()
    }
  }

  private static func jobsRun(_ loop: EventLoop) async -> Int {
    await withTaskExecutorPreference(loop) { loop.jobsRun }
  }
}
