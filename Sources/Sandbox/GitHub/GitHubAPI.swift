internal import HTTP

/// GitHub's operations; each is named after its `operationId`.
enum GitHubAPI {
  typealias Operation = (method: Method, pattern: String, name: String, handler: Handler)

  /// Pattern below the API's base and the operation behind it.
  static let operations: [Operation] = repositoryOperations + issueOperations + pullOperations + hookOperations

  private static let repositoryOperations: [Operation] = [
    (.get, "/user", "users/get-authenticated", getUser),
    (.get, "/user/repos", "repos/list-for-authenticated-user", getOwnRepositories),
    (.get, "/rate_limit", "rate-limit/get", getRateLimit),
    (.get, "/repos/:owner/:repo", "repos/get", getRepository),
    (.get, "/repos/:owner/:repo/collaborators/:username/permission", "repos/get-collaborator-permission-level", getPermission),
    (.get, "/repos/:owner/:repo/commits/:ref", "repos/get-commit", getCommit),
    (.get, "/repos/:owner/:repo/commits/:ref/pulls", "repos/list-pull-requests-associated-with-commit", getCommitPulls),
    (.get, "/repos/:owner/:repo/actions/runs", "actions/list-workflow-runs-for-repo", getRuns),
    (.get, "/repos/:owner/:repo/actions/runs/:run", "actions/get-workflow-run", getRun),
    (.post, "/repos/:owner/:repo/actions/runs/:run/rerun", "actions/re-run-workflow", rerun),
    (.get, "/repos/:owner/:repo/actions/workflows", "actions/list-repo-workflows", getWorkflows),
    (.get, "/repos/:owner/:repo/labels", "issues/list-labels-for-repo", getRepositoryLabels),
  ]

  private static let issueOperations: [Operation] = [
    (.get, "/repos/:owner/:repo/issues", "issues/list-for-repo", getIssues),
    (.post, "/repos/:owner/:repo/issues", "issues/create", createIssue),
    (.get, "/repos/:owner/:repo/issues/:number", "issues/get", getIssue),
    (.patch, "/repos/:owner/:repo/issues/:number", "issues/update", updateIssue),
    (.get, "/repos/:owner/:repo/issues/:number/comments", "issues/list-comments", getComments),
    (.post, "/repos/:owner/:repo/issues/:number/comments", "issues/create-comment", createComment),
    (.get, "/repos/:owner/:repo/issues/:number/events", "issues/list-events", getEvents),
    (.get, "/repos/:owner/:repo/issues/:number/timeline", "issues/list-events-for-timeline", getEvents),
    (.get, "/repos/:owner/:repo/issues/:number/labels", "issues/list-labels-on-issue", getLabels),
    (.post, "/repos/:owner/:repo/issues/:number/labels", "issues/add-labels", addLabels),
    (.delete, "/repos/:owner/:repo/issues/:number/labels/:name", "issues/remove-label", removeLabel),
  ]

  private static let pullOperations: [Operation] = [
    (.get, "/repos/:owner/:repo/pulls", "pulls/list", getPulls),
    (.get, "/repos/:owner/:repo/pulls/:number", "pulls/get", getPull),
    (.patch, "/repos/:owner/:repo/pulls/:number", "pulls/update", updatePull),
    (.get, "/repos/:owner/:repo/pulls/:number/merge", "pulls/check-if-merged", checkMerged),
    (.put, "/repos/:owner/:repo/pulls/:number/merge", "pulls/merge", merge),
  ]

  private static let hookOperations: [Operation] = [
    (.get, "/repos/:owner/:repo/hooks", "repos/list-webhooks", getHooks),
    (.post, "/repos/:owner/:repo/hooks", "repos/create-webhook", createHook),
    (.get, "/repos/:owner/:repo/hooks/:hook", "repos/get-webhook", getHook),
    (.patch, "/repos/:owner/:repo/hooks/:hook", "repos/update-webhook", updateHook),
    (.delete, "/repos/:owner/:repo/hooks/:hook", "repos/delete-webhook", deleteHook),
    (.get, "/repos/:owner/:repo/hooks/:hook/config", "repos/get-webhook-config-for-repo", getHookConfig),
    (.post, "/repos/:owner/:repo/hooks/:hook/pings", "repos/ping-webhook", pingHook),
    (.get, "/repos/:owner/:repo/hooks/:hook/deliveries", "repos/list-webhook-deliveries", getDeliveries),
    (.get, "/repos/:owner/:repo/hooks/:hook/deliveries/:delivery", "repos/get-webhook-delivery", getDelivery),
    (.post, "/repos/:owner/:repo/hooks/:hook/deliveries/:delivery/attempts", "repos/redeliver-webhook-delivery", redeliver),
  ]

  // MARK: Answers

  static func answer(_ value: JSONValue, status: Status = .ok) -> Reply { .answer(.document(status, value)) }

  /// A page of a list, with the `Link` header.
  static func list(_ values: [JSONValue], _ state: SandboxState, _ call: Call, wrap: ([JSONValue]) -> JSONValue = { .array($0) })
    throws(Refusal) -> Reply
  {
    let page = try GitHubPage(call.query)
    var response = Response.document(.ok, wrap(page.cut(values)))
    if let link = page.link(total: values.count, base: state.githubRoot + call.path(below: Vendor.github.prefix, without: "page")) {
      response.headers.append("link", link)
    }
    return .answer(response)
  }

  // MARK: Arguments

  /// The repository of the path; 404 when the token's person has fewer rights than `needed`.
  static func repository(
    _ state: SandboxState, _ call: Call, needs needed: GitHubRepository.Permission = .read
  ) throws(Refusal) -> (key: String, value: GitHubRepository) {
    let key = "\(call.parameter("owner"))/\(call.parameter("repo"))".lowercased()
    guard let repository = state.repository(key), repository.permission(of: call.actor) >= needed else { throw .githubNotFound }
    return (key, repository)
  }

  static func number(_ call: Call, _ name: String) throws(Refusal) -> Int64 {
    guard let number = Int64(call.parameter(name)), number > 0 else { throw .githubNotFound }
    return number
  }

  static func issue(_ repository: GitHubRepository, _ call: Call) throws(Refusal) -> GitHubIssue {
    guard let issue = repository.issues[try number(call, "number")] else { throw .githubNotFound }
    return issue
  }

  static func pull(_ repository: GitHubRepository, _ call: Call) throws(Refusal) -> (GitHubIssue, GitHubPull) {
    let issue = try issue(repository, call)
    guard let pull = issue.pull else { throw .githubNotFound }
    return (issue, pull)
  }

  /// A string member; nil when absent or null.
  static func text(_ call: Call, _ field: String, of resource: String) throws(Refusal) -> String? {
    guard let value = call.body[field], value != .null else { return nil }
    guard let text = value.string else { throw .githubValidation(resource, field, "invalid") }
    return text
  }

  /// The version of 2026 left fields out.
  static func isNewVersion(_ call: Call) -> Bool { call.request["x-github-api-version"] == "2026-03-10" }
}
