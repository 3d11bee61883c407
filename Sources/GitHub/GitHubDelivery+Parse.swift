package import Domain
internal import FoundationEssentials

extension GitHubDelivery {
  /// Reads the raw body of a delivery whose signature is right.
  /// - Parameters:
  ///   - event: value of `X-GitHub-Event`.
  ///   - receivedAt: stands in for a time the payload leaves out.
  /// - Complexity: O(length of the body), up to GitHub's 25 MB.
  package static func parse(event: String, body: [UInt8], receivedAt: Timestamp) throws(ParseError) -> GitHubDelivery {
    let data = Data(body)
    switch event {
    case "pull_request": return try pullRequest(decode(from: data), receivedAt)
    case "workflow_run": return try workflowRun(decode(from: data), receivedAt)
    case "push": return try push(decode(from: data))
    case "issues": return try issue(data)
    case "issue_comment": return try comment(data)
    case "ping": return try ping(decode(from: data))
    default: return .ignored(event: StoredText.bound(event), action: try action(data))
    }
  }

  private static func ping(_ payload: GitHubPayload.Ping) -> GitHubDelivery {
    .ping(repository: payload.repository.flatMap { RepositoryName($0.fullName) })
  }

  private static func pullRequest(_ payload: GitHubPayload.PullRequestEvent, _ receivedAt: Timestamp) throws(ParseError) -> GitHubDelivery {
    let repository = try name(payload.repository)
    let updatedAt = time(payload.pullRequest.updatedAt, receivedAt)
    let pullRequest = PullRequest(payload.pullRequest, in: repository, updatedAt: updatedAt)
    return .pullRequest(action: StoredText.bound(payload.action), repository: repository, pullRequest.bounded)
  }

  private static func workflowRun(_ payload: GitHubPayload.WorkflowRunEvent, _ receivedAt: Timestamp) throws(ParseError) -> GitHubDelivery {
    let repository = try name(payload.repository)
    let run = WorkflowRun(payload.run, in: repository, updatedAt: time(payload.run.updatedAt, receivedAt))
    return .workflowRun(action: StoredText.bound(payload.action), repository: repository, run.bounded)
  }

  private static func push(_ payload: GitHubPayload.PushEvent) throws(ParseError) -> GitHubDelivery {
    let prefix = "refs/heads/"
    let branch = payload.ref.hasPrefix(prefix) ? StoredText.bound(String(payload.ref.dropFirst(prefix.count))) : nil
    return .push(repository: try name(payload.repository), branch: branch, after: StoredText.bound(payload.after))
  }

  private static func issue(_ data: Data) throws(ParseError) -> GitHubDelivery {
    let word = try action(data)
    guard let action = word.flatMap(IssueChange.Action.init) else { return .ignored(event: "issues", action: word) }
    let payload: GitHubPayload.IssueEvent = try decode(from: data)
    return .issue(
      IssueChange(
        action: action, repository: try name(payload.repository), number: payload.issue.number,
        stateReason: payload.issue.stateReason.map { StoredText.bound($0) }, actor: payload.sender.map { StoredText.bound($0.login) }))
  }

  private static func comment(_ data: Data) throws(ParseError) -> GitHubDelivery {
    let word = try action(data)
    guard word == "created" else { return .ignored(event: "issue_comment", action: word) }
    let payload: GitHubPayload.CommentEvent = try decode(from: data)
    let (repository, issue, comment) = (try name(payload.repository), payload.issue, payload.comment)
    let url = comment.url ?? "https://github.com/\(repository)/issues/\(issue.number)#issuecomment-\(comment.id)"
    return .issueComment(
      NewComment(
        repository: repository, issue: issue.number, id: comment.id, url: StoredText.bound(url),
        author: StoredText.bound(comment.user?.login ?? ""), isOnPullRequest: issue.pullRequest != nil,
        createdPullRequest: createdPullRequest(comment.body ?? "")))
  }
}

extension GitHubDelivery {
  private static func action(_ data: Data) throws(ParseError) -> String? {
    (try decode(from: data) as GitHubPayload.Action).action.map { StoredText.bound($0) }
  }

  /// The agent's report is `Created PR #12` and a footer.
  private static func createdPullRequest(_ text: String) -> Int64? {
    let prefix = "Created PR #"
    guard text.hasPrefix(prefix) else { return nil }
    return Int64(text.dropFirst(prefix.count).prefix { $0 >= "0" && $0 <= "9" })
  }

  private static func name(_ repository: GitHubWire.Repository) throws(ParseError) -> RepositoryName {
    guard let name = RepositoryName(repository.fullName) else { throw .unexpected(at: "repository.full_name") }
    return name
  }

  private static func time(_ text: String?, _ fallback: Timestamp) -> Timestamp {
    text.flatMap { Timestamp(iso8601: $0) } ?? fallback
  }

  static func decode<Value: Decodable>(from data: Data) throws(ParseError) -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: data)
    } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
      throw .notJSON
    } catch DecodingError.keyNotFound(let key, let context) {
      throw .unexpected(at: place(context.codingPath + [key]))
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context)
    {
      throw .unexpected(at: place(context.codingPath))
    } catch {
      throw .notJSON
    }
  }

  private static func place(_ keys: [any CodingKey]) -> String {
    keys.isEmpty ? "the whole body" : keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }
}
