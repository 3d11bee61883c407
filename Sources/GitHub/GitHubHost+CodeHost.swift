package import Domain

extension GitHubHost: CodeHost {
  /// GitHub's clock may be behind the one `since` was read from.
  static let clockTolerance = Duration.seconds(-600)

  /// `marker` is added to the body when it is not in it.
  package func createIssue(title: String, body: String, marker: String, since: Timestamp, in repository: RepositoryName)
    async throws(PortError) -> IssueReference
  {
    let listing = requests.issues(changedSince: since.advanced(by: Self.clockTolerance), in: repository)
    let existing = try await searchPages([GitHubWire.Issue].self, from: listing) { page in
      page.first { $0.pullRequest == nil && $0.body?.contains(marker) ?? false }
    }
    let request = requests.createIssue(title: title, body: Self.marked(body, marker), in: repository)
    let issue = if let existing { existing } else { try await load(GitHubWire.Issue.self, request) }
    return IssueReference(number: issue.number, url: issue.url ?? "https://github.com/\(repository)/issues/\(issue.number)")
  }

  /// `marker` is added to the text when it is not in it.
  package func comment(_ text: String, marker: String, issue: Int64, in repository: RepositoryName)
    async throws(PortError) -> CommentReference
  {
    let existing = try await searchPages([GitHubWire.Comment].self, from: requests.comments(issue: issue, in: repository)) { page in
      page.first { $0.body?.contains(marker) ?? false }
    }
    let request = requests.createComment(Self.marked(text, marker), issue: issue, in: repository)
    let comment = if let existing { existing } else { try await load(GitHubWire.Comment.self, request) }
    let url = comment.url ?? "https://github.com/\(repository)/issues/\(issue)#issuecomment-\(comment.id)"
    return CommentReference(id: comment.id, url: url)
  }

  package func loadPullRequest(_ number: Int64, in repository: RepositoryName) async throws(PortError) -> PullRequest {
    try PullRequest(answer: try await load(GitHubWire.PullRequest.self, requests.pullRequest(number, in: repository)), in: repository)
  }

  package func updatePullRequestBody(_ body: String, number: Int64, in repository: RepositoryName) async throws(PortError) {
    _ = try await load(GitHubWire.PullRequest.self, requests.setBody(body, pullRequest: number, in: repository))
  }

  /// The pull request itself says it in API version 2022-11-28; else its issue's `merged` event does.
  package func findMergeCommit(ofPullRequest number: Int64, in repository: RepositoryName) async throws(PortError) -> String? {
    let pullRequest = try await loadPullRequest(number, in: repository)
    guard pullRequest.state == .merged else { return nil }
    if let commit = pullRequest.mergeCommit { return commit }
    for listing in [requests.issueEvents(number, in: repository), requests.timeline(number, in: repository)] {
      let commit = try await searchPages([GitHubWire.IssueEvent].self, from: listing) { page in
        page.first { $0.event == "merged" }?.commit
      }
      if let commit { return commit }
    }
    return nil
  }

  package func listPushRuns(commit: String, in repository: RepositoryName) async throws(PortError) -> [WorkflowRun] {
    var runs: [GitHubWire.WorkflowRun] = []
    try await visitPages(GitHubWire.WorkflowRuns.self, from: requests.pushRuns(commit: commit, in: repository)) { page in
      runs += page.runs
      return true
    }
    var result: [WorkflowRun] = []
    for run in runs where run.event == "push" && run.headCommit == commit { result.append(try WorkflowRun(answer: run, in: repository)) }
    return result
  }

  /// Reads first: an issue that is closed stays closed for the reason it has, so that a person's own choice is not overwritten.
  package func setIssueState(_ state: IssueState, issue: Int64, in repository: RepositoryName) async throws(PortError) {
    let current = try await load(GitHubWire.Issue.self, requests.issue(issue, in: repository))
    let (name, reason): (String, String?) =
      switch state {
      case .open: ("open", nil)
      case .closedAsNotPlanned: ("closed", "not_planned")
      case .closedAsCompleted: ("closed", "completed")
      }
    guard current.state != name else { return }
    _ = try await load(GitHubWire.Issue.self, requests.setState(name, reason: reason, issue: issue, in: repository))
  }

  private static func marked(_ text: String, _ marker: String) -> String {
    text.contains(marker) ? text : "\(text)\n\n\(marker)"
  }
}
