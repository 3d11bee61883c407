internal import Domain

extension PullRequest {
  init(_ wire: GitHubWire.PullRequest, in repository: RepositoryName, updatedAt: Timestamp) {
    let isMerged = wire.merged == true || wire.mergedAt != nil
    self.init(
      number: wire.number, url: wire.url ?? "https://github.com/\(repository)/pull/\(wire.number)", title: wire.title ?? "",
      body: wire.body ?? "", author: wire.user?.login ?? "", headBranch: wire.head?.ref ?? "", baseBranch: wire.base?.ref ?? "",
      state: isMerged ? .merged : wire.state == "closed" ? .closed : .open,
      // Before a merge, and after a close without one, the field names a test merge.
      mergeCommit: isMerged ? wire.mergeCommit : nil, updatedAt: updatedAt)
  }

  /// - Throws: `malformed` when `updated_at` is not a time.
  init(answer wire: GitHubWire.PullRequest, in repository: RepositoryName) throws(PortError) {
    guard let updatedAt = wire.updatedAt.flatMap({ Timestamp(iso8601: $0) }) else {
      throw .malformed(reason: "GitHub's pull request \(repository)#\(wire.number) has no readable updated_at")
    }
    self.init(wire, in: repository, updatedAt: updatedAt)
  }

  /// Same pull request with texts that can be stored.
  var bounded: PullRequest {
    PullRequest(
      number: number, url: StoredText.bound(url), title: StoredText.bound(title), body: StoredText.bound(body, GitHubDelivery.longestBody),
      author: StoredText.bound(author), headBranch: StoredText.bound(headBranch), baseBranch: StoredText.bound(baseBranch), state: state,
      mergeCommit: mergeCommit.map { StoredText.bound($0) }, updatedAt: updatedAt)
  }
}
