import Crypto
import Domain
import GitHub
import Testing

/// Payloads published by GitHub, and copies edited to show a merge.
@Suite(.enabled(if: Contracts.isHere, Contracts.absence)) struct GitHubSampleTests {
  static let events = ["ping", "pull_request", "workflow_run", "issues", "issue_comment", "push", "check_run", "deployment_status"]

  static func parse(_ event: String, _ path: String) throws -> GitHubDelivery {
    try GitHubDelivery.parse(event: event, body: try Contracts.bytes("github/\(path)"), receivedAt: Timestamp(microseconds: 1))
  }

  @Test(arguments: events)
  func `every published payload is read, stored and read back`(event: String) throws {
    let folder = "webhook-payload-examples/\(event)"
    let files = try Contracts.files(in: "github/\(folder)")
    #expect(!files.isEmpty)
    for file in files {
      let delivery = try Self.parse(event, "\(folder)/\(file)")
      #expect(try GitHubDelivery(summaryJSON: delivery.summaryJSON) == delivery, "\(file)")
      switch delivery {
      case .pullRequest(let action, _, let pullRequest):
        #expect(event == "pull_request" && file.hasPrefix(action) && pullRequest.mergeCommit == nil)
        #expect(pullRequest.updatedAt > Timestamp(microseconds: 1))
      case .workflowRun(let action, _, let run): #expect(event == "workflow_run" && file.hasPrefix(action) && run.id > 0)
      case .issue(let change): #expect(event == "issues" && file.hasPrefix(change.action.rawValue))
      case .issueComment(let comment): #expect(event == "issue_comment" && file.hasPrefix("created") && comment.id > 0)
      case .push: #expect(event == "push")
      case .ping: #expect(event == "ping")
      case .ignored(let name, _): #expect(name == event && event != "pull_request" && event != "workflow_run")
      }
    }
  }

  @Test func `a merged pull request gives its merge commit`() throws {
    let delivery = try Self.parse("pull_request", "derived/pull_request.closed-merged.derived.json")
    let name = try #require(RepositoryName("Codertocat/Hello-World"))
    let updatedAt = try #require(Timestamp(iso8601: "2019-05-15T15:21:18Z"))
    let expected = PullRequest(
      number: 2, url: "https://github.com/Codertocat/Hello-World/pull/2", title: "Update the README with new information.",
      body: "Does the thing.\n\nCloses #1", author: "Codertocat", headBranch: "changes", baseBranch: "master", state: .merged,
      mergeCommit: "6113728f27ae82c7b1a177c8d03f9e96e0adf246", updatedAt: updatedAt)
    #expect(delivery == .pullRequest(action: "closed", repository: name, expected))
  }

  @Test(arguments: [("", WorkflowRun.Conclusion.success), ("-failure", .failure)])
  func `the run after a merge names commit, branch and event`(suffix: String, conclusion: WorkflowRun.Conclusion) throws {
    let delivery = try Self.parse("workflow_run", "derived/workflow_run.completed-push-merge\(suffix).derived.json")
    let name = try #require(RepositoryName("Codertocat/Hello-World"))
    let updatedAt = try #require(Timestamp(iso8601: "2020-10-05T16:33:49Z"))
    let run = WorkflowRun(
      id: 289_782_451, attempt: 1, workflowID: 2_823_525, name: "", headCommit: "6113728f27ae82c7b1a177c8d03f9e96e0adf246",
      branch: "master", event: "push", conclusion: conclusion, url: "https://github.com/octo-org/octo-repo/actions/runs/289782451",
      updatedAt: updatedAt)
    #expect(delivery == .workflowRun(action: "completed", repository: name, run))
  }

  @Test func `a comment keeps who and where, not what`() throws {
    let delivery = try Self.parse("issue_comment", "webhook-payload-examples/issue_comment/created.payload.json")
    let name = try #require(RepositoryName("Codertocat/Hello-World"))
    #expect(
      delivery
        == .issueComment(
          .init(
            repository: name, issue: 1, id: 492_700_400, url: "https://github.com/Codertocat/Hello-World/issues/1#issuecomment-492700400",
            author: "Codertocat", isOnPullRequest: false, createdPullRequest: nil)))
  }
}
