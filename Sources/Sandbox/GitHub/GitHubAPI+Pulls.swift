internal import HTTP

extension GitHubAPI {
  /// Without what the version asked for has no more.
  static func versioned(_ value: JSONValue, _ call: Call) -> JSONValue {
    isNewVersion(call) ? value.without("merge_commit_sha", "assignee") : value
  }

  static func getPulls(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call).value
    let query = call.query
    let wanted = query["state"] ?? "open"
    let head = query["head"].map { $0.drop { $0 != ":" }.dropFirst() }
    let issues = repository.issues.values.filter { issue in
      guard let pull = issue.pull else { return false }
      let isState = wanted == "all" || (wanted == "open") == issue.isOpen
      return isState && (head ?? pull.headBranch[...]) == pull.headBranch && (query["base"] ?? pull.baseBranch) == pull.baseBranch
    }
    let pulls = sorted(Array(issues), query).compactMap { issue in
      issue.pull.map { versioned(state.simpleDocument(issue, $0, repository), call) }
    }
    return try list(pulls, state, call)
  }

  static func getPull(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call).value
    let (issue, pull) = try pull(repository, call)
    return answer(versioned(state.document(issue, pull, repository), call))
  }

  static func updatePull(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let (key, repository) = try repository(state, call)
    let (issue, _) = try pull(repository, call)
    guard issue.author == call.actor || repository.permission(of: call.actor) >= .write else { throw .githubNotFound }
    let title = try text(call, "title", of: "PullRequest")
    _ = try text(call, "body", of: "PullRequest")
    let wanted = try text(call, "state", of: "PullRequest")
    if let wanted, wanted != "open", wanted != "closed" { throw .githubValidation("PullRequest", "state", "invalid") }
    if title != nil || call.body["body"] != nil { edit(&state, key, issue, title: title, body: call.body["body"], by: call.actor) }
    if let wanted { try setPullState(&state, key, issue, isOpen: wanted == "open", by: call.actor) }
    return try getPull(&state, call)
  }

  private static func setPullState(
    _ state: inout SandboxState, _ key: String, _ issue: GitHubIssue, isOpen: Bool, by login: String
  ) throws(Refusal) {
    guard !isOpen || issue.pull?.mergedAt == nil else {
      throw .githubValidation("PullRequest", "state", "custom", "A merged pull request cannot be opened again")
    }
    state.setState(issue.number, in: key, isOpen: isOpen, reason: nil, by: login)
  }

  static func checkMerged(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let (_, pull) = try pull(try repository(state, call).value, call)
    guard pull.mergedAt != nil else { throw .githubNotFound }
    return .answer(Response(.noContent))
  }

  static func merge(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let (key, repository) = try repository(state, call, needs: .write)
    let (issue, pull) = try pull(repository, call)
    guard let method = SandboxState.MergeMethod(rawValue: try text(call, "merge_method", of: "PullRequest") ?? "merge") else {
      throw .githubValidation("PullRequest", "merge_method", "invalid")
    }
    guard issue.isOpen else { throw .github(.methodNotAllowed, "Pull Request is not mergeable") }
    if let sha = try text(call, "sha", of: "PullRequest"), sha != pull.headSHA {
      throw .github(.conflict, "Head branch was modified. Review and try the merge again.")
    }
    guard let sha = state.merge(issue.number, in: key, method: method, by: call.actor) else {
      throw .github(.methodNotAllowed, "Pull Request is not mergeable")
    }
    return answer(["sha": .string(sha), "merged": true, "message": "Pull Request successfully merged"])
  }
}
