internal import Domain

extension WorkflowRun {
  init(_ wire: GitHubWire.WorkflowRun, in repository: RepositoryName, updatedAt: Timestamp) {
    self.init(
      id: wire.id, attempt: wire.attempt ?? 1, workflowID: wire.workflowID ?? 0, name: wire.name ?? "", headCommit: wire.headCommit,
      branch: wire.branch ?? "", event: wire.event, conclusion: wire.conclusion.flatMap(Conclusion.init),
      url: wire.url ?? "https://github.com/\(repository)/actions/runs/\(wire.id)", updatedAt: updatedAt)
  }

  /// - Throws: `malformed` when `updated_at` is not a time.
  init(answer wire: GitHubWire.WorkflowRun, in repository: RepositoryName) throws(PortError) {
    guard let updatedAt = wire.updatedAt.flatMap({ Timestamp(iso8601: $0) }) else {
      throw .malformed(reason: "GitHub's workflow run \(wire.id) of \(repository) has no readable updated_at")
    }
    self.init(wire, in: repository, updatedAt: updatedAt)
  }

  /// Same run with texts that can be stored.
  var bounded: WorkflowRun {
    WorkflowRun(
      id: id, attempt: attempt, workflowID: workflowID, name: StoredText.bound(name), headCommit: StoredText.bound(headCommit),
      branch: StoredText.bound(branch), event: StoredText.bound(event), conclusion: conclusion, url: StoredText.bound(url),
      updatedAt: updatedAt)
  }
}
