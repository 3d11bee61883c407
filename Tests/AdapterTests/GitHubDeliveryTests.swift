import Crypto
import Domain
import FoundationEssentials
import GitHub
import Testing

@Suite struct GitHubDeliveryTests {
  static let receivedAt = Timestamp(microseconds: 1_700_000_000_000_000)

  static func parse(_ event: String, _ json: String) throws(GitHubDelivery.ParseError) -> GitHubDelivery {
    try GitHubDelivery.parse(event: event, body: Array(json.utf8), receivedAt: receivedAt)
  }

  static let repository = #""repository":{"full_name":"acme/api"}"#

  @Test func `a pull request with the least a payload can hold is read`() throws {
    let json = #"{"action":"opened","pull_request":{"number":7},\#(Self.repository)}"#
    guard case .pullRequest("opened", let repository, let pullRequest) = try Self.parse("pull_request", json) else {
      Issue.record("not a pull request")
      return
    }
    #expect(repository.description == "acme/api")
    #expect(pullRequest.url == "https://github.com/acme/api/pull/7")
    #expect(pullRequest.state == .open)
    #expect(pullRequest.updatedAt == Self.receivedAt)
    #expect(pullRequest.body.isEmpty)
  }

  @Test(
    arguments: [
      (#""state":"open","merge_commit_sha":"aa""#, .open, nil), (#""state":"closed","merge_commit_sha":"aa""#, .closed, nil),
      (#""state":"closed","merged":false,"merge_commit_sha":"aa","merged_at":null"#, .closed, nil),
      (#""state":"closed","merged":true,"merge_commit_sha":"aa""#, .merged, "aa"),
      (#""state":"closed","merged_at":"2026-01-01T00:00:00Z","merge_commit_sha":"aa""#, .merged, "aa"),
      (#""state":"closed","merged":true"#, .merged, nil),
    ] as [(String, PullRequest.State, String?)])
  func `only a merged pull request has a merge commit`(fields: String, state: PullRequest.State, commit: String?) throws {
    let json = #"{"action":"closed","pull_request":{"number":7,\#(fields)},\#(Self.repository)}"#
    guard case .pullRequest(_, _, let pullRequest) = try Self.parse("pull_request", json) else {
      Issue.record("not a pull request")
      return
    }
    #expect(pullRequest.state == state)
    #expect(pullRequest.mergeCommit == commit)
  }

  @Test(
    arguments: [
      (#""success""#, .success), (#""timed_out""#, .timedOut), (#""startup_failure""#, .startupFailure), ("null", nil), (#""novel""#, nil),
    ] as [(String, WorkflowRun.Conclusion?)])
  func `a conclusion is read, an unknown one is none`(json: String, expected: WorkflowRun.Conclusion?) throws {
    let run = #"{"id":1,"head_sha":"aa","event":"push","head_branch":null,"conclusion":\#(json)}"#
    let delivery = try Self.parse("workflow_run", #"{"action":"completed","workflow_run":\#(run),\#(Self.repository)}"#)
    guard case .workflowRun("completed", _, let value) = delivery else {
      Issue.record("not a run")
      return
    }
    #expect(value.conclusion == expected)
    #expect(value.attempt == 1)
  }

  @Test(
    arguments: [
      ("Created PR #12\n\n[github run](/acme/api/actions/runs/1)", 12), ("Created PR #", nil), ("I see: Created PR #12", nil),
      ("Created PR #9999999999999999999999", nil), ("Created PR #12x", 12),
    ] as [(String, Int64?)])
  func `the agent's report gives a hint`(text: String, number: Int64?) throws {
    let quoted = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    let comment = #"{"id":5,"body":\#(quoted),"user":{"login":"opencode-agent[bot]"}}"#
    let json = #"{"action":"created","issue":{"number":3,"pull_request":{"url":"u"}},"comment":\#(comment),\#(Self.repository)}"#
    guard case .issueComment(let value) = try Self.parse("issue_comment", json) else {
      Issue.record("not a comment")
      return
    }
    #expect(value.createdPullRequest == number)
    #expect(value.isOnPullRequest)
    #expect(value.author == "opencode-agent[bot]")
    #expect(value.url == "https://github.com/acme/api/issues/3#issuecomment-5")
  }

  static let others: [(event: String, json: String, expected: GitHubDelivery)] = [
    ("check_run", #"{"action":"completed"}"#, .ignored(event: "check_run", action: "completed")),
    ("fork", "{}", .ignored(event: "fork", action: nil)),
    ("issues", #"{"action":"labeled"}"#, .ignored(event: "issues", action: "labeled")),
    ("issue_comment", #"{"action":"edited"}"#, .ignored(event: "issue_comment", action: "edited")),
    ("ping", #"{"zen":"Speak like a human."}"#, .ping(repository: nil)),
    ("ping", #"{\#(repository)}"#, .ping(repository: RepositoryName("acme/api"))),
  ]

  @Test(arguments: GitHubDeliveryTests.others)
  func `events this program does not act on are named`(event: String, json: String, expected: GitHubDelivery) throws {
    #expect(try Self.parse(event, json) == expected)
  }

  @Test func `pushes to branches and tags are told apart`() throws {
    let name = try #require(RepositoryName("acme/api"))
    let branch = try Self.parse("push", #"{"ref":"refs/heads/release/1","after":"aa",\#(Self.repository)}"#)
    #expect(branch == .push(repository: name, branch: "release/1", after: "aa"))
    let tag = try Self.parse("push", #"{"ref":"refs/tags/v1","after":"aa",\#(Self.repository)}"#)
    #expect(tag == .push(repository: name, branch: nil, after: "aa"))
    #expect(tag.repository == name)
  }

  @Test(
    arguments: [
      ("pull_request", "", .notJSON), ("fork", "{", .notJSON), ("fork", "nope", .notJSON),
      ("fork", "[1]", .unexpected(at: "the whole body")),
      ("pull_request", "{}", .unexpected(at: "action")),
      ("pull_request", #"{"action":"opened","pull_request":{},\#(repository)}"#, .unexpected(at: "pull_request.number")),
      ("push", #"{"ref":"refs/heads/a","after":"aa","repository":{"full_name":"a"}}"#, .unexpected(at: "repository.full_name")),
      ("workflow_run", #"{"action":"completed","workflow_run":{"id":"1"},\#(repository)}"#, .unexpected(at: "workflow_run.id")),
    ] as [(String, String, GitHubDelivery.ParseError)])
  func `a body of another shape is a typed error`(event: String, json: String, expected: GitHubDelivery.ParseError) {
    #expect(throws: expected) { try Self.parse(event, json) }
  }

  @Test func `texts are bounded and free of NUL`() throws {
    let body = String(repeating: "é", count: 40_000)
    let title = #"a\u0000b"# + String(repeating: "€", count: 400)
    let json = #"{"action":"opened","pull_request":{"number":7,"title":"\#(title)","body":"x\#(body)"},\#(Self.repository)}"#
    guard case .pullRequest(_, _, let pullRequest) = try Self.parse("pull_request", json) else {
      Issue.record("not a pull request")
      return
    }
    #expect(pullRequest.body.utf8.count == GitHubDelivery.longestBody - 1)
    #expect(pullRequest.body == "x" + String(repeating: "é", count: 32_767))
    #expect(pullRequest.title.hasPrefix("a\u{FFFD}b€"))
    #expect(pullRequest.title.utf8.count <= GitHubDelivery.longestText)
  }

  @Test func `a text that is one character throughout is cut all the same`() throws {
    let body = "e" + String(repeating: "\u{301}", count: 60_000)
    let json = #"{"action":"opened","pull_request":{"number":7,"body":"\#(body)"},\#(Self.repository)}"#
    guard case .pullRequest(_, _, let pullRequest) = try Self.parse("pull_request", json) else {
      Issue.record("not a pull request")
      return
    }
    #expect(pullRequest.body.utf8.count == GitHubDelivery.longestBody - 1)
  }

  @Test func `a payload of 25 MB is read`() throws {
    let filler = String(repeating: "a", count: 25 << 20)
    let json = #"{"filler":"\#(filler)","ref":"refs/heads/main","after":"aa",\#(Self.repository)}"#
    let name = try #require(RepositoryName("acme/api"))
    #expect(try Self.parse("push", json) == .push(repository: name, branch: "main", after: "aa"))
  }

  static let summaries: [GitHubDelivery] = {
    guard let name = RepositoryName("Acme/API") else { return [] }
    let pullRequest = PullRequest(
      number: 7, url: "https://x/7", title: "T \"q\" \\u0000", body: "Fixes #1\n", author: "a[bot]", headBranch: "opencode/issue1-2",
      baseBranch: "main", state: .merged, mergeCommit: "aa", updatedAt: receivedAt)
    let run = WorkflowRun(
      id: 1, attempt: 2, workflowID: 3, name: "CI", headCommit: "aa", branch: "main", event: "push", conclusion: .timedOut,
      url: "https://x/1", updatedAt: receivedAt)
    return [
      .ping(repository: nil), .ping(repository: name), .pullRequest(action: "closed", repository: name, pullRequest),
      .workflowRun(action: "completed", repository: name, run),
      .issue(.init(action: .closed, repository: name, number: 1, stateReason: "not_planned", actor: "b")),
      .issue(.init(action: .opened, repository: name, number: 1, stateReason: nil, actor: nil)),
      .issueComment(
        .init(repository: name, issue: 1, id: 2, url: "u", author: "b", isOnPullRequest: false, createdPullRequest: 4)),
      .push(repository: name, branch: nil, after: "00"), .push(repository: name, branch: "main", after: "aa"),
      .ignored(event: "fork", action: nil), .ignored(event: "check_run", action: "created"),
    ]
  }()

  @Test(arguments: GitHubDeliveryTests.summaries)
  func `the stored summary reads back as it was`(delivery: GitHubDelivery) throws {
    #expect(try GitHubDelivery(summaryJSON: delivery.summaryJSON) == delivery)
  }

  @Test func `a summary of an unknown kind is refused`() {
    #expect(throws: GitHubDelivery.ParseError.unexpected(at: "kind")) { try GitHubDelivery(summaryJSON: #"{"kind":"new"}"#) }
  }
}
