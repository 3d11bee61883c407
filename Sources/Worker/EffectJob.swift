internal import Domain
internal import Pipeline
package import Storage

/// Performs one effect of the pipeline and feeds its outcome back.
package struct EffectJob: JobHandler {
  private let ledger: TaskLedger
  private let projects: ProjectStore
  private let specs: TaskSpecStore
  private let facts: FactStore
  private let ports: ProjectPorts
  private let refresh: RefreshJob

  package init(
    ledger: TaskLedger, projects: ProjectStore, specs: TaskSpecStore, facts: FactStore, ports: ProjectPorts, refresh: RefreshJob
  ) {
    self.ledger = ledger
    self.projects = projects
    self.specs = specs
    self.facts = facts
    self.ports = ports
    self.refresh = refresh
  }

  package func run(_ job: ClaimedJob) async throws -> JobOutcome {
    let (payload, task) = try Self.decode(job)
    // What was wanted when the job was made may not be wanted any more: AutoTask was switched off, or somebody else did it.
    guard let state = try await ledger.state(of: task, project: job.projectID), state.wants(payload.effect) else { return .done }
    if payload.effect == .readTracker {
      try await readTracker(job, task)
      return .ended
    }
    guard let event = try await perform(payload, job: job, task: task, state: state) else { return .done }
    try await ledger.apply(
      event.map { [($0, .system)] } ?? [], task: task, project: job.projectID, requestID: job.requestID, ending: .done(job),
      issueRepository: state.repository)
    return .ended
  }

  package func giveUp(_ job: ClaimedJob, reason: String) async throws {
    let (payload, task) = try Self.decode(job)
    try await ledger.apply(
      [(.effectFailed(payload.effect, reason: reason), .system)], task: task, project: job.projectID, requestID: job.requestID,
      ending: .failed(job, reason: reason))
  }

  private static func decode(_ job: ClaimedJob) throws -> (EffectPayload, TaskID) {
    guard let task = job.taskID else { throw StorageError.corrupt("an effect without a task") }
    return (try JSONText.decode(EffectPayload.self, job.payload, "jobs.payload"), task)
  }

  /// - Returns: nil when nothing is left to do; else the event that follows, or an inner nil when only facts have changed.
  private func perform(_ payload: EffectPayload, job: ClaimedJob, task: TaskID, state: TaskState) async throws -> TaskEvent?? {
    let effect = payload.effect
    switch effect {
    case .createIssue: return try await createIssue(job, task, state)
    case .postTrigger where state.triggerComment != nil: return nil
    case .postTrigger, .commentDeployedOnIssue, .commentFailureOnIssue:
      return try await commentOnIssue(payload, job, task, state)
    case .commentPullRequestOnTracker, .commentDeployedOnTracker, .commentFailureOnTracker, .commentNoteOnTracker:
      return try await commentOnTracker(payload, job, task, state)
    case .repairPullRequest(let number): return try await repair(number, job, state)
    case .findMergeCommit(let number): return try await findMergeCommit(number, job, state)
    case .readRuns(let commit): return try await readRuns(commit, job, state)
    case .completeTracker: return try await complete(job, task, state)
    case .reopenTracker:
      try await ports.tracker(job.projectID).setCompleted(false, task: try await key(task, job))
      return .trackerReopened
    case .reopenIssue:
      guard let issue = state.issue else { return nil }
      try await ports.codeHost(job.projectID).setIssueState(.open, issue: issue.number, in: try await repository(job, state))
      return .issueReopened
    case .readTracker: return nil
    }
  }

  // MARK: Code host

  private func createIssue(_ job: ClaimedJob, _ task: TaskID, _ state: TaskState) async throws -> TaskEvent?? {
    guard state.issue == nil else { return nil }
    let repository = try await repository(job, state)
    guard let stored = try await specs.latest(task: task, project: job.projectID) else { throw StorageError.notFound }
    let mark = try await mark(job, task)
    let text = IssueText(
      spec: stored.spec, key: try await key(task, job), mark: mark, context: try await projects.context(of: job.projectID))
    // An issue of an earlier attempt cannot be older than the task; the day before covers clocks that differ.
    let since = stored.taskCreatedAt.advanced(by: .seconds(-86_400))
    let issue = try await ports.codeHost(job.projectID)
      .createIssue(title: text.title, body: text.body, marker: text.marker, since: since, in: repository)
    return .issueCreated(issue)
  }

  private func commentOnIssue(_ payload: EffectPayload, _ job: ClaimedJob, _ task: TaskID, _ state: TaskState) async throws -> TaskEvent?? {
    let text = CommentText(mark: try await mark(job, task), revision: payload.revision)
    guard let issue = state.issue, let comment = text.comment(for: payload.effect, state: state) else { return nil }
    let written = try await ports.codeHost(job.projectID)
      .comment(comment.text, marker: comment.marker, issue: issue.number, in: try await repository(job, state))
    return payload.effect == .postTrigger ? .triggerPosted(written) : .commented(payload.effect.kind)
  }

  /// Reads the text again before writing it: the stored one may be cut, and may be older.
  private func repair(_ number: Int64, _ job: ClaimedJob, _ state: TaskState) async throws -> TaskEvent?? {
    guard let issue = state.issue, let repositoryID = state.repository else { return nil }
    let repository = try await repository(job, state)
    let host = try await ports.codeHost(job.projectID)
    let current = try await host.loadPullRequest(number, in: repository)
    let body = PullRequestBody.addingFixesLine(current.body, issue: issue.number)
    if body != current.body { try await host.updatePullRequestBody(body, number: number, in: repository) }
    _ = try await facts.save(current.replacingBody(body), repository: repositoryID, name: repository, project: job.projectID)
    return .pullRequestRepaired(number)
  }

  private func findMergeCommit(_ number: Int64, _ job: ClaimedJob, _ state: TaskState) async throws -> TaskEvent?? {
    guard let repositoryID = state.repository else { return nil }
    let found = try await ports.codeHost(job.projectID).findMergeCommit(ofPullRequest: number, in: try await repository(job, state))
    guard let commit = found else { throw PortError.transient(reason: "GitHub does not name the merge commit of #\(number) yet") }
    try await facts.saveMergeCommit(commit, pullRequest: number, repository: repositoryID, project: job.projectID)
    return .some(nil)
  }

  private func readRuns(_ commit: String, _ job: ClaimedJob, _ state: TaskState) async throws -> TaskEvent?? {
    guard let repositoryID = state.repository else { return nil }
    let runs = try await ports.codeHost(job.projectID).listPushRuns(commit: commit, in: try await repository(job, state))
    _ = try await facts.save(runs, commit: commit, repository: repositoryID, project: job.projectID)
    return .some(nil)
  }

  // MARK: Tracker

  private func commentOnTracker(
    _ payload: EffectPayload, _ job: ClaimedJob, _ task: TaskID, _ state: TaskState
  ) async throws -> TaskEvent?? {
    let text = CommentText(mark: try await mark(job, task), revision: payload.revision)
    guard let comment = text.comment(for: payload.effect, state: state) else { return nil }
    try await ports.tracker(job.projectID).comment(comment.text, marker: comment.marker, task: try await key(task, job))
    return .commented(payload.effect.kind)
  }

  /// A task that is completed already was completed by a person, unless an earlier claim of this job may have got that far.
  private func complete(_ job: ClaimedJob, _ task: TaskID, _ state: TaskState) async throws -> TaskEvent?? {
    let tracker = try await ports.tracker(job.projectID)
    let key = try await key(task, job)
    let settings = try await projects.trackerSettings(of: job.projectID)
    let wasCompleted = try await tracker.loadTask(key, fields: settings.fields).isCompleted
    if !wasCompleted { try await tracker.setCompleted(true, task: key) }
    return .trackerCompleted(byUs: !wasCompleted || job.lease > 1)
  }

  private func readTracker(_ job: ClaimedJob, _ task: TaskID) async throws {
    try await refresh.read(RefreshPayload(key: try await key(task, job), delivery: nil, actor: nil), job)
  }

  // MARK: Names

  private func key(_ task: TaskID, _ job: ClaimedJob) async throws -> String {
    guard let key = try await specs.trackerKey(of: task, project: job.projectID) else { throw StorageError.notFound }
    return key
  }

  private func mark(_ job: ClaimedJob, _ task: TaskID) async throws -> TaskMark {
    guard let publicID = try await specs.publicID(of: job.projectID) else { throw StorageError.notFound }
    return TaskMark(project: publicID, task: task)
  }

  private func repository(_ job: ClaimedJob, _ state: TaskState) async throws -> RepositoryName {
    guard let id = state.repository, let name = try await projects.repositoryName(id, project: job.projectID) else {
      throw PortError.notConfigured(reason: "the task has no repository; choose one on its page")
    }
    return name
  }
}

extension PullRequest {
  fileprivate func replacingBody(_ body: String) -> PullRequest {
    PullRequest(
      number: number, url: url, title: title, body: body, author: author, headBranch: headBranch, baseBranch: baseBranch, state: state,
      mergeCommit: mergeCommit, updatedAt: updatedAt)
  }
}
