import HTTP
import Sandbox
import Testing

@testable import Sandbox

@Suite struct MergeTests {
  static let keywords: [(String, [Int64])] = [
    ("Closes #1", [1]), ("fixes #2", [2]), ("RESOLVED #3", [3]), ("Fix: #4", [4]), ("closes acme/api#5", [5]), ("Closes ACME/API#5.", [5]),
    ("fixes #1, closes #2 and resolves #1", [1, 2]), ("fixes #1, #2", [1]), ("text\n\nCloses #7\n\n[footer](x)", [7]),
    ("closes other/repo#5", []), ("prefixes #1", []), ("fix 1", []), ("Closes#1", []), ("closes #1a", []), ("", []), ("see #1", []),
  ]

  @Test(arguments: keywords)
  func `closing keywords are read as GitHub reads them`(text: String, issues: [Int64]) {
    #expect(ClosingKeywords.issues(in: text, repository: "acme/api") == issues)
  }

  /// An issue (1) and a pull request (2) that closes it.
  private func bench(_ body: String = "Closes #1", base: String = "main") async -> Bench {
    let bench = Bench()
    await bench.installHook()
    _ = await bench.control("/issues", ["title": "one"])
    _ = await bench.control("/pulls", ["title": "two", "body": .string(body), "base": .string(base)])
    await bench.pass(.seconds(10))
    bench.receiver.clear()
    return bench
  }

  @Test(arguments: ["merge", "squash", "rebase"])
  func `merging pushes, closes the issue and runs CI on the merge commit`(method: String) async throws {
    let bench = await bench()
    let merged = await bench.github(.put, "/repos/acme/api/pulls/2/merge", ["merge_method": .string(method)])
    #expect(merged.json["merged"] == true)
    let sha = try #require(merged.json["sha"]?.string)
    #expect(await bench.github(.put, "/repos/acme/api/pulls/2/merge").status == 405)
    await bench.pass(.seconds(10))
    let closed = try #require(bench.receiver.payloads("pull_request.closed").first?["pull_request"])
    #expect(closed["merged"] == true)
    #expect(closed["merge_commit_sha"] == .string(sha))
    let push = try #require(bench.receiver.payloads("push").first)
    #expect(push["after"] == .string(sha))
    #expect(push["ref"] == "refs/heads/main")
    #expect(push["commits"]?.array?.last?["id"] == .string(sha))
    #expect(bench.receiver.payloads("issues.closed").first?["issue"]?["state_reason"] == "completed")
    let runs = bench.receiver.events.filter { $0.hasPrefix("workflow_run") }
    #expect(runs == ["workflow_run.requested", "workflow_run.in_progress", "workflow_run.completed"])
    let run = try #require(bench.receiver.payloads("workflow_run.completed").first?["workflow_run"])
    #expect(run["head_sha"] == .string(sha))
    #expect(run["event"] == "push")
    #expect(run["head_branch"] == "main")
    #expect(run["conclusion"] == "success")
    #expect(run["pull_requests"] == [])
    let found = await bench.github(.get, "/repos/acme/api/commits/\(sha)/pulls").json
    #expect(found.array?.compactMap { $0["number"]?.integer } == [2])
    let events = await bench.github(.get, "/repos/acme/api/issues/2/events").json
    #expect(events.array?.first { $0["event"] == "merged" }?["commit_id"] == .string(sha))
  }

  @Test func `an issue stays open when the base is not the default branch`() async {
    let bench = await bench(base: "release")
    _ = await bench.control("/pulls/merge", ["number": 2])
    await bench.pass(.seconds(1))
    #expect(await bench.repository()["issues"]?[0]?["state"] == "open")
  }

  @Test func `closing without merging carries merged false`() async {
    let bench = await bench()
    _ = await bench.control("/pulls/close", ["number": 2])
    await bench.pass(.seconds(10))
    #expect(bench.receiver.payloads("pull_request.closed").first?["pull_request"]?["merged"] == false)
    #expect(bench.receiver.payloads("workflow_run.requested").isEmpty)
    #expect(await bench.repository()["issues"]?[0]?["state"] == "open")
  }

  @Test func `a stale head is 409`() async {
    let bench = await bench()
    #expect(await bench.github(.put, "/repos/acme/api/pulls/2/merge", ["sha": "00"]).status == 409)
  }

  @Test func `pull requests get runs of their own that are not for the merge`() async {
    let bench = await bench()
    let runs = await bench.github(.get, "/repos/acme/api/actions/runs?event=pull_request").json
    #expect(runs["total_count"] == 1)
    #expect(runs["workflow_runs"]?[0]?["pull_requests"]?[0]?["number"] == 2)
    _ = await bench.control("/pulls/merge", ["number": 2])
    await bench.pass(.seconds(10))
    let tip = await bench.repository()["tip"]?.string ?? ""
    let push = await bench.github(.get, "/repos/acme/api/actions/runs?head_sha=\(tip)&event=push").json
    #expect(push["total_count"] == 1)
  }

  @Test func `several workflows conclude as they were told`() async {
    let bench = await bench()
    _ = await bench.control("/ci", ["workflows": ["ci", "e2e"], "conclusions": ["e2e": "failure"]])
    _ = await bench.control("/pulls/merge", ["number": 2])
    await bench.pass(.seconds(10))
    let runs = bench.receiver.payloads("workflow_run.completed").compactMap { $0["workflow_run"] }
    #expect(runs.map { "\($0["name"]?.string ?? "") \($0["conclusion"]?.string ?? "")" }.sorted() == ["ci success", "e2e failure"])
  }

  @Test func `held CI waits for a hand, and a re-run keeps the id`() async throws {
    let bench = await bench()
    _ = await bench.control("/ci", ["hold": true])
    _ = await bench.control("/pulls/merge", ["number": 2])
    await bench.pass(.seconds(60))
    #expect(bench.receiver.payloads("workflow_run.completed").isEmpty)
    let run = try #require(await bench.repository()["runs"]?.array?.last { $0["event"] == "push" })
    let id = try #require(run["id"]?.integer)
    #expect(await bench.control("/runs/\(id)", ["conclusion": "failure"])["conclusion"] == "failure")
    _ = await bench.control("/ci", ["hold": false])
    #expect(await bench.github(.post, "/repos/acme/api/actions/runs/\(id)/rerun").status == 201)
    await bench.pass(.seconds(10))
    let completed = bench.receiver.payloads("workflow_run.completed").compactMap { $0["workflow_run"] }
    #expect(completed.compactMap { $0["id"]?.integer } == [id, id])
    #expect(completed.compactMap { $0["run_attempt"]?.integer } == [1, 2])
    #expect(completed.compactMap { $0["conclusion"]?.string } == ["failure", "success"])
  }

  @Test func `CI can come before the merge event`() async throws {
    let bench = await bench()
    _ = await bench.control("/ci", ["before_merge_event": true])
    _ = await bench.control("/pulls/merge", ["number": 2])
    await bench.pass(.seconds(10))
    let events = bench.receiver.events
    let run = try #require(events.firstIndex(of: "workflow_run.completed"))
    let closed = try #require(events.firstIndex(of: "pull_request.closed"))
    #expect(run < closed)
  }

  @Test func `a run can be made by hand for any event`() async {
    let bench = await bench()
    let run = await bench.control("/runs", ["event": "schedule", "workflow": "nightly", "conclusion": "cancelled"])
    #expect(run["event"] == "schedule")
    #expect(run["conclusion"] == "cancelled")
    await bench.pass(.seconds(1))
    #expect(bench.receiver.events.filter { $0.hasPrefix("workflow_run") }.count == 3)
  }
}
