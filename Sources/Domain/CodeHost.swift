/// An issue on the code host.
package struct IssueReference: Sendable, Hashable {
  package let number: Int64
  package let url: String

  package init(number: Int64, url: String) {
    self.number = number
    self.url = url
  }
}

/// A comment on an issue or pull request.
package struct CommentReference: Sendable, Hashable {
  package let id: Int64
  package let url: String

  package init(id: Int64, url: String) {
    self.id = id
    self.url = url
  }
}

/// A pull request as far as the pipeline cares; built from webhooks and from the API alike.
package struct PullRequest: Sendable, Equatable {
  package enum State: String, Sendable { case open, closed, merged }

  package let number: Int64
  package let url: String
  package let title: String
  /// As written; may be long.
  package let body: String
  /// Login of the author, `[bot]` suffix included.
  package let author: String
  package let headBranch: String
  package let baseBranch: String
  package let state: State
  /// Only when `state` is merged; the vendor may leave it out, then it has to be looked up.
  package let mergeCommit: String?
  package let updatedAt: Timestamp

  package init(
    number: Int64, url: String, title: String, body: String, author: String, headBranch: String, baseBranch: String, state: State,
    mergeCommit: String?, updatedAt: Timestamp
  ) {
    self.number = number
    self.url = url
    self.title = title
    self.body = body
    self.author = author
    self.headBranch = headBranch
    self.baseBranch = baseBranch
    self.state = state
    self.mergeCommit = mergeCommit
    self.updatedAt = updatedAt
  }
}

extension PullRequest {
  /// The same pull request with another text.
  package func withBody(_ body: String) -> PullRequest {
    PullRequest(
      number: number, url: url, title: title, body: body, author: author, headBranch: headBranch, baseBranch: baseBranch, state: state,
      mergeCommit: mergeCommit, updatedAt: updatedAt)
  }
}

/// One run of a CI workflow.
package struct WorkflowRun: Sendable, Equatable {
  /// Final results of GitHub Actions (decision 6.16 groups them into verdicts).
  package enum Conclusion: String, Sendable, CaseIterable {
    case success, failure, neutral, cancelled, skipped, stale
    case timedOut = "timed_out"
    case actionRequired = "action_required"
    case startupFailure = "startup_failure"
  }

  package let id: Int64
  package let attempt: Int64
  package let workflowID: Int64
  package let name: String
  /// Commit the run was for.
  package let headCommit: String
  package let branch: String
  /// What started it: `push`, `pull_request`, `issue_comment`, `schedule`, ...
  package let event: String
  /// nil while it has not finished, or for a conclusion this program does not know.
  package let conclusion: Conclusion?
  package let url: String
  package let updatedAt: Timestamp

  package init(
    id: Int64, attempt: Int64, workflowID: Int64, name: String, headCommit: String, branch: String, event: String,
    conclusion: Conclusion?, url: String, updatedAt: Timestamp
  ) {
    self.id = id
    self.attempt = attempt
    self.workflowID = workflowID
    self.name = name
    self.headCommit = headCommit
    self.branch = branch
    self.event = event
    self.conclusion = conclusion
    self.url = url
    self.updatedAt = updatedAt
  }
}

/// What the pipeline needs from the place the code lives. One value serves one project with that project's own token.
package protocol CodeHost: Sendable {
  /// Creates an issue unless one whose body carries `marker` exists already, which is then returned. Looks through the issues changed since
  /// `since`, newest first, not through the search index, which lags.
  func createIssue(title: String, body: String, marker: String, since: Timestamp, in repository: RepositoryName)
    async throws(PortError) -> IssueReference
  /// Comments unless a comment carrying `marker` exists on the issue already, which is then returned.
  func comment(_ text: String, marker: String, issue: Int64, in repository: RepositoryName) async throws(PortError) -> CommentReference
  func loadPullRequest(_ number: Int64, in repository: RepositoryName) async throws(PortError) -> PullRequest
  func updatePullRequestBody(_ body: String, number: Int64, in repository: RepositoryName) async throws(PortError)
  /// Commit that merging a pull request made, for answers that left it out.
  func findMergeCommit(ofPullRequest number: Int64, in repository: RepositoryName) async throws(PortError) -> String?
  /// Every run started by a push for a commit.
  func listPushRuns(commit: String, in repository: RepositoryName) async throws(PortError) -> [WorkflowRun]
  /// Opens or closes an issue; `notPlanned` is the reason given when closing. Safe to repeat.
  func setIssueState(_ state: IssueState, issue: Int64, in repository: RepositoryName) async throws(PortError)
}

/// Wanted state of an issue.
package enum IssueState: Sendable, Equatable { case open, closedAsNotPlanned, closedAsCompleted }
