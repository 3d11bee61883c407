import Crypto
import Domain
import GitHub
import HTTP
import HTTPClient
import Testing

@Suite struct GitHubHostTests {
  static func name() throws -> RepositoryName { try #require(RepositoryName("acme/api")) }

  static let issues = "GET /repos/acme/api/issues?state=all&since=2026-01-02T02:54:05Z&sort=created&direction=desc&per_page=100"

  @Test func `an issue is created when no page shows the marker`() async throws {
    let next: Headers = [
      "link": #"<https://api.github.com/repositories/1/issues?after=Y3%3D&per_page=100>; rel="next", <https://x/y?page=1>; rel="first""#
    ]
    let pullRequest = #"{"number":8,"body":"<!-- m -->","pull_request":{"url":"u"}}"#
    let (host, transport) = try Subject.gitHub([
      .json(200, "[\(pullRequest)]", headers: next), .json(200, #"[{"number":1,"body":null},{"number":2,"body":"other"}]"#),
      .json(201, #"{"number":9,"html_url":"https://github.com/acme/api/issues/9"}"#),
    ])
    let since = try #require(Timestamp(iso8601: "2026-01-02T03:04:05.600Z"))
    let issue = try await host.createIssue(title: "T", body: "B", marker: "<!-- m -->", since: since, in: try Self.name())
    #expect(issue == IssueReference(number: 9, url: "https://github.com/acme/api/issues/9"))
    #expect(
      transport.calls == [Self.issues, "GET /repos/acme/api/issues?after=Y3=&per_page=100", "POST /repos/acme/api/issues"])
    let post = try #require(transport.requests.last)
    #expect(post.text == #"{"body":"B\n\n<!-- m -->","title":"T"}"#)
    #expect(post.contentType?.text == "application/json")
    for request in transport.requests {
      #expect(request.headers["authorization"] == "Bearer t0ken-of-the-test")
      #expect(request.headers["accept"] == "application/vnd.github+json")
      #expect(request.headers["x-github-api-version"] == "2022-11-28")
      #expect(request.headers["user-agent"] == "auto-flow")
      #expect(request.base.description == "https://api.github.com")
      #expect(request.limits.connect == .seconds(5))
      #expect(request.limits.total == .seconds(20))
    }
  }

  @Test func `an issue with the marker is not created again`() async throws {
    let (host, transport) = try Subject.gitHub([.json(200, #"[{"number":4,"body":"B <!-- m -->","state":"closed"}]"#)])
    let since = try #require(Timestamp(iso8601: "2026-01-02T03:04:05Z"))
    let issue = try await host.createIssue(title: "T", body: "B", marker: "<!-- m -->", since: since, in: try Self.name())
    #expect(issue == IssueReference(number: 4, url: "https://github.com/acme/api/issues/4"))
    #expect(transport.calls == [Self.issues])
  }

  @Test func `a failed look-up creates nothing`() async throws {
    let (host, transport) = try Subject.gitHub([.failure(.totalTimeout)])
    let name = try Self.name()
    await #expect(throws: PortError.self) {
      try await host.createIssue(title: "T", body: "B", marker: "m", since: Timestamp(microseconds: 0), in: name)
    }
    #expect(transport.calls.count == 1)
  }

  @Test func `a comment is written once, trigger first and marker last`() async throws {
    let (host, transport) = try Subject.gitHub([
      .json(200, #"[{"id":1,"body":"hi"}]"#), .json(201, #"{"id":2,"html_url":"https://github.com/c/2"}"#),
      .json(200, #"[{"id":2,"html_url":"https://github.com/c/2","body":"/opencode implement\n\n<!-- m -->","user":null}]"#),
    ])
    let created = try await host.comment("/opencode implement", marker: "<!-- m -->", issue: 9, in: try Self.name())
    let found = try await host.comment("/opencode implement", marker: "<!-- m -->", issue: 9, in: try Self.name())
    #expect(created == CommentReference(id: 2, url: "https://github.com/c/2"))
    #expect(found == created)
    let list = "GET /repos/acme/api/issues/9/comments?per_page=100"
    #expect(transport.calls == [list, "POST /repos/acme/api/issues/9/comments", list])
    #expect(transport.requests[1].text == #"{"body":"/opencode implement\n\n<!-- m -->"}"#)
  }

  @Test func `a link to another host never gets the token`() async throws {
    let link: Headers = ["link": #"<https://evil.example/steal?page=2>; rel="next""#]
    let (host, transport) = try Subject.gitHub([.json(200, "[]", headers: link), .json(200, "[]"), .json(201, #"{"id":2}"#)])
    _ = try await host.comment("x", marker: "m", issue: 9, in: try Self.name())
    #expect(transport.requests.allSatisfy { $0.base.description == "https://api.github.com" })
    #expect(transport.calls[1] == "GET /repos/acme/api/issues/9/comments?page=2")
  }

  @Test(arguments: [
    #"<https://x/y?page=3>; rel="last""#, #"<https://x/y>; rel="next""#,
    #"<https://x/y?page=2>; rel="prev", <https://x/y?page=1>; rel="first""#,
    "", "nonsense", "<https://x/y?page=2", #"<https://x/y?page=%zz>; rel="next""#,
  ])
  func `a link field without a next page ends the listing`(field: String) async throws {
    let headers: Headers = ["link": FieldValue(replacingForbiddenBytesIn: field)]
    let (host, transport) = try Subject.gitHub([.json(200, #"{"workflow_runs":[]}"#, headers: headers)])
    #expect(try await host.listPushRuns(commit: "aa", in: try Self.name()).isEmpty)
    #expect(transport.calls.count == 1)
  }

  @Test func `a listing without an end is given up`() async throws {
    let page = ScriptedTransport.Step.json(200, #"{"workflow_runs":[]}"#, headers: ["link": #"<https://x/y?page=2>; rel="next""#])
    let (host, transport) = try Subject.gitHub(Array(repeating: page, count: 100))
    #expect(try await host.listPushRuns(commit: "aa", in: try Self.name()).isEmpty)
    #expect(transport.calls.count == 30)
  }

  @Test func `runs of a push are listed over all pages, others left out`() async throws {
    let time = #""updated_at":"2026-01-01T00:00:00Z""#
    let first =
      #"{"total_count":4,"workflow_runs":[{"id":1,"head_sha":"aa","event":"push","conclusion":"success","workflow_id":5,"run_attempt":2,"#
      + #""name":"CI","head_branch":"main","html_url":"u",\#(time)},{"id":2,"head_sha":"aa","event":"issue_comment",\#(time)}]}"#
    let second = #"{"workflow_runs":[{"id":3,"head_sha":"bb","event":"push",\#(time)},{"id":4,"head_sha":"aa","event":"push",\#(time)}]}"#
    let next: Headers = ["link": #"<https://api.github.com/x?event=push&head_sha=aa&per_page=100&page=2>; rel="next""#]
    let (host, transport) = try Subject.gitHub([.json(200, first, headers: next), .json(200, second)])
    let runs = try await host.listPushRuns(commit: "aa", in: try Self.name())
    #expect(runs.map(\.id) == [1, 4])
    let updatedAt = try #require(Timestamp(iso8601: "2026-01-01T00:00:00Z"))
    let expected = WorkflowRun(
      id: 1, attempt: 2, workflowID: 5, name: "CI", headCommit: "aa", branch: "main", event: "push", conclusion: .success, url: "u",
      updatedAt: updatedAt)
    #expect(runs.first == expected)
    #expect(runs.last?.conclusion == nil)
    let path = "GET /repos/acme/api/actions/runs"
    #expect(
      transport.calls == ["\(path)?event=push&head_sha=aa&per_page=100", "\(path)?event=push&head_sha=aa&per_page=100&page=2"])
  }
}
