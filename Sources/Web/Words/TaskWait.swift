internal import Domain
internal import Messages
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

  /// With the messages `wait.NAME.title` and `wait.NAME.text`, both of which may use the values.
  private init(_ tone: Tone, _ name: String, _ words: Words, _ values: [String: String] = [:]) {
    self.init(tone, words("wait.\(name).title", values), words("wait.\(name).text", values))
  }

  /// - Returns: nil for a task that is done.
  init?(_ task: TaskPages.Task, now: Timestamp, in words: Words) {
    let header = task.header
    switch header.status {
    case .deployed:
      guard header.failedEffects > 0 else { return nil }
      self.init(.attention, words("wait.untold.title"), words.count("wait.untold.text", Int(header.failedEffects)))
    case .cancelled: self.init(.quiet, "cancelled", words)
    case .blocked: self.init(.attention, "blocked", words)
    case .autoDisabled: self.init(.quiet, "auto_disabled", words)
    case .needsRepo: self.init(.attention, "repository", words)
    case .failed: self = Self.failure(header, words)
    default: self = Self.working(task, now: now, words)
    }
  }

  private static func failure(_ header: TaskPages.Header, _ words: Words) -> TaskWait {
    let title =
      header.failureReason.map { words("wait.failed.title", ["reason": StoredReason.text($0, in: words)]) } ?? words("wait.failed.unnamed")
    return TaskWait(.bad, title, words(header.mergedPullRequest == nil ? "wait.failed.retry" : "wait.failed.ci"))
  }

  /// A step of our own that is being tried comes first: it says why nothing moves outside.
  private static func working(_ task: TaskPages.Task, now: Timestamp, _ words: Words) -> TaskWait {
    let header = task.header
    for job in task.jobs.reversed() where job.state != .failed {
      if let effect = job.effect, effect.isAwaited(by: header) { return own(effect, job, now, words) }
    }
    switch header.status {
    case .issueCreated: return agent(header, words)
    case .prCreated:
      return TaskWait(.moving, "merge", words, ["number": header.pullRequest.map { " #\($0.number)" } ?? ""])
    case .waitingCI: return ci(header, words)
    default: return TaskWait(.moving, "turn", words)
    }
  }

  private static func own(_ effect: EffectKind, _ job: TaskPages.OpenJob, _ now: Timestamp, _ words: Words) -> TaskWait {
    let title =
      switch effect {
      case .createIssue: words("wait.own.issue")
      case .postTrigger: words("wait.own.trigger")
      case .findMergeCommit: words("wait.own.commit")
      default: words("wait.own.task")
      }
    guard job.state == .pending, let error = job.lastError else { return TaskWait(.moving, title, words("wait.own.text")) }
    let failed = words("wait.own.failed", ["attempt": String(job.attempts), "error": StoredReason.text(error, in: words)])
    let next =
      job.runAt > now
      ? words("wait.own.next", ["length": Moment.length(from: now, to: job.runAt, in: words)]) : words("wait.own.now")
    return TaskWait(.attention, title, failed + " " + next)
  }

  private static func agent(_ header: TaskPages.Header, _ words: Words) -> TaskWait {
    let issue = header.issue.map { " #\($0.number)" } ?? ""
    return TaskWait(.moving, header.triggerComment == nil ? "agent" : "pull_request", words, ["issue": issue])
  }

  private static func ci(_ header: TaskPages.Header, _ words: Words) -> TaskWait {
    guard let commit = header.mergeCommit else { return TaskWait(.moving, "commit", words) }
    return TaskWait(
      .moving, words("wait.ci.title", ["commit": Short.commit(commit)]),
      words(header.ci == .pending ? "wait.ci.running" : "wait.ci.silent"))
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
