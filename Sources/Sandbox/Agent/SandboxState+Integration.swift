internal import Domain

/// What starts one run of a workflow.
struct RunTrigger: Sendable {
  let repository: String
  let workflow: String
  /// `push`, `pull_request`, `issue_comment`, ...
  let event: String
  let branch: String
  let commit: String
  let actor: String
  let title: String
  var pull: Int64?
}

/// CI: runs of workflows and their `workflow_run` events.
extension SandboxState {
  mutating func startPushRuns(_ sha: String, branch: String, title: String, in key: String, by login: String) {
    for workflow in integration.workflows {
      let trigger = RunTrigger(
        repository: key, workflow: workflow, event: "push", branch: branch, commit: sha, actor: login, title: title)
      after(.zero, .ciBegin(trigger))
    }
  }

  /// Runs for a pull request are for its head commit and must not be taken for those of the merge.
  mutating func startPullRuns(_ number: Int64, in key: String, by login: String) {
    guard integration.runsOnPullRequests, let issue = repository(key)?.issues[number], let pull = issue.pull else { return }
    for workflow in integration.workflows {
      var trigger = RunTrigger(
        repository: key, workflow: workflow, event: "pull_request", branch: pull.headBranch, commit: pull.headSHA, actor: login,
        title: issue.title)
      trigger.pull = number
      after(.zero, .ciBegin(trigger))
    }
  }

  mutating func beginIntegration(_ trigger: RunTrigger) {
    guard let run = addRun(trigger) else { return }
    after(integration.delay / 4, .runBegin(run.id, attempt: 1))
  }

  /// A queued run, announced as requested.
  mutating func addRun(_ trigger: RunTrigger) -> GitHubRun? {
    let key = trigger.repository
    guard var repository = repository(key) else { return nil }
    if !repository.workflows.contains(where: { $0.name == trigger.workflow }) {
      repository.workflows.append(.init(id: makeID(), name: trigger.workflow, path: ".github/workflows/\(trigger.workflow).yml"))
    }
    guard let workflow = repository.workflows.first(where: { $0.name == trigger.workflow }) else { return nil }
    let number = Int64(repository.runs.count { $0.workflow.id == workflow.id }) + 1
    var run = GitHubRun(
      id: makeID(), number: number, workflow: workflow, event: trigger.event, branch: trigger.branch, commit: trigger.commit,
      actor: trigger.actor, title: trigger.title, pull: trigger.pull, createdAt: now, startedAt: now, updatedAt: now)
    run.verdict = integration.isHeld || trigger.event == "issue_comment" ? nil : integration.conclusion(of: trigger.workflow)
    repository.runs.append(run)
    if repository.runs.count > GitHubRepository.runLimit { repository.runs.removeFirst() }
    github.repositories[key] = repository
    emitRun("requested", run.id)
    return run
  }

  mutating func beginRun(_ id: Int64, attempt: Int64) {
    guard let run = run(id), run.attempt == attempt, run.status == "queued" else { return }
    changeRun(id) { $0.status = "in_progress" }
    emitRun("in_progress", id)
    if run.verdict != nil { after(integration.delay * 3 / 4, .runFinish(id, attempt: attempt)) }
  }

  mutating func finishRun(_ id: Int64, attempt: Int64) {
    guard let run = run(id), run.attempt == attempt, run.status == "in_progress", let verdict = run.verdict else { return }
    completeRun(id, verdict)
  }

  /// Ends a run now, whatever it was doing.
  mutating func completeRun(_ id: Int64, _ conclusion: String) {
    guard let run = run(id), run.status != "completed" else { return }
    changeRun(id) { run in
      run.status = "completed"
      run.conclusion = conclusion
    }
    emitRun("completed", id)
    if run.event == "push" { releaseMergeEvents(run.commit) }
  }

  /// Same id, next attempt.
  mutating func rerun(_ id: Int64, verdict: String? = nil) {
    guard let run = run(id), run.status == "completed" else { return }
    let time = now
    let next = integration.isHeld ? nil : verdict ?? integration.conclusion(of: run.workflow.name)
    changeRun(id) { run in
      run.attempt += 1
      run.status = "queued"
      run.conclusion = nil
      run.verdict = next
      run.startedAt = time
    }
    emitRun("requested", id)
    after(integration.delay / 4, .runBegin(id, attempt: run.attempt + 1))
  }

  /// `pull_request.closed` goes out once every run on the merge commit is done, when it was asked to come late.
  private mutating func releaseMergeEvents(_ sha: String) {
    let runs = github.repositories.values.flatMap(\.runs).filter { $0.commit == sha && $0.event == "push" }
    guard runs.allSatisfy({ $0.status == "completed" }), let records = github.waitingForIntegration.removeValue(forKey: sha) else { return }
    for record in records { enqueue(record, later: Self.mergeEventLag) }
  }

  /// Lets the runs' own deliveries arrive first; all are sent side by side.
  private static let mergeEventLag: Duration = .milliseconds(250)

  // MARK: Access

  func run(_ id: Int64) -> GitHubRun? {
    key(ofRun: id).flatMap { key in repository(key)?.runs.last { $0.id == id } }
  }

  func key(ofRun id: Int64) -> String? {
    github.order.first { repository($0)?.runs.contains { $0.id == id } ?? false }
  }

  private mutating func changeRun(_ id: Int64, _ body: (inout GitHubRun) -> Void) {
    guard let key = key(ofRun: id), let index = repository(key)?.runs.lastIndex(where: { $0.id == id }),
      var run = repository(key)?.runs[index]
    else { return }
    body(&run)
    run.updatedAt = now
    github.repositories[key]?.runs[index] = run
  }

  private mutating func emitRun(_ action: String, _ id: Int64) {
    guard let key = key(ofRun: id), let repository = repository(key), let run = run(id) else { return }
    emit(
      "workflow_run", action: action, in: key, by: run.actor,
      ["workflow_run": document(run, repository), "workflow": document(run.workflow, repository)])
  }
}
