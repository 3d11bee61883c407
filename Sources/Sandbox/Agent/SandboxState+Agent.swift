internal import Domain

/// One run of the coding agent.
struct AgentRun: Sendable {
  let repository: String
  /// Issue or pull request the comment stands on.
  let number: Int64
  let comment: Int64
  let actor: String
  let trigger: AgentTrigger
  let run: Int64
}

/// The coding agent's workflow: `issue_comment: [created]`, on the tip of the default branch.
extension SandboxState {
  /// Every new comment starts the workflow; without a mention its job is skipped.
  mutating func agentSees(_ comment: GitHubIssue.Comment, on number: Int64, in key: String) {
    guard agent.isOn, let repository = repository(key), let issue = repository.issues[number] else { return }
    let trigger = RunTrigger(
      repository: key, workflow: "opencode", event: "issue_comment", branch: repository.defaultBranch, commit: repository.tip,
      actor: comment.author, title: issue.title)
    guard let run = addRun(trigger) else { return }
    let meaning = AgentTrigger(comment: comment.body)
    if meaning == .skipped { return completeRun(run.id, "skipped") }
    let work = AgentRun(
      repository: key, number: number, comment: comment.id, actor: comment.author, trigger: meaning, run: run.id)
    after(agent.delay / 4, .agentBegin(work))
  }

  mutating func beginAgent(_ work: AgentRun) {
    beginRun(work.run, attempt: 1)
    guard let repository = repository(work.repository) else { return }
    let isBot = github.account(work.actor).kind == .bot
    guard !isBot, repository.permission(of: work.actor) >= .write else {
      say("User \(work.actor) does not have write permissions", work)
      return completeRun(work.run, "failure")
    }
    react(work, isOn: true)
    after(agent.delay * 3 / 4, .agentFinish(work))
  }

  mutating func finishAgent(_ work: AgentRun) {
    defer {
      react(work, isOn: false)
      completeRun(work.run, agent.isFailing ? "failure" : "success")
    }
    guard let issue = repository(work.repository)?.issues[work.number] else { return }
    if agent.isFailing { return say("Error: the model provider answered 529 overloaded_error", work) }
    if work.trigger == .summary { return say("Summary of the thread: \(issue.title)" + footer(work), work) }
    if agent.style == .comment { return say("I looked at the code and found nothing to change." + footer(work), work) }
    if issue.pull != nil {
      synchronise(work.number, message: "Answer the review", in: work.repository, by: GitHubState.agentLogin)
      return say("Pushed a commit that answers the comment." + footer(work), work)
    }
    implement(issue, work)
  }

  private mutating func implement(_ issue: GitHubIssue, _ work: AgentRun) {
    let isOwnBranch = agent.style == .none
    let branch = isOwnBranch ? "feat/task-\(issue.number)-\(work.comment)" : "opencode/issue\(issue.number)-\(stamp)"
    let title = String(issue.title.prefix(39))
    guard commit("\(title)\n\nCo-authored-by: \(work.actor)", to: branch, in: work.repository, by: GitHubState.agentLogin) != nil,
      let pull = openPull(
        title: title, body: text(issue, work), head: branch, base: "main", in: work.repository, by: GitHubState.agentLogin)
    else { return }
    say(isOwnBranch ? "Opened a pull request with the change." : "Created PR #\(pull.number)" + footer(work), work)
  }

  private func text(_ issue: GitHubIssue, _ work: AgentRun) -> String {
    let response = "Implemented \"\(issue.title)\" and added tests for it."
    return switch agent.style {
    case .closes: "\(response)\n\nCloses #\(issue.number)\(footer(work))"
    case .fixes: "\(response)\n\nFixes #\(issue.number)\(footer(work))"
    case .none, .comment: response
    }
  }

  /// `YYYYMMDDhhmmss`, UTC.
  private var stamp: String { String(now.iso8601.prefix(19).filter(\.isNumber)) }

  private func footer(_ work: AgentRun) -> String {
    let name = repository(work.repository)?.name.description ?? ""
    let session = "https://opencode.ai/s/\(work.run)"
    return "\n\n[opencode session](\(session))&nbsp;&nbsp;|&nbsp;&nbsp;[github run](/\(name)/actions/runs/\(work.run))"
  }

  private mutating func say(_ text: String, _ work: AgentRun) {
    _ = addComment(text, to: work.number, in: work.repository, by: GitHubState.agentLogin)
  }

  private mutating func react(_ work: AgentRun, isOn: Bool) {
    guard var issue = repository(work.repository)?.issues[work.number],
      let index = issue.comments.firstIndex(where: { $0.id == work.comment })
    else { return }
    issue.comments[index].eyes = isOn ? [GitHubState.agentLogin] : []
    github.repositories[work.repository]?.issues[work.number] = issue
  }
}
