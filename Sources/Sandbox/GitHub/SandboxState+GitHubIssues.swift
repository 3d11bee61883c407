internal import Domain

/// Issues and comments, and the events their changes cause.
extension SandboxState {
  mutating func addRepository(_ name: RepositoryName) {
    let (sha, tree) = (makeSHA(), makeSHA())
    let owner = GitHubState.Account(login: name.owner, id: 1100 + Int64(github.accounts.count), kind: .organization)
    if github.accounts[name.owner] == nil { github.accounts[name.owner] = owner }
    let first = GitHubRepository.Commit(
      sha: sha, tree: tree, message: "Initial commit", author: GitHubState.personLogin, at: now, parents: [])
    var repository = GitHubRepository(
      id: makeID(), name: name,
      permissions: [
        GitHubState.tokenLogin: .admin, GitHubState.personLogin: .write, GitHubState.readerLogin: .read, GitHubState.agentLogin: .write,
      ], branches: ["main": sha], commits: [sha: first], createdAt: now, pushedAt: now)
    repository.lastNumber = configuration.firstNumber
    let names = ["opencode"] + integration.workflows
    repository.workflows = names.map { .init(id: makeID(), name: $0, path: ".github/workflows/\($0).yml") }
    if github.repositories.updateValue(repository, forKey: name.key) == nil { github.order.append(name.key) }
  }

  mutating func addIssue(title: String, body: String?, labels: [String], in key: String, by login: String) -> GitHubIssue? {
    guard let number = makeNumber(in: key) else { return nil }
    let issue = GitHubIssue(
      id: makeID(), number: number, title: title, body: body, author: login, createdAt: now, updatedAt: now)
    github.repositories[key]?.issues[number] = issue
    for label in labels { addLabel(label, to: number, in: key, by: login, isAnnounced: false) }
    emitIssue("opened", number, in: key, by: login)
    for label in labels { emitLabel("labeled", label, number, in: key, by: login) }
    return repository(key)?.issues[number]
  }

  mutating func makeNumber(in key: String) -> Int64? {
    github.repositories[key]?.lastNumber += 1
    return github.repositories[key]?.lastNumber
  }

  /// The issue, or the pull request under this number, changed by `body` and marked as updated now.
  mutating func change(_ number: Int64, in key: String, _ body: (inout GitHubIssue) -> Void) {
    guard var issue = github.repositories[key]?.issues[number] else { return }
    body(&issue)
    issue.updatedAt = now
    github.repositories[key]?.issues[number] = issue
  }

  mutating func emitIssue(_ action: String, _ number: Int64, in key: String, by login: String, _ more: JSONValue = [:]) {
    guard let repository = repository(key), let issue = repository.issues[number] else { return }
    if let pull = issue.pull {
      let payload: JSONValue = ["number": .integer(number), "pull_request": document(issue, pull, repository)]
      emit("pull_request", action: action, in: key, by: login, payload.merging(more))
    } else {
      emit("issues", action: action, in: key, by: login, (["issue": document(issue, repository)] as JSONValue).merging(more))
    }
  }

  /// Closes or reopens; nothing happens when it is so already (`state_reason` is then ignored too).
  mutating func setState(_ number: Int64, in key: String, isOpen: Bool, reason: String?, by login: String, commit: String? = nil) {
    guard let issue = repository(key)?.issues[number], issue.isOpen != isOpen else { return }
    let event = GitHubIssue.Event(
      id: makeID(), name: isOpen ? "reopened" : "closed", actor: login, at: now, commit: commit, label: nil,
      stateReason: isOpen || issue.pull != nil ? nil : reason ?? "completed")
    change(number, in: key) { issue in
      issue.isOpen = isOpen
      issue.stateReason = issue.pull != nil ? nil : isOpen ? "reopened" : reason ?? "completed"
      issue.closedAt = isOpen ? nil : event.at
      issue.closedBy = isOpen ? nil : login
      issue.events.append(event)
    }
    emitIssue(isOpen ? "reopened" : "closed", number, in: key, by: login)
  }

  // MARK: Labels

  mutating func addLabel(_ name: String, to number: Int64, in key: String, by login: String, isAnnounced: Bool = true) {
    guard let repository = repository(key), repository.issues[number]?.labels.contains(name) == false else { return }
    if !repository.labels.contains(where: { $0.name == name }) {
      let label = GitHubRepository.Label(id: makeID(), name: name, color: "ededed", description: nil)
      github.repositories[key]?.labels.append(label)
    }
    noteLabel("labeled", name, number, in: key, by: login)
    change(number, in: key) { $0.labels.append(name) }
    if isAnnounced { emitLabel("labeled", name, number, in: key, by: login) }
  }

  mutating func removeLabel(_ name: String, from number: Int64, in key: String, by login: String) {
    noteLabel("unlabeled", name, number, in: key, by: login)
    change(number, in: key) { $0.labels.removeAll { $0 == name } }
    emitLabel("unlabeled", name, number, in: key, by: login)
  }

  private mutating func noteLabel(_ event: String, _ name: String, _ number: Int64, in key: String, by login: String) {
    let event = GitHubIssue.Event(id: makeID(), name: event, actor: login, at: now, commit: nil, label: name, stateReason: nil)
    change(number, in: key) { $0.events.append(event) }
  }

  private mutating func emitLabel(_ action: String, _ name: String, _ number: Int64, in key: String, by login: String) {
    guard let repository = repository(key), let label = repository.labels.first(where: { $0.name == name }) else { return }
    emitIssue(action, number, in: key, by: login, ["label": document(label, repository)])
  }

  // MARK: Comments

  /// Writes a comment, sends `issue_comment.created` and starts the workflows that listen to it.
  mutating func addComment(_ body: String, to number: Int64, in key: String, by login: String) -> GitHubIssue.Comment? {
    guard repository(key)?.issues[number] != nil else { return nil }
    let comment = GitHubIssue.Comment(id: makeID(), body: body, author: login, createdAt: now, updatedAt: now)
    change(number, in: key) { $0.comments.append(comment) }
    guard let repository = repository(key), let issue = repository.issues[number] else { return nil }
    emit(
      "issue_comment", action: "created", in: key, by: login,
      ["issue": document(issue, repository), "comment": document(comment, of: issue, repository)])
    agentSees(comment, on: number, in: key)
    return comment
  }
}
