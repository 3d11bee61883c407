import Asana
import Domain
import GitHub
import HTTPClient
import Testing

/// Every request the adapters can send, made by calling everything they have against answers that lead to the next call.
enum RecordedRequests {
  static func asana() async throws -> [ClientRequest] {
    let task = #"{"data":\#(AsanaTrackerTests.task())}"#
    let (tracker, transport) = try Subject.asana([
      .json(200, #"{"data":{"gid":"5"}}"#), .json(200, #"{"data":{"gid":"9"}}"#), .json(200, task),
      .json(200, #"{"data":{"completed":false}}"#), .json(200, #"{"data":{"gid":"12"}}"#),
      .json(200, #"{"data":[],"next_page":{"offset":"o"}}"#), .json(200, #"{"data":[]}"#), .json(201, #"{"data":{"gid":"4"}}"#),
      .json(200, #"{"data":[],"next_page":{"offset":"o"}}"#), .json(200, #"{"data":[]}"#), .json(200, #"{"data":[]}"#),
      .json(400, "{}"), .json(201, #"{"data":{"gid":"7"}}"#), .json(200, #"{"data":[]}"#), .json(200, #"{"data":{"gid":"7"}}"#),
      .json(200, #"{"data":{"gid":"5"}}"#), .json(200, #"{"data":[]}"#), .json(200, #"{"data":[]}"#),
    ])
    _ = try await tracker.loadCurrentUser()
    _ = try await tracker.loadProject("9")
    _ = try await tracker.loadTask("12", fields: AsanaTrackerTests.fields)
    try await tracker.setCompleted(true, task: "12")
    try await tracker.comment("text", marker: "m", task: "12")
    _ = try await tracker.listTasks(project: "9", modifiedSince: Timestamp(microseconds: 0), fields: AsanaTrackerTests.fields)
    _ = try await tracker.listFields(project: "9")
    _ = try await tracker.createWebhook(resource: "9", target: "https://x.example/w")
    _ = try await tracker.listWebhooks(workspace: "3", resource: "9")
    _ = try await tracker.loadWebhook("7")
    _ = try await tracker.loadAccount()
    _ = try await tracker.listProjects(inWorkspace: "3")
    _ = try await tracker.listCatalogueFields(inWorkspace: "3")
    #expect(transport.unusedSteps == 0)
    return transport.requests
  }

  static func gitHub() async throws -> [ClientRequest] {
    let (host, transport) = try Subject.gitHub([
      .json(200, #"{"login":"o"}"#), .json(200, #"{"permission":"write"}"#), .json(200, "[]"),
      .json(200, "[]"), .json(201, #"{"number":9}"#), .json(200, "[]"), .json(201, #"{"id":1}"#),
      GitHubPullRequestTests.pull(GitHubPullRequestTests.merged), .json(200, "[]"), .json(200, "[]"),
      GitHubPullRequestTests.pull(GitHubPullRequestTests.merged), .json(200, #"{"workflow_runs":[]}"#),
      .json(200, #"{"number":9,"state":"open"}"#), .json(200, #"{"number":9}"#), .json(200, "[]"),
      .json(200, #"{"full_name":"acme/api"}"#), .json(200, "[]"), .json(200, "[]"), .json(200, "{}"), .json(200, "[]"),
    ])
    let name = try GitHubHostTests.name()
    _ = try await host.loadCurrentUser()
    _ = try await host.loadPermission(of: "o", in: name)
    _ = try await host.listHooks(in: name)
    _ = try await host.createIssue(title: "T", body: "B", marker: "m", since: Timestamp(microseconds: 0), in: name)
    _ = try await host.comment("text", marker: "m", issue: 9, in: name)
    _ = try await host.findMergeCommit(ofPullRequest: 7, in: name)
    try await host.updatePullRequestBody("B", number: 7, in: name)
    _ = try await host.listPushRuns(commit: "aa", in: name)
    try await host.setIssueState(.closedAsNotPlanned, issue: 9, in: name)
    _ = try await host.listRepositories()
    _ = try await host.loadRepository(name)
    for part in RepositoryPart.allCases { _ = try await host.canRead(part, of: name) }
    #expect(transport.unusedSteps == 0)
    return transport.requests
  }
}
