internal import Domain
internal import HTTP

extension GitHubAPI {
  /// Longest title and comment GitHub takes.
  private static let titleLimit = 256
  private static let bodyLimit = 65_536

  static func getIssues(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call).value
    let query = call.query
    let wanted = query["state"] ?? "open"
    guard ["open", "closed", "all"].contains(wanted) else { throw .githubValidation("Issue", "state", "invalid") }
    let since = query["since"].flatMap { Timestamp(iso8601: $0) }
    if query["since"] != nil, since == nil { throw .githubValidation("Issue", "since", "invalid") }
    let labels = (query["labels"] ?? "").split(separator: ",").map(String.init)
    let issues = repository.issues.values.filter { issue in
      let isState = wanted == "all" || (wanted == "open") == issue.isOpen
      // GitHub keeps whole seconds: an issue of the same second is among them.
      let isRecent = since.map { issue.updatedAt.microseconds / 1_000_000 >= $0.microseconds / 1_000_000 } ?? true
      return isState && isRecent && (query["creator"] ?? issue.author) == issue.author && labels.allSatisfy(issue.labels.contains)
    }
    return try list(sorted(Array(issues), query).map { versioned(state.document($0, repository), call) }, state, call)
  }

  static func sorted(_ issues: [GitHubIssue], _ query: FormFields) -> [GitHubIssue] {
    let isByUpdate = query["sort"] == "updated"
    let descending = issues.sorted { left, right in
      isByUpdate && left.updatedAt != right.updatedAt ? left.updatedAt > right.updatedAt : left.number > right.number
    }
    return query["direction"] == "asc" ? descending.reversed() : descending
  }

  static func createIssue(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let (key, repository) = try repository(state, call)
    guard repository.hasIssues else { throw .github(.gone, "Issues has been disabled in this repository.") }
    guard let title = try text(call, "title", of: "Issue"), !title.isEmpty else {
      throw .githubValidation("Issue", "title", "missing_field")
    }
    try checkLengths(title: title, body: try text(call, "body", of: "Issue"))
    // Labels of people without push access are dropped without a word.
    let labels = repository.permission(of: call.actor) >= .write ? labelNames(call.body["labels"]) : []
    guard
      let issue = state.addIssue(
        title: title, body: try text(call, "body", of: "Issue"), labels: labels, in: key, by: call.actor)
    else { throw .githubNotFound }
    let value = versioned(state.document(issue, repositoryNow(state, key, repository)), call)
    return .answer(.document(.created, value, headers: ["location": FieldValue(replacingForbiddenBytesIn: value["url"]?.string ?? "")]))
  }

  private static func repositoryNow(_ state: SandboxState, _ key: String, _ before: GitHubRepository) -> GitHubRepository {
    state.repository(key) ?? before
  }

  private static func checkLengths(title: String?, body: String?) throws(Refusal) {
    if let title, title.count > titleLimit {
      throw .githubValidation("Issue", "title", "custom", "title is too long (maximum is \(titleLimit) characters)")
    }
    if let body, body.unicodeScalars.count > bodyLimit {
      throw .githubValidation("Issue", "body", "custom", "body is too long (maximum is \(bodyLimit) characters)")
    }
  }

  static func labelNames(_ value: JSONValue?) -> [String] {
    let names = (value?.array ?? []).compactMap { $0.string ?? $0["name"]?.string }
    return names.reduce(into: []) { unique, name in if !unique.contains(name) { unique.append(name) } }
  }

  static func getIssue(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call).value
    return answer(versioned(state.document(try issue(repository, call), repository), call))
  }

  static func updateIssue(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let (key, repository) = try repository(state, call)
    let issue = try issue(repository, call)
    guard issue.author == call.actor || repository.permission(of: call.actor) >= .write else {
      throw .github(.forbidden, "Must have admin rights to Repository.")
    }
    let title = try text(call, "title", of: "Issue")
    try checkLengths(title: title, body: try text(call, "body", of: "Issue"))
    let wanted = try wantedState(call)
    if title != nil || call.body["body"] != nil { edit(&state, key, issue, title: title, body: call.body["body"], by: call.actor) }
    if let wanted { state.setState(issue.number, in: key, isOpen: wanted.isOpen, reason: wanted.reason, by: call.actor) }
    if call.body["labels"] != nil { replaceLabels(&state, key, issue, labelNames(call.body["labels"]), by: call.actor) }
    guard let repository = state.repository(key) else { throw .githubNotFound }
    return answer(versioned(state.document(try self.issue(repository, call), repository), call))
  }

  private static func wantedState(_ call: Call) throws(Refusal) -> (isOpen: Bool, reason: String?)? {
    guard let wanted = try text(call, "state", of: "Issue") else { return nil }
    guard wanted == "open" || wanted == "closed" else { throw .githubValidation("Issue", "state", "invalid") }
    let reason = try text(call, "state_reason", of: "Issue")
    if let reason, !["completed", "reopened", "not_planned", "duplicate"].contains(reason) {
      throw .githubValidation("Issue", "state_reason", "invalid")
    }
    return (wanted == "open", reason)
  }

  static func edit(_ state: inout SandboxState, _ key: String, _ issue: GitHubIssue, title: String?, body: JSONValue?, by login: String) {
    let newBody = body.map(\.string) ?? issue.body
    let newTitle = title ?? issue.title
    guard newTitle != issue.title || newBody != issue.body else { return }
    var changes: JSONValue = [:]
    if newTitle != issue.title { changes = changes.merging(["title": ["from": .string(issue.title)]]) }
    if newBody != issue.body { changes = changes.merging(["body": ["from": .string(issue.body ?? "")]]) }
    state.change(issue.number, in: key) { issue in
      issue.title = newTitle
      issue.body = newBody
    }
    state.emitIssue("edited", issue.number, in: key, by: login, ["changes": changes])
  }

  private static func replaceLabels(
    _ state: inout SandboxState, _ key: String, _ issue: GitHubIssue, _ names: [String], by login: String
  ) {
    for name in issue.labels where !names.contains(name) { state.removeLabel(name, from: issue.number, in: key, by: login) }
    for name in names { state.addLabel(name, to: issue.number, in: key, by: login) }
  }

  // MARK: Comments and events

  static func getComments(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call).value
    let issue = try issue(repository, call)
    let since = call.query["since"].flatMap { Timestamp(iso8601: $0) }
    let comments = issue.comments.filter { comment in since.map { comment.updatedAt >= $0 } ?? true }
    return try list(comments.map { state.document($0, of: issue, repository) }, state, call)
  }

  static func createComment(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let (key, repository) = try repository(state, call)
    let issue = try issue(repository, call)
    guard let body = try text(call, "body", of: "IssueComment"), !body.isEmpty else {
      throw .githubValidation("IssueComment", "body", "missing_field")
    }
    try checkLengths(title: nil, body: body)
    guard let comment = state.addComment(body, to: issue.number, in: key, by: call.actor) else { throw .githubNotFound }
    let value = state.document(comment, of: issue, repository)
    return .answer(.document(.created, value, headers: ["location": FieldValue(replacingForbiddenBytesIn: value["url"]?.string ?? "")]))
  }

  static func getEvents(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call).value
    let issue = try issue(repository, call)
    return try list(issue.events.map { state.document($0, of: issue, repository) }, state, call)
  }
}
