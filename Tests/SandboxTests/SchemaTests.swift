import HTTP
import Sandbox
import Testing

/// Every answer and every payload of the GitHub stand-in against GitHub's own description.
@Suite(.enabled(if: Contracts.isHere, Contracts.absence)) struct SchemaTests {
  /// Drives one task through everything there is.
  private static func play(version: String) async -> (bench: Bench, exchanges: [JSONValue]) {
    let bench = Bench()
    await bench.installHook()
    let repo = "/repos/acme/api"
    let hook = await bench.github(.get, "\(repo)/hooks", version: version).json[0]?["id"]?.integer ?? 0
    _ = await bench.github(.post, "\(repo)/issues", ["title": "A", "body": "b", "labels": ["x"]], version: version)
    _ = await bench.github(.post, "\(repo)/issues/1/comments", ["body": "/opencode implement"], version: version)
    await bench.pass(.seconds(12))
    _ = await bench.github(.patch, "\(repo)/pulls/2", ["body": "Fixes #1"], version: version)
    _ = await bench.github(.patch, "\(repo)/issues/1", ["title": "B"], version: version)
    let sha = await bench.github(.put, "\(repo)/pulls/2/merge", [:], version: version).json["sha"]?.string ?? ""
    await bench.pass(.seconds(12))
    let run = await bench.github(.get, "\(repo)/actions/runs?head_sha=\(sha)", version: version).json["workflow_runs"]?[0]?["id"]?.integer
    _ = await bench.github(.post, "\(repo)/actions/runs/\(run ?? 0)/rerun", version: version)
    await bench.pass(.seconds(12))
    let delivery = await bench.github(.get, "\(repo)/hooks/\(hook)/deliveries", version: version).json[0]?["id"]?.integer ?? 0
    let reads = [
      "/user", "/rate_limit", repo, "\(repo)/collaborators/demo-person/permission", "\(repo)/commits/\(sha)",
      "\(repo)/commits/\(sha)/pulls", "\(repo)/actions/runs/\(run ?? 0)", "\(repo)/actions/workflows", "\(repo)/labels",
      "\(repo)/issues?state=all", "\(repo)/issues/1", "\(repo)/issues/2", "\(repo)/issues/1/comments", "\(repo)/issues/1/labels",
      "\(repo)/pulls?state=all", "\(repo)/pulls/2", "\(repo)/hooks/\(hook)", "\(repo)/hooks/\(hook)/config",
      "\(repo)/hooks/\(hook)/deliveries/\(delivery)", "\(repo)/nothing/here", "\(repo)/issues/99",
    ]
    for path in reads { _ = await bench.github(.get, path, version: version) }
    _ = await bench.github(.post, "\(repo)/issues", [:], version: version)
    _ = await bench.github(.post, "\(repo)/issues/1/labels", ["labels": ["y"]], version: version)
    _ = await bench.github(.delete, "\(repo)/issues/1/labels/y", version: version)
    _ = await bench.github(.post, "\(repo)/hooks/\(hook)/deliveries/\(delivery)/attempts", version: version)
    return (bench, await bench.send(.get, "/sandbox/api/exchanges").json.array ?? [])
  }

  /// Answers whose schema the description writes as a union.
  private static let unions: [String: String] = ["GET /user": "PublicUser"]

  @Test(arguments: ["2022-11-28", "2026-03-10"])
  func `answers fit the description`(version: String) async throws {
    let description = try Contracts.document("github/github-rest-\(version).trimmed.openapi.json")
    let check = SchemaCheck(description, at: ["components", "schemas"])
    var checked: Set<String> = []
    for exchange in await Self.play(version: version).exchanges {
      let method = try #require(exchange["method"]?.string)
      let pattern = try #require(exchange["pattern"]?.string)
      let status = try #require(exchange["status"]?.integer)
      guard pattern != "-", let body = exchange["response_body"], body != .null,
        let schema = Self.schema(description, method: method, pattern: pattern, status: status)
      else { continue }
      let values = schema.isList ? try #require(body.array) : [body]
      for value in values { #expect(check.faults(value, schema.name) == [], "\(method) \(pattern) \(status)") }
      if !values.isEmpty { checked.insert("\(method) \(pattern) \(status)") }
    }
    #expect(checked.count >= 27, "only \(checked.sorted())")
  }

  private static func schema(
    _ description: JSONValue, method: String, pattern: String, status: Int64
  ) -> (name: String, isList: Bool)? {
    let shape = pattern.split(separator: "/").map { $0.hasPrefix(":") ? "{}" : String($0) }
    let path = description["paths"]?.members?.first { member in
      member.key.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : String($0) } == shape
    }
    if status == 200, let name = unions["\(method) \(pattern)"] { return (name, false) }
    let answer = path?.value[method.lowercased()]?["responses"]?[String(status)]
    guard let schema = answer?["content"]?["application/json"]?["schema"] else { return nil }
    let reference = schema["$ref"] ?? schema["items"]?["$ref"]
    guard let name = reference?.string?.split(separator: "/").last else { return nil }
    return (String(name), schema["type"] == "array")
  }

  @Test func `a person's own repositories look like repositories that are read alone`() async throws {
    let description = try Contracts.document("github/github-rest-2022-11-28.trimmed.openapi.json")
    let check = SchemaCheck(description, at: ["components", "schemas"])
    let schema = try #require(Self.schema(description, method: "GET", pattern: "/repos/:owner/:repo", status: 200))
    let bench = Bench()
    for token in ["sandbox-github-token", "sandbox-reader-token"] {
      let answer = await bench.github(.get, "/user/repos?sort=full_name&per_page=100", token: token)
      let names = answer.json.array?.compactMap { $0["full_name"]?.string } ?? []
      #expect(names.contains("acme/api") && names == names.sorted())
      for repository in answer.json.array ?? [] { #expect(check.faults(repository, schema.name) == []) }
    }
    #expect(await bench.github(.get, "/user/repos", token: "sandbox-bot-token").json.array == [])
  }

  @Test func `payloads of webhooks fit the description`() async throws {
    let check = SchemaCheck(try Contracts.document("github/github-webhooks.schema.json"), at: ["$defs"])
    let bench = await Self.play(version: "2022-11-28").bench
    _ = await bench.github(.post, "/repos/acme/api/hooks/\(0)/pings")
    _ = await bench.control("/github-hook", ["url": "http://product.test/second"])
    _ = await bench.control("/issues", ["title": "c"])
    _ = await bench.github(.patch, "/repos/acme/api/issues/3", ["state": "closed"])
    _ = await bench.github(.patch, "/repos/acme/api/issues/3", ["state": "open"])
    await bench.pass(.seconds(1))
    var checked: Set<String> = []
    for (event, payload) in zip(bench.receiver.events, bench.receiver.deliveries.compactMap { JSONValue(parsing: $0.body) }) {
      let words = event.split { $0 == "." || $0 == "_" }.map { $0.prefix(1).uppercased() + $0.dropFirst() }
      let faults = check.faults(payload, "Webhook" + words.joined())
      #expect(faults == [], "\(event)")
      checked.insert(event)
    }
    let expected: Set<String> = [
      "issues.opened", "issues.labeled", "issues.edited", "issues.closed", "issues.reopened", "issue_comment.created",
      "pull_request.opened", "pull_request.edited", "pull_request.closed", "push", "ping", "workflow_run.requested",
      "workflow_run.in_progress", "workflow_run.completed",
    ]
    #expect(expected.isSubset(of: checked), "missing \(expected.subtracting(checked))")
  }

  @Test func `the check itself finds faults`() throws {
    let check = SchemaCheck(try Contracts.document("github/github-rest-2022-11-28.trimmed.openapi.json"), at: ["components", "schemas"])
    #expect(check.faults(["sha": "x", "merged": "yes"], "PullRequestMergeResult").count == 2)
  }
}
