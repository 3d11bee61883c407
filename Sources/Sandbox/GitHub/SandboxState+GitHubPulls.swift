internal import Domain

/// Branches, pull requests and merging.
extension SandboxState {
  /// A commit on top of a branch; makes the branch from the default branch when it is not there.
  mutating func commit(_ message: String, to branch: String, in key: String, by login: String) -> String? {
    guard let repository = repository(key) else { return nil }
    let parent = repository.branches[branch] ?? repository.tip
    let sha = store(message, parents: [parent], in: key, by: login)
    push(branch, from: repository.branches[branch], to: sha, commits: [sha], in: key, by: login)
    return sha
  }

  private mutating func store(_ message: String, parents: [String], in key: String, by login: String) -> String {
    let commit = GitHubRepository.Commit(
      sha: makeSHA(), tree: makeSHA(), message: message, author: login, at: now, parents: parents)
    github.repositories[key]?.commits[commit.sha] = commit
    return commit.sha
  }

  /// Moves a branch and sends `push`.
  private mutating func push(
    _ branch: String, from before: String?, to after: String, commits: [String], in key: String, by login: String
  ) {
    github.repositories[key]?.branches[branch] = after
    github.repositories[key]?.pushedAt = now
    guard let repository = repository(key) else { return }
    let documents = commits.compactMap { repository.commits[$0] }.map { pushDocument($0, repository) }
    let zeros = String(repeating: "0", count: 40)
    let compare = "\(site(repository))/compare/\((before ?? zeros).prefix(12))...\(after.prefix(12))"
    emit(
      "push", action: nil, in: key, by: login,
      [
        "ref": .string("refs/heads/\(branch)"), "before": .string(before ?? zeros), "after": .string(after),
        "created": .bool(before == nil), "deleted": false, "forced": false, "base_ref": nil, "compare": .string(compare),
        "commits": .array(documents),
        "head_commit": documents.last ?? nil,
        "pusher": ["name": .string(login), "email": .string("\(login)@users.noreply.example.com")],
      ])
  }

  /// Opens a pull request from a branch with at least one commit of its own.
  mutating func openPull(title: String, body: String?, head: String, base: String, in key: String, by login: String) -> GitHubIssue? {
    guard let repository = repository(key), let sha = repository.branches[head], let baseSHA = repository.branches[base],
      let number = makeNumber(in: key)
    else { return nil }
    var issue = GitHubIssue(id: makeID(), number: number, title: title, body: body, author: login, createdAt: now, updatedAt: now)
    issue.pull = GitHubPull(
      id: makeID(), headBranch: head, headSHA: sha, baseBranch: base, baseSHA: baseSHA, mergeCommit: makeSHA(), commits: [sha])
    github.repositories[key]?.issues[number] = issue
    emitIssue("opened", number, in: key, by: login)
    startPullRuns(number, in: key, by: login)
    return issue
  }

  /// One more commit on the branch of a pull request.
  mutating func synchronise(_ number: Int64, message: String, in key: String, by login: String) {
    guard let pull = repository(key)?.issues[number]?.pull,
      let sha = commit(message, to: pull.headBranch, in: key, by: login)
    else { return }
    let test = makeSHA()
    change(number, in: key) { issue in
      issue.pull?.headSHA = sha
      issue.pull?.mergeCommit = test
      issue.pull?.commits.append(sha)
    }
    emitIssue("synchronize", number, in: key, by: login, ["before": .string(pull.headSHA), "after": .string(sha)])
    startPullRuns(number, in: key, by: login)
  }

  enum MergeMethod: String, CaseIterable {
    case merge, squash, rebase
  }

  /// Merges, pushes the base branch, closes what the text says, starts CI.
  /// - Returns: the merge commit; nil when the pull request is not open.
  mutating func merge(_ number: Int64, in key: String, method: MergeMethod, by login: String) -> String? {
    guard let repository = repository(key), let issue = repository.issues[number], let pull = issue.pull, issue.isOpen,
      let before = repository.branches[pull.baseBranch]
    else { return nil }
    let commits = mergeCommits(issue, pull, method, onto: before, in: key, by: login)
    guard let sha = commits.last else { return nil }
    closeMerged(number, sha, in: key, by: login)
    push(pull.baseBranch, from: before, to: sha, commits: commits, in: key, by: login)
    if pull.baseBranch == repository.defaultBranch {
      for closed in ClosingKeywords.issues(in: issue.body ?? "", repository: repository.name.description)
      where repository.issues[closed]?.pull == nil {
        setState(closed, in: key, isOpen: false, reason: "completed", by: login, commit: sha)
      }
    }
    startPushRuns(sha, branch: pull.baseBranch, title: "\(issue.title) (#\(number))", in: key, by: login)
    return sha
  }

  private mutating func mergeCommits(
    _ issue: GitHubIssue, _ pull: GitHubPull, _ method: MergeMethod, onto base: String, in key: String, by login: String
  ) -> [String] {
    let messages = pull.commits.map { repository(key)?.commits[$0]?.message ?? issue.title }
    switch method {
    case .squash: return [store("\(issue.title) (#\(issue.number))", parents: [base], in: key, by: login)]
    case .rebase:
      return messages.reduce(into: []) { made, message in
        made.append(store(message, parents: [made.last ?? base], in: key, by: login))
      }
    case .merge:
      let owner = repository(key)?.name.owner ?? ""
      let message = "Merge pull request #\(issue.number) from \(owner)/\(pull.headBranch)\n\n\(issue.title)"
      return pull.commits + [store(message, parents: [base, pull.headSHA], in: key, by: login)]
    }
  }

  private mutating func closeMerged(_ number: Int64, _ sha: String, in key: String, by login: String) {
    let names = ["merged", "closed"]
    let events = names.map { name in
      GitHubIssue.Event(
        id: makeID(), name: name, actor: login, at: now, commit: name == "merged" ? sha : nil, label: nil, stateReason: nil)
    }
    let time = now
    change(number, in: key) { issue in
      issue.isOpen = false
      issue.closedAt = time
      issue.closedBy = login
      issue.events += events
      issue.pull?.mergeCommit = sha
      issue.pull?.mergedAt = time
      issue.pull?.mergedBy = login
    }
    guard let repository = repository(key), let issue = repository.issues[number], let pull = issue.pull else { return }
    let isLate = integration.isBeforeMergeEvent && !integration.workflows.isEmpty
    emit(
      "pull_request", action: "closed", in: key, by: login,
      ["number": .integer(number), "pull_request": document(issue, pull, repository)], untilIntegrated: isLate ? sha : nil)
  }
}
