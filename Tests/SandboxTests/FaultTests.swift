import HTTP
import Sandbox
import Testing

@testable import Sandbox

@Suite struct FaultTests {
  @Test(arguments: [
    ("/repos/*/issues", "/repos/acme/api/issues", true), ("/repos/*/issues", "/repos/acme/api/issues/1", false),
    ("*", "/anything", true), ("/tasks/*/stories", "/tasks/1/stories", true), ("/tasks", "/tasks", true), ("/tasks", "/tasks/1", false),
    ("*/merge", "/repos/a/b/pulls/1/merge", true), ("/a*b*c", "/axxbxxc", true), ("/a*b*c", "/axxcxxb", false),
  ])
  func `a pattern matches whole paths`(pattern: String, path: String, isMatch: Bool) {
    #expect(Wildcard(pattern).matches(path) == isMatch)
  }

  private func issues(_ bench: Bench) async -> Int { await bench.repository()["issues"]?.array?.count ?? -1 }

  private func create(_ bench: Bench) async -> Answer {
    await bench.github(.post, "/repos/acme/api/issues", ["title": "a"])
  }

  /// Kind, further members, status (nil: connection cut), issues made by the first call.
  static let requestFaults: [(String, JSONValue, Int?, Int)] = [
    ("rate_limit", ["seconds": 7], 429, 0), ("rate_limit", ["status": 403], 403, 0), ("secondary_limit", [:], 403, 0),
    ("error", [:], 500, 0), ("error", ["status": 502], 502, 0), ("error", ["status": 401], 401, 0), ("error_after", [:], 500, 1),
    ("cut", [:], nil, 0), ("cut_after", [:], nil, 1), ("hang", ["seconds": 0], 201, 1), ("hang_after", ["seconds": 0], 201, 1),
  ]

  @Test(arguments: requestFaults)
  func `a fault hits the next matching call once`(kind: String, more: JSONValue, status: Int?, made: Int) async {
    let bench = Bench()
    let fault: JSONValue = ["kind": .string(kind), "vendor": "github", "method": "POST", "path": "/repos/*/issues"]
    let added = await bench.control("/faults", .object((fault.members ?? []) + (more.members ?? [])))
    #expect(added["requests"]?.array?.count == 1)
    #expect(await bench.github(.get, "/repos/acme/api/issues").status == 200)
    let hit = await create(bench)
    #expect(hit.isCut == (status == nil))
    if let status { #expect(hit.status == status) }
    #expect(await issues(bench) == made)
    #expect(await create(bench).status == 201)
  }

  @Test func `rate limits say how long to wait`() async {
    let bench = Bench()
    _ = await bench.control("/faults", ["kind": "rate_limit", "count": 2, "seconds": 9])
    let asana = await bench.asana(.get, "/users/me")
    #expect(asana.status == 429)
    #expect(asana["retry-after"] == "9")
    let github = await bench.github(.get, "/user")
    #expect(github.status == 429)
    #expect(github["retry-after"] == "9")
    #expect(github["x-ratelimit-remaining"] == "0")
  }

  @Test(arguments: [
    ("drop", 0, 1), ("lose", 0, 0), ("duplicate", 2, 2), ("delay", 1, 1), ("bad_signature", 1, 1),
  ])
  func `a webhook fault changes what arrives`(kind: String, received: Int, listed: Int) async throws {
    let bench = Bench()
    await bench.installHook()
    _ = await bench.control("/faults", ["kind": .string(kind), "vendor": "github", "event": "issues", "seconds": 3])
    _ = await create(bench)
    await bench.pass(.seconds(1))
    #expect(bench.receiver.deliveries.count == (kind == "delay" ? 0 : received))
    await bench.pass(.seconds(3))
    #expect(bench.receiver.deliveries.count == received)
    let hook = try #require(await bench.github(.get, "/repos/acme/api/hooks").json[0]?["id"]?.integer)
    let deliveries = await bench.github(.get, "/repos/acme/api/hooks/\(hook)/deliveries").json.array ?? []
    #expect(deliveries.filter { $0["event"] == "issues" }.count == listed)
    #expect(Set(bench.receiver.deliveries.compactMap { $0.headers["x-github-delivery"] }).count == min(received, 1))
  }

  @Test func `a wrong signature is wrong in every header`() async throws {
    let bench = Bench()
    await bench.installHook()
    _ = await create(bench)
    await bench.pass(.milliseconds(100))
    let good = try #require(bench.receiver.deliveries.first?.headers["x-hub-signature-256"])
    #expect(good.count == 71)
    _ = await bench.control("/faults", ["kind": "bad_signature"])
    let id = try #require(await bench.state()["deliveries"]?.array?.last?["id"]?.integer)
    _ = await bench.control("/deliveries/\(id)/redeliver")
    await bench.pass(.milliseconds(100))
    let bad = try #require(bench.receiver.deliveries.last?.headers["x-hub-signature-256"])
    #expect(bad != good && bad.count == good.count)
  }

  @Test func `reordering lets the next one pass`() async {
    let bench = Bench()
    await bench.installHook()
    _ = await bench.control("/faults", ["kind": "reorder", "event": "issues"])
    _ = await create(bench)
    await bench.pass(.milliseconds(500))
    #expect(bench.receiver.events.isEmpty)
    _ = await bench.github(.patch, "/repos/acme/api/issues/1", ["state": "closed"])
    await bench.pass(.milliseconds(500))
    #expect(bench.receiver.events == ["issues.closed", "issues.opened"])
  }

  @Test func `what is held back comes by itself after five seconds`() async {
    let bench = Bench()
    await bench.installHook()
    _ = await bench.control("/faults", ["kind": "reorder", "event": "issues"])
    _ = await create(bench)
    await bench.pass(.seconds(6))
    #expect(bench.receiver.events == ["issues.opened"])
  }

  @Test(arguments: [("drop", 0), ("lose", 0), ("duplicate", 2), ("reorder", 1), ("bad_signature", 1), ("delay", 1)])
  func `Asana's deliveries fail in the same ways and go on afterwards`(kind: String, received: Int) async {
    let bench = Bench()
    _ = await bench.createAsanaWebhook()
    await bench.pass(.milliseconds(200))
    bench.receiver.clear()
    _ = await bench.control("/faults", ["kind": .string(kind), "vendor": "asana", "event": "events", "seconds": 1])
    _ = await bench.control("/tasks", ["name": "A"])
    await bench.pass(.seconds(7))
    #expect(bench.receiver.asanaBatches.count == received)
    _ = await bench.control("/tasks", ["name": "B"])
    await bench.pass(.seconds(1))
    #expect(bench.receiver.asanaBatches.count == received + 1)
  }

  @Test(
    arguments: [
      (["kind": "nonsense"], 422), ([:], 422), (["kind": "error", "vendor": "jira"], 422), (["kind": "error", "status": 200], 422),
    ] as [(JSONValue, Int)])
  func `a fault that makes no sense is refused`(body: JSONValue, status: Int) async {
    #expect(await Bench().send(.post, "/sandbox/api/faults", body).status == status)
  }
}
