import Asana
import Crypto
import Domain
import EventLoop
import GitHub
import Glibc
import HTTP
import HTTPClient
import HTTPServer
import Log
import Sandbox
import Testing

/// The sandbox behind a real server, its webhooks sent by the real client, and the product's own adapters talking to it.
@Suite(.timeLimit(.minutes(15))) struct SocketTests {
  struct WallClock: Domain.Clock {
    var now: Timestamp {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
  }

  /// One POST the product received.
  struct Arrival: Sendable {
    let headers: [String: String]
    let query: String?
    let body: [UInt8]
  }

  /// Both sides of the wire in one process.
  private struct Wire {
    let sandbox: Sandbox
    let tracker: AsanaTracker
    let host: GitHubHost
    let client: HTTPClient
    let sandboxBase: BaseURL
    let hookURL: String
    var arrivals: AsyncStream<Arrival>.AsyncIterator

    func control(_ path: [String], _ body: JSONValue) async throws -> JSONValue {
      let request = ClientRequest(
        .post, sandboxBase, path: ["sandbox", "api"] + path, body: body.bytes, contentType: "application/json", limits: .jsonAPI)
      return try #require(JSONValue(parsing: try await client.send(request).body))
    }

    /// The next arrival that is meant; those before it are thrown away.
    mutating func next(_ isMeant: (Arrival) -> Bool) async throws -> Arrival {
      while let arrival = await arrivals.next(isolation: #isolation) {
        if isMeant(arrival) { return arrival }
      }
      throw CancellationError()
    }

    mutating func nextGitHub(_ event: String, _ action: String) async throws -> Arrival {
      try await next { $0.headers["x-github-event"] == event && JSONValue(parsing: $0.body)?["action"]?.string == action }
    }
  }

  private func withWire(_ body: (inout Wire) async throws -> Void) async throws {
    let loops = EventLoopGroup(count: 2)
    defer { loops.shutdown() }
    let (stream, arrivals) = AsyncStream.makeStream(of: Arrival.self)
    let product = HTTPServer(loops: loops, responder: Self.product(arrivals), log: .none)
    let sender = WebhookSender(loops: loops)
    var configuration = SandboxConfiguration.demo(address: nil, clock: WallClock())
    configuration.eventDelay = .milliseconds(1)
    configuration.agent.delay = .milliseconds(20)
    configuration.integration.delay = .milliseconds(20)
    let sandbox = Sandbox(configuration, page: nil) { await sender.send($0) }
    let server = HTTPServer(loops: loops, responder: sandbox.router, log: .none)
    let productPort = try Self.port(await product.start(on: .tcp(host: "127.0.0.1", port: 0)))
    let port = try Self.port(await server.start(on: .tcp(host: "127.0.0.1", port: 0)))
    let client = HTTPClient(
      loops: loops,
      configuration: .init(
        userAgent: "auto-flow", allowedPrivateAddresses: [HostPort(host: "127.0.0.1", port: port)], maximumConnectionsPerHost: 8))
    let send: AsanaTracker.Transport = { (request) async throws(ClientError) in try await client.send(request) }
    let base = "http://127.0.0.1:\(port)"
    var wire = Wire(
      sandbox: sandbox,
      tracker: AsanaTracker(
        base: try BaseURL(parsing: base + "/asana/api/1.0"), token: SecretBytes(configuration.asanaToken), transport: send),
      host: GitHubHost(base: try BaseURL(parsing: base + "/github"), token: SecretBytes(configuration.githubToken), transport: send),
      client: client, sandboxBase: try BaseURL(parsing: base), hookURL: "http://127.0.0.1:\(productPort)/hook",
      arrivals: stream.makeAsyncIterator())
    let running = Task { await sandbox.run() }
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(&wire)) } catch { outcome = .failure(error) }
    running.cancel()
    await running.value
    await server.drain(grace: .seconds(1))
    await product.drain(grace: .seconds(1))
    try outcome.get()
  }

  private static func port(_ address: ListenAddress) throws -> Int {
    guard case .tcp(_, let port) = address else { throw CancellationError() }
    return Int(port)
  }

  private static func product(_ arrivals: AsyncStream<Arrival>.Continuation) -> Router {
    let route = Route(.post, "/hook", access: "signed", name: "hook", bodyLimit: 1 << 20) { request in
      let fields = Dictionary(request.head.allFields.map { ($0.name, $0.value) }) { first, _ in first }
      arrivals.yield(Arrival(headers: fields, query: request.head.query, body: request.body))
      guard let secret = request["x-hook-secret"].flatMap({ FieldValue($0) }) else { return Response(.ok) }
      return Response(.ok, headers: ["x-hook-secret": secret])
    }
    return Router([route], onError: { _, _ in Response(.internalServerError) }, onMissing: { _, status, _ in Response(status) })
  }

  @Test func `one task goes from Asana to a passed CI and back`() async throws {
    try await withWire { wire in
      let repository = try #require(RepositoryName("acme/api"))
      let fields = TrackerFields(auto: "1200000000000003", repository: "1200000000000004", status: "1200000000000005")

      // Asana: handshake while the call is open, then signed events.
      let made = try await wire.tracker.createWebhook(resource: "1200000000000002", target: wire.hookURL + "?hook=a%2Fb")
      let handshake = try await wire.next { $0.headers["x-hook-secret"] != nil }
      #expect(handshake.query == "hook=a%2Fb")
      let secret = try #require(made.secret)
      #expect(secret == SecretBytes(try #require(handshake.headers["x-hook-secret"])))
      let heartbeat = try await wire.next { $0.headers["x-hook-signature"] != nil }
      #expect(try AsanaEvents.parse(heartbeat.body).eventCount == 0)
      let created = try await wire.control(["tasks"], ["name": "Add export", "auto": "Yes", "repository": "Api"])
      let gid = try #require(created["gid"]?.string)
      let events = try await wire.next { $0.headers["x-hook-signature"] != nil }
      #expect(AsanaWebhook.verify(body: events.body, signature: events.headers["x-hook-signature"], secret: secret))
      #expect(try AsanaEvents.parse(events.body).tasks.map(\.gid).contains(gid))
      let task = try await wire.tracker.loadTask(gid, fields: fields)
      #expect(task.title == "Add export")
      #expect(task.autoOption == "1200000000000021")
      #expect(task.repositoryOption?.name == "Api")
      #expect(try await wire.tracker.listTasks(project: "1200000000000002", modifiedSince: nil, fields: fields).count == 1)

      // GitHub: the act takes place, its answer is lost; asking again finds what there is.
      _ = try await wire.control(["github-hook"], ["url": .string(wire.hookURL)])
      _ = try await wire.control(["faults"], ["kind": "cut_after", "vendor": "github", "method": "POST", "path": "/repos/*/issues"])
      let host = wire.host
      let since = SocketTests.WallClock().now
      let create = { @Sendable in
        try await host.createIssue(title: "Add export", body: "text", marker: "<!-- m1 -->", since: since, in: repository)
      }
      await #expect(throws: PortError.self) { _ = try await create() }
      let issue = try await create()
      #expect(issue.number == 1)
      let opened = try await wire.nextGitHub("issues", "opened")
      #expect(
        GitHubWebhook.verify(
          body: opened.body, signature: opened.headers["x-hub-signature-256"], secret: SecretBytes("sandbox-webhook-secret")))
      _ = try await host.comment("/opencode implement", marker: "<!-- m2 -->", issue: 1, in: repository)

      // The agent answers with a pull request, a person merges it, CI passes.
      _ = try await wire.nextGitHub("pull_request", "opened")
      let pull = try await host.loadPullRequest(2, in: repository)
      #expect(pull.author == "opencode-agent[bot]")
      try await host.updatePullRequestBody(pull.body + "\n\nFixes #1", number: 2, in: repository)
      let merged = try await wire.control(["pulls", "merge"], ["repository": "acme/api", "number": 2])
      let sha = try #require(merged["merge_commit_sha"]?.string)
      _ = try await wire.next {
        $0.headers["x-github-event"] == "workflow_run"
          && JSONValue(parsing: $0.body)?["workflow_run"]?["head_sha"]?.string == sha
          && JSONValue(parsing: $0.body)?["action"] == "completed"
      }
      #expect(try await host.findMergeCommit(ofPullRequest: 2, in: repository) == sha)
      #expect(try await host.listPushRuns(commit: sha, in: repository).map(\.conclusion) == [.success])
      try await wire.tracker.setCompleted(true, task: gid)
      #expect(try await wire.tracker.loadTask(gid, fields: fields).isCompleted)
    }
  }

  @Test func `faults look like faults on the wire`() async throws {
    try await withWire { wire in
      let tracker = wire.tracker
      _ = try await wire.control(["faults"], ["kind": "cut", "vendor": "asana"])
      await #expect(throws: PortError.transient(reason: "")) {
        do { _ = try await tracker.loadCurrentUser() } catch PortError.transient { throw PortError.transient(reason: "") }
      }
      _ = try await wire.control(["faults"], ["kind": "rate_limit", "vendor": "asana", "seconds": 7])
      await #expect(throws: PortError.rateLimited(retryAfter: .seconds(7))) { _ = try await tracker.loadCurrentUser() }
      #expect(try await tracker.loadCurrentUser().name == "Auto-Flow")
    }
  }

  @Test func `several sandboxes live in one process`() async throws {
    try await withWire { first in
      _ = try await first.control(["tasks"], ["name": "only here"])
      let other = Bench()
      #expect(await other.state()["asana"]?["tasks"]?.array?.isEmpty == true)
    }
  }
}
