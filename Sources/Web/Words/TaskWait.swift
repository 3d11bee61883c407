internal import Domain
internal import Pipeline
internal import Storage
internal import Templates

/// What a task waits for, and who has to act.
struct TaskWait: Sendable, Equatable {
  enum Tone: String, Sendable { case moving, attention, bad, good, quiet }

  let title: String
  let text: String
  let tone: Tone

  private init(_ tone: Tone, _ title: String, _ text: String) {
    self.title = title
    self.text = text
    self.tone = tone
  }

  /// - Returns: nil for a task that is done.
  init?(_ task: TaskPages.Task, now: Timestamp) {
    let header = task.header
    switch header.status {
    case .deployed:
      guard header.failedEffects > 0 else { return nil }
      self.init(.attention, "Deployed, but not everything was told", Self.failedEffects(header) + " Press Retry pipeline to try again.")
    case .cancelled: self.init(.quiet, "Cancelled in Asana", "Nothing is done for this task until its status there changes.")
    case .blocked:
      self.init(.attention, "Blocked in Asana", "The task goes on from where it stands as soon as its status there changes.")
    case .autoDisabled: self.init(.quiet, "AutoTask is off", "Tick AutoTask on the task in Asana and it goes on from where it stands.")
    case .needsRepo:
      self.init(.attention, "Waits for a repository", "No repository could be found for this task. Choose where its issue is created.")
    case .failed: self = Self.failure(task)
    default: self = Self.working(task, now: now)
    }
  }

  private static func failure(_ task: TaskPages.Task) -> TaskWait {
    let reason = task.header.failureReason ?? "The reason is in the timeline."
    let advice =
      task.header.mergedPullRequest == nil
      ? "Press Retry pipeline to go on from there." : "Run CI on the merge commit again, or link another pull request."
    return TaskWait(.bad, "Failed: \(reason)", advice)
  }

  /// A step of our own that is being tried comes first: it says why nothing moves outside.
  private static func working(_ task: TaskPages.Task, now: Timestamp) -> TaskWait {
    let header = task.header
    for job in task.jobs.reversed() where job.state != .failed {
      if let effect = job.effect, effect.isAwaited(by: header) { return own(effect, job, now) }
    }
    switch header.status {
    case .issueCreated: return agent(header)
    case .prCreated:
      let number = header.pullRequest.map { " #\($0.number)" } ?? ""
      return TaskWait(.moving, "Waits for pull request\(number) to be merged", "Review it on GitHub and merge it there.")
    case .waitingCI: return ci(header)
    default: return TaskWait(.moving, "Waits for its turn", "The next step is queued and starts by itself.")
    }
  }

  private static func own(_ effect: EffectKind, _ job: TaskPages.OpenJob, _ now: Timestamp) -> TaskWait {
    let title =
      switch effect {
      case .createIssue: "GitHub is asked to create the issue"
      case .postTrigger: "The coding agent is being started"
      case .findMergeCommit: "GitHub is asked for the merge commit"
      default: "Asana is asked for the task"
      }
    guard job.state == .pending, let error = job.lastError else { return TaskWait(.moving, title, "This takes a few seconds.") }
    let next = job.runAt > now ? "Next try in \(Moment.length(from: now, to: job.runAt))." : "The next try starts now."
    return TaskWait(.attention, title, "Attempt \(job.attempts) failed: \(error). \(next)")
  }

  private static func agent(_ header: TaskPages.Header) -> TaskWait {
    let issue = header.issue.map { " on issue #\($0.number)" } ?? ""
    if header.triggerComment == nil { return TaskWait(.moving, "Waits for the coding agent to be started", "A comment\(issue) starts it.") }
    return TaskWait(
      .moving, "Waits for the coding agent's pull request",
      "The agent was started by a comment\(issue). Its pull request is linked when its text says “Fixes #N”.")
  }

  private static func ci(_ header: TaskPages.Header) -> TaskWait {
    guard let commit = header.mergeCommit else {
      return TaskWait(.moving, "Waits for the merge commit", "The pull request is merged; GitHub has not told its commit yet.")
    }
    return TaskWait(
      .moving, "Waits for CI on \(Short.commit(commit))",
      header.ci == .pending ? "The workflows are running." : "No workflow has reported on the merge commit yet.")
  }

  private static func failedEffects(_ header: TaskPages.Header) -> String {
    header.failedEffects == 1 ? "1 message could not be delivered." : "\(header.failedEffects) messages could not be delivered."
  }
}

extension EffectKind {
  /// The task cannot go on before it is done. Others, such as comments, may be under way at any time.
  fileprivate func isAwaited(by header: TaskPages.Header) -> Bool {
    switch self {
    case .createIssue: header.issue == nil
    case .postTrigger: header.status == .issueCreated && header.triggerComment == nil
    case .findMergeCommit: header.status == .waitingCI && header.mergeCommit == nil
    case .readTracker: header.status == .received
    default: false
    }
  }
}
