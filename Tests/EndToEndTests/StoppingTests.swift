import Glibc
import HTTP
import Sandbox
import TestKit
import Testing

/// SIGTERM: requests are finished, jobs handed back, exit 0.
@Suite struct StoppingTests {
  @Test(.database) func `a stopping server answers what has begun and hands its jobs back`() async throws {
    try await Stage.play(.init(serve: nil)) { stage in
      let serve = try await stage.product.serve()
      try await stage.waitForHook()
      try await stage.sandbox.plan("hang", "github", "POST", "/repos/acme/api/issues")
      let gid = try await stage.createTask()
      try await eventually("the call that hangs") { try await stage.sandbox.hasMetFaults() }
      let delivery = SignedDelivery()
      let request = try await Self.begin(delivery, stage)
      defer { request.close() }
      let stopped = ContinuousClock.now
      serve.send(SIGTERM)
      try await eventually("that it stops") { serve.output.contains("stopping") }
      try await request.send(Array(delivery.body.suffix(1)))
      let answer = try await request.read()
      #expect(answer.hasPrefix("HTTP/1.1 200 "))
      #expect(try await serve.waitForExit() == 0)
      #expect(ContinuousClock.now - stopped < .seconds(10))
      #expect(try await stage.product.count("deliveries WHERE external_id = '\(delivery.id)'") == 1)
      let job = try await stage.product.rows("SELECT * FROM jobs WHERE key LIKE '%:create_issue'").first
      #expect(job?["state"]?.string == "pending")
      #expect(job?["attempts"]?.integer == 0)
      _ = try await stage.product.serve()
      _ = try await stage.waitForIssue(gid)
      #expect(try await stage.sandbox.state().issues().count == 1)
    }
  }

  /// Everything but the last byte of the body, once the server has it.
  private static func begin(_ delivery: SignedDelivery, _ stage: Stage) async throws -> RawConnection {
    let parts = stage.githubAddress.split(separator: "/", maxSplits: 2)
    let port = try stage.required(parts[1].split(separator: ":").last.flatMap { UInt16($0) }, "port")
    let connection = try await RawConnection(port: port)
    try await connection.send(
      """
      POST /\(parts[2]) HTTP/1.1\r
      host: \(parts[1])\r
      expect: 100-continue\r
      content-type: application/json\r
      content-length: \(delivery.body.count)\r
      x-github-event: \(delivery.event)\r
      x-github-delivery: \(delivery.id)\r
      x-hub-signature-256: \(delivery.signature)\r
      \r\n
      """)
    _ = try await connection.read(through: "100 Continue\r\n\r\n")
    try await connection.send(Array(delivery.body.dropLast()))
    return connection
  }

  @Test(.database) func `a worker that is told to stop ends by itself`() async throws {
    try await Stage.play(.init(serve: ["--no-worker"])) { stage in
      let worker = try await stage.product.work()
      worker.send(SIGTERM)
      #expect(try await worker.waitForExit(within: .seconds(10)) == 0)
    }
  }

  @Test(.database) func `open pages and idle connections do not hold a stopping server back`() async throws {
    try await Stage.play(.init(serve: nil, environment: ["INIT_ADMIN_TOKEN": SignedIn.token])) { stage in
      let serve = try await stage.product.serve()
      let port = try stage.required(stage.product.address.split(separator: ":").last.flatMap { UInt16($0) }, "port")
      let browser = try await SignedIn(stage.product)
      let live = try await RawConnection(port: port)
      defer { live.close() }
      try await live.send("GET /p/demo/live?topics=tasks HTTP/1.1\r\nhost: 127.0.0.1:\(port)\r\ncookie: \(browser.cookie)\r\n\r\n")
      #expect(try await live.read(through: "text/event-stream").hasPrefix("HTTP/1.1 200 "))
      let idle = try await RawConnection(port: port)
      defer { idle.close() }
      try await idle.send("GET /livez HTTP/1.1\r\nhost: 127.0.0.1:\(port)\r\n\r\n")
      _ = try await idle.read(through: "alive\n")
      let stopped = ContinuousClock.now
      serve.send(SIGTERM)
      #expect(try await serve.waitForExit() == 0)
      #expect(ContinuousClock.now - stopped < .seconds(5))
    }
  }
}
