import Domain
import GitHub
import Testing

@Suite struct GitHubPullRequestTests {
  static func pull(_ fields: String) -> ScriptedTransport.Step {
    .json(
      200,
      #"{"number":7,"html_url":"h","title":"T","body":null,"user":{"login":"opencode-agent[bot]"},"head":{"ref":"f"},"base":{"ref":"main"},"#
        + #""updated_at":"2026-01-01T00:00:00Z",\#(fields)}"#)
  }

  static let merged = #""state":"closed","merged":true,"merged_at":"2026-01-01T00:00:00Z""#

  @Test func `a pull request is read and its body replaced`() async throws {
    let open = Self.pull(#""state":"open","merged":false,"merge_commit_sha":"te""#)
    let (host, transport) = try Subject.gitHub([open, Self.pull(Self.merged)])
    let name = try GitHubHostTests.name()
    let updatedAt = try #require(Timestamp(iso8601: "2026-01-01T00:00:00Z"))
    let expected = PullRequest(
      number: 7, url: "h", title: "T", body: "", author: "opencode-agent[bot]", headBranch: "f", baseBranch: "main", state: .open,
      mergeCommit: nil, updatedAt: updatedAt)
    #expect(try await host.loadPullRequest(7, in: name) == expected)
    try await host.updatePullRequestBody("Text\n\nFixes #1", number: 7, in: name)
    #expect(transport.calls == ["GET /repos/acme/api/pulls/7", "PATCH /repos/acme/api/pulls/7"])
    #expect(transport.requests[1].text == #"{"body":"Text\n\nFixes #1"}"#)
  }

  @Test func `the merge commit is the pull request's own`() async throws {
    let (host, transport) = try Subject.gitHub([Self.pull(#"\#(Self.merged),"merge_commit_sha":"aa""#)])
    #expect(try await host.findMergeCommit(ofPullRequest: 7, in: try GitHubHostTests.name()) == "aa")
    #expect(transport.calls.count == 1)
  }

  @Test func `without it the issue's events tell, then the timeline`() async throws {
    let events = #"[{"event":"closed","commit_id":"no"},{"event":"merged","commit_id":"bb"}]"#
    let (host, transport) = try Subject.gitHub([Self.pull(Self.merged), .json(200, events)])
    #expect(try await host.findMergeCommit(ofPullRequest: 7, in: try GitHubHostTests.name()) == "bb")
    #expect(transport.calls.last == "GET /repos/acme/api/issues/7/events?per_page=100")

    let timeline = #"[{"event":"committed","sha":"x"},{"event":"merged","commit_id":"cc"}]"#
    let (second, secondTransport) = try Subject.gitHub([Self.pull(Self.merged), .json(200, "[]"), .json(200, timeline)])
    #expect(try await second.findMergeCommit(ofPullRequest: 7, in: try GitHubHostTests.name()) == "cc")
    #expect(secondTransport.calls.last == "GET /repos/acme/api/issues/7/timeline?per_page=100")
  }

  @Test func `nothing tells, or nothing was merged`() async throws {
    let silent = #"[{"event":"merged","commit_id":null}]"#
    let (host, _) = try Subject.gitHub([Self.pull(Self.merged), .json(200, silent), .json(200, "[]")])
    #expect(try await host.findMergeCommit(ofPullRequest: 7, in: try GitHubHostTests.name()) == nil)
    let (closed, transport) = try Subject.gitHub([Self.pull(#""state":"closed","merged":false,"merge_commit_sha":"te""#)])
    #expect(try await closed.findMergeCommit(ofPullRequest: 7, in: try GitHubHostTests.name()) == nil)
    #expect(transport.calls.count == 1)
  }

  @Test(
    arguments: [
      (.open, #""state":"closed""#, #"{"state":"open"}"#), (.open, #""state":"open""#, nil),
      (.closedAsNotPlanned, #""state":"open""#, #"{"state":"closed","state_reason":"not_planned"}"#),
      (.closedAsCompleted, #""state":"open""#, #"{"state":"closed","state_reason":"completed"}"#),
      (.closedAsNotPlanned, #""state":"closed","state_reason":"completed""#, nil),
    ] as [(IssueState, String, String?)])
  func `an issue's state is written only when it differs`(wanted: IssueState, current: String, body: String?) async throws {
    let issue = ScriptedTransport.Step.json(200, #"{"number":9,\#(current)}"#)
    let (host, transport) = try Subject.gitHub([issue, issue])
    try await host.setIssueState(wanted, issue: 9, in: try GitHubHostTests.name())
    let path = "/repos/acme/api/issues/9"
    #expect(transport.calls == (body == nil ? ["GET \(path)"] : ["GET \(path)", "PATCH \(path)"]))
    #expect(transport.requests.last?.text == body)
  }

  static let permissions: [(String, GitHubPermission, Bool)] = [
    ("admin", .admin, true), ("write", .write, true), ("read", .read, false), ("none", .none, false), ("new", .none, false),
  ]

  @Test(arguments: GitHubPullRequestTests.permissions)
  func `the user's permission tells whether the agent listens`(word: String, expected: GitHubPermission, canTrigger: Bool) async throws {
    let answer = #"{"permission":"\#(word)","role_name":"x"}"#
    let (host, transport) = try Subject.gitHub([.json(200, #"{"login":"octo"}"#), .json(200, answer)])
    let user = try await host.loadCurrentUser()
    let permission = try await host.loadPermission(of: user.login, in: try GitHubHostTests.name())
    #expect(permission == expected)
    #expect(permission.canTriggerAgent == canTrigger)
    #expect(transport.calls == ["GET /user", "GET /repos/acme/api/collaborators/octo/permission"])
  }

  @Test func `webhooks of a repository are listed`() async throws {
    let hook =
      #"{"id":3,"active":true,"events":["push"],"config":{"url":"https://x.example","content_type":"json","secret":"********"},"#
      + #""last_response":{"code":200,"status":"active","message":"OK"}}"#
    let (host, transport) = try Subject.gitHub([.json(200, "[\(hook),{\"id\":4,\"last_response\":{\"code\":null}}]")])
    let hooks = try await host.listHooks(in: try GitHubHostTests.name())
    let expected = GitHubHook(
      id: 3, url: "https://x.example", contentType: "json", events: ["push"], isActive: true, lastStatus: 200, lastMessage: "OK")
    #expect(hooks.first == expected)
    #expect(hooks.last?.contentType == "form")
    #expect(transport.calls == ["GET /repos/acme/api/hooks?per_page=100"])
  }
}
