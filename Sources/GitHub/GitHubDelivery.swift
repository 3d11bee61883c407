package import Domain

/// What one delivery of GitHub says, as far as this program listens. Texts are bounded and free of NUL: this is what gets stored in place of
/// the body.
package enum GitHubDelivery: Sendable, Equatable {
  case ping(repository: RepositoryName?)
  /// Any action. The body is cut at `longestBody`: read the pull request again before writing it back.
  case pullRequest(action: String, repository: RepositoryName, PullRequest)
  /// `requested`, `in_progress` or `completed`.
  case workflowRun(action: String, repository: RepositoryName, WorkflowRun)
  case issue(IssueChange)
  case issueComment(NewComment)
  /// - Parameters:
  ///   - branch: nil for a tag.
  ///   - after: commit the reference names now; zeros when it was deleted.
  case push(repository: RepositoryName, branch: String?, after: String)
  /// Nothing this program acts on.
  case ignored(event: String, action: String?)

  /// An issue was opened, closed or reopened.
  package struct IssueChange: Sendable, Equatable, Codable {
    package enum Action: String, Sendable, Codable { case opened, closed, reopened }

    package let action: Action
    package let repository: RepositoryName
    package let number: Int64
    /// `completed`, `not_planned`, `duplicate`, `reopened` or nothing.
    package let stateReason: String?
    /// Login of who did it; nil when the payload names nobody.
    package let actor: String?

    package init(action: Action, repository: RepositoryName, number: Int64, stateReason: String?, actor: String?) {
      self.action = action
      self.repository = repository
      self.number = number
      self.stateReason = stateReason
      self.actor = actor
    }
  }

  /// A comment was written on an issue or a pull request. Its text is not kept.
  package struct NewComment: Sendable, Equatable, Codable {
    package let repository: RepositoryName
    /// Of the issue or the pull request.
    package let issue: Int64
    package let id: Int64
    package let url: String
    /// Login, `[bot]` suffix included; empty for a deleted account.
    package let author: String
    /// Whether it stands on a pull request.
    package let isOnPullRequest: Bool
    /// N when the text begins with `Created PR #N`, which is how the agent reports; a hint only, anybody can write it.
    package let createdPullRequest: Int64?

    package init(
      repository: RepositoryName, issue: Int64, id: Int64, url: String, author: String, isOnPullRequest: Bool, createdPullRequest: Int64?
    ) {
      self.repository = repository
      self.issue = issue
      self.id = id
      self.url = url
      self.author = author
      self.isOnPullRequest = isOnPullRequest
      self.createdPullRequest = createdPullRequest
    }
  }

  package enum ParseError: Error, Equatable, Sendable {
    case notJSON
    /// Valid JSON of another shape; names the place.
    case unexpected(at: String)
  }

  /// UTF-8 bytes of a pull request's body that are kept.
  package static let longestBody = 64 << 10
  /// UTF-8 bytes of any other text that are kept.
  package static let longestText = 1024
}

extension GitHubDelivery {
  /// Where it happened; nil for what is ignored.
  package var repository: RepositoryName? {
    switch self {
    case .ping(let repository): repository
    case .pullRequest(_, let repository, _), .workflowRun(_, let repository, _), .push(let repository, _, _): repository
    case .issue(let change): change.repository
    case .issueComment(let comment): comment.repository
    case .ignored: nil
    }
  }
}
