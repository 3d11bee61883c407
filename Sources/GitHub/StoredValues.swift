internal import Domain

/// Stored spelling of `PullRequest`, kept apart so that the core knows nothing of JSON.
struct StoredPullRequest: Codable {
  let number: Int64
  let url: String
  let title: String
  let body: String
  let author: String
  let head: String
  let base: String
  let state: String
  let mergeCommit: String?
  /// Microseconds since 1970.
  let updatedAt: Int64

  init(_ value: PullRequest) {
    (number, url, title, body, author) = (value.number, value.url, value.title, value.body, value.author)
    (head, base, state) = (value.headBranch, value.baseBranch, value.state.rawValue)
    (mergeCommit, updatedAt) = (value.mergeCommit, value.updatedAt.microseconds)
  }

  var value: PullRequest {
    PullRequest(
      number: number, url: url, title: title, body: body, author: author, headBranch: head, baseBranch: base,
      state: PullRequest.State(rawValue: state) ?? .open, mergeCommit: mergeCommit, updatedAt: Timestamp(microseconds: updatedAt))
  }
}

/// Stored spelling of `WorkflowRun`.
struct StoredRun: Codable {
  let id: Int64
  let attempt: Int64
  let workflow: Int64
  let name: String
  let commit: String
  let branch: String
  let event: String
  let conclusion: String?
  let url: String
  /// Microseconds since 1970.
  let updatedAt: Int64

  init(_ value: WorkflowRun) {
    (id, attempt, workflow, name) = (value.id, value.attempt, value.workflowID, value.name)
    (commit, branch, event, conclusion) = (value.headCommit, value.branch, value.event, value.conclusion?.rawValue)
    (url, updatedAt) = (value.url, value.updatedAt.microseconds)
  }

  var value: WorkflowRun {
    WorkflowRun(
      id: id, attempt: attempt, workflowID: workflow, name: name, headCommit: commit, branch: branch, event: event,
      conclusion: conclusion.flatMap(WorkflowRun.Conclusion.init), url: url, updatedAt: Timestamp(microseconds: updatedAt))
  }
}
