internal import Domain
internal import FoundationEssentials

/// Stored form: one JSON object with a `kind`, and beside it the fields of that kind.
extension GitHubDelivery: Codable {
  private enum Kind: String, Codable {
    case ping, push, issue, ignored
    case pullRequest = "pull_request"
    case workflowRun = "workflow_run"
    case issueComment = "issue_comment"
  }

  private enum Key: String, CodingKey {
    case kind, action, repository, branch, after, event, issue, comment, run
    case pullRequest = "pull_request"
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    func repository() throws -> RepositoryName { try fields.decode(RepositoryName.self, forKey: .repository) }
    func action() throws -> String { try fields.decode(String.self, forKey: .action) }
    switch try fields.decode(Kind.self, forKey: .kind) {
    case .ping: self = .ping(repository: try fields.decodeIfPresent(RepositoryName.self, forKey: .repository))
    case .push:
      let branch = try fields.decodeIfPresent(String.self, forKey: .branch)
      self = .push(repository: try repository(), branch: branch, after: try fields.decode(String.self, forKey: .after))
    case .issue: self = .issue(try fields.decode(IssueChange.self, forKey: .issue))
    case .issueComment: self = .issueComment(try fields.decode(NewComment.self, forKey: .comment))
    case .pullRequest:
      let stored = try fields.decode(StoredPullRequest.self, forKey: .pullRequest)
      self = .pullRequest(action: try action(), repository: try repository(), stored.value)
    case .workflowRun:
      self = .workflowRun(action: try action(), repository: try repository(), try fields.decode(StoredRun.self, forKey: .run).value)
    case .ignored:
      let event = try fields.decode(String.self, forKey: .event)
      self = .ignored(event: event, action: try fields.decodeIfPresent(String.self, forKey: .action))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(kind, forKey: .kind)
    switch self {
    case .ping(let repository): try fields.encodeIfPresent(repository, forKey: .repository)
    case .push(let repository, let branch, let after):
      try fields.encode(repository, forKey: .repository)
      try fields.encodeIfPresent(branch, forKey: .branch)
      try fields.encode(after, forKey: .after)
    case .issue(let change): try fields.encode(change, forKey: .issue)
    case .issueComment(let comment): try fields.encode(comment, forKey: .comment)
    case .pullRequest(let action, let repository, let pullRequest):
      try fields.encode(action, forKey: .action)
      try fields.encode(repository, forKey: .repository)
      try fields.encode(StoredPullRequest(pullRequest), forKey: .pullRequest)
    case .workflowRun(let action, let repository, let run):
      try fields.encode(action, forKey: .action)
      try fields.encode(repository, forKey: .repository)
      try fields.encode(StoredRun(run), forKey: .run)
    case .ignored(let event, let action):
      try fields.encode(event, forKey: .event)
      try fields.encodeIfPresent(action, forKey: .action)
    }
  }

  private var kind: Kind {
    switch self {
    case .ping: .ping
    case .push: .push
    case .issue: .issue
    case .issueComment: .issueComment
    case .pullRequest: .pullRequest
    case .workflowRun: .workflowRun
    case .ignored: .ignored
    }
  }
}

extension GitHubDelivery {
  /// JSON to store.
  package var summaryJSON: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and numbers only: there is nothing an encoder could refuse.
    guard let data = try? encoder.encode(self) else { preconditionFailure("a summary cannot be encoded") }
    return String(decoding: data, as: UTF8.self)
  }

  /// Reads what `summaryJSON` wrote.
  package init(summaryJSON text: String) throws(ParseError) {
    self = try Self.decode(from: Data(text.utf8))
  }
}
