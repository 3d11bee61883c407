import HTTP
import Sandbox
import Testing

@testable import Sandbox

@Suite struct AgentTests {
  static let comments: [(String, AgentTrigger)] = [
    ("/opencode implement", .prompt("/opencode implement")), ("/oc fix it", .prompt("/oc fix it")),
    ("please /opencode implement", .prompt("please /opencode implement")), ("/OpenCode implement", .prompt("/OpenCode implement")),
    ("see /october plans", .prompt("see /october plans")), ("/october", .prompt("/october")),
    ("/opencode", .summary), ("/oc", .summary), ("/oc  ", .summary), ("/opencode\n", .summary),
    ("Hello\n/opencode implement", .skipped), ("implement this", .skipped), ("opencode implement", .skipped), ("", .skipped),
    ("https://github.com/octo-org/x", .skipped), ("(/opencode implement)", .skipped), ("\t/oc do", .skipped),
  ]

  @Test(arguments: comments)
  func `a comment triggers as the published workflow says`(comment: String, meaning: AgentTrigger) {
    #expect(AgentTrigger(comment: comment) == meaning)
  }

  private func issue(_ bench: Bench, body: String = "text") async {
    _ = await bench.github(.post, "/repos/acme/api/issues", ["title": "Add export", "body": .string(body)])
  }

  private func comment(_ bench: Bench, _ text: String, token: String = "sandbox-github-token") async {
    _ = await bench.github(.post, "/repos/acme/api/issues/1/comments", ["body": .string(text)], token: token)
  }

  private func pulls(_ bench: Bench) async -> [JSONValue] { await bench.repository()["pull_requests"]?.array ?? [] }

  private func agentRuns(_ bench: Bench) async -> [JSONValue] {
    await bench.repository()["runs"]?.array?.filter { $0["event"] == "issue_comment" } ?? []
  }

  @Test func `an issue body starts nothing`() async {
    let bench = Bench()
    await issue(bench, body: "/opencode implement")
    await bench.pass(.seconds(10))
    #expect(await pulls(bench).isEmpty)
    #expect(await agentRuns(bench).isEmpty)
  }

  @Test func `a trigger comment ends in a pull request as the action makes it`() async throws {
    let bench = Bench()
    await bench.installHook()
    await issue(bench)
    await comment(bench, "/opencode implement")
    await bench.pass(.seconds(2))
    #expect(await bench.repository()["issues"]?[0]?["comments"]?[0]?["eyes"] == true)
    await bench.pass(.seconds(4))
    let pull = try #require(await pulls(bench).first)
    #expect(pull["author"] == "opencode-agent[bot]")
    #expect(pull["base"] == "main")
    #expect(pull["body"]?.string?.contains("\n\nCloses #1\n\n[opencode session](") == true)
    #expect(pull["body"]?.string?.contains("Fixes") == false)
    let branch = try #require(pull["head"]?.string)
    #expect(branch.hasPrefix("opencode/issue1-"))
    #expect(branch.dropFirst("opencode/issue1-".count).count == 14)
    let comments = try #require(await bench.repository()["issues"]?[0]?["comments"]?.array)
    #expect(comments.count == 2)
    #expect(comments[0]["eyes"] == false)
    #expect(comments[1]["body"]?.string?.hasPrefix("Created PR #2") == true)
    #expect(comments[1]["author"] == "opencode-agent[bot]")
    let run = try #require(await agentRuns(bench).first)
    #expect(run["conclusion"] == "success")
    #expect(run["head_sha"] == (await bench.repository())["tip"])
    #expect(run["head_branch"] == "main")
    let opened = try #require(bench.receiver.payloads("pull_request.opened").first)
    #expect(opened["sender"]?["type"] == "Bot")
    #expect(opened["pull_request"]?["merged"] == false)
  }

  @Test(arguments: [
    ("sandbox-reader-token", "User demo-reader does not have write permissions")
  ])
  func `without write permission there is an error and no pull request`(token: String, text: String) async throws {
    let bench = Bench()
    await issue(bench)
    await comment(bench, "/opencode implement", token: token)
    await bench.pass(.seconds(10))
    #expect(await pulls(bench).isEmpty)
    #expect(await bench.repository()["issues"]?[0]?["comments"]?[1]?["body"]?.string == text)
    #expect(await agentRuns(bench).first?["conclusion"] == "failure")
  }

  @Test func `a bot is refused`() async {
    let bench = Bench()
    await issue(bench)
    _ = await bench.control("/comments", ["number": 1, "text": "/opencode implement", "as": "other-app[bot]"])
    await bench.pass(.seconds(10))
    #expect(await pulls(bench).isEmpty)
    #expect(await agentRuns(bench).first?["conclusion"] == "failure")
  }

  @Test func `a bare mention only summarises and other comments only skip`() async {
    let bench = Bench()
    await issue(bench)
    await comment(bench, "/opencode")
    await comment(bench, "thanks")
    await bench.pass(.seconds(10))
    #expect(await pulls(bench).isEmpty)
    // The agent's own answer starts its workflow too, and is skipped.
    let conclusions = await agentRuns(bench).compactMap { $0["conclusion"]?.string }
    #expect(conclusions.sorted() == ["skipped", "skipped", "success"])
  }

  @Test(arguments: [
    ("closes", "Closes #1", "opencode/issue1-", 1), ("fixes", "Fixes #1", "opencode/issue1-", 1),
    ("none", "Implemented", "feat/task-1-", 1),
    ("comment", "", "", 0),
  ])
  func `the style decides what the pull request says`(style: String, text: String, branch: String, count: Int) async {
    let bench = Bench()
    #expect(await bench.control("/agent", ["style": .string(style), "delay_ms": 0])["style"] == .string(style))
    await issue(bench)
    await comment(bench, "/opencode implement")
    await bench.pass(.seconds(1))
    let found = await pulls(bench)
    #expect(found.count == count)
    guard let pull = found.first else { return }
    #expect(pull["body"]?.string?.contains(text) == true)
    #expect(pull["head"]?.string?.hasPrefix(branch) == true)
    if style == "none" { #expect(pull["body"]?.string?.contains("#1") == false) }
  }

  @Test func `a failing agent says so`() async {
    let bench = Bench()
    _ = await bench.control("/agent", ["failing": true])
    await issue(bench)
    await comment(bench, "/opencode implement")
    await bench.pass(.seconds(10))
    #expect(await pulls(bench).isEmpty)
    #expect(await agentRuns(bench).first?["conclusion"] == "failure")
    #expect(await bench.repository()["issues"]?[0]?["comments"]?[1]?["body"]?.string?.hasPrefix("Error:") == true)
  }

  @Test func `an agent that is off hears nothing`() async {
    let bench = Bench()
    _ = await bench.control("/agent", ["on": false])
    await issue(bench)
    await comment(bench, "/opencode implement")
    await bench.pass(.seconds(10))
    #expect(await agentRuns(bench).isEmpty)
  }

  @Test func `a comment on a pull request adds a commit`() async throws {
    let bench = Bench()
    await bench.installHook()
    _ = await bench.control("/pulls", ["title": "A change"])
    await comment(bench, "/opencode rename it")
    await bench.pass(.seconds(10))
    #expect(await pulls(bench).count == 1)
    let event = try #require(bench.receiver.payloads("pull_request.synchronize").first)
    #expect(event["after"] == event["pull_request"]?["head"]?["sha"])
  }
}
