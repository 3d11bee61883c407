import Domain

extension Pipeline {
  /// Keeps the issue even if the task was suspended meanwhile; the agent is not started then.
  static func takeIssue(_ issue: IssueReference, _ draft: inout Draft) {
    guard draft.state.issue == nil else { return refuseSecondIssue(issue, &draft) }
    draft.state.issue = issue
    draft.state.isIssueClosed = false
    draft.state.stage = .issueCreated
    draft.state.failure = nil
    draft.note(
      .githubIssueCreated, .number("number", issue.number), .text("url", issue.url),
      .number("repository", draft.state.repository?.rawValue))
    draft.showStatus(because: "issue #\(issue.number) was created")
    if draft.state.isRunning, draft.state.triggerComment == nil { draft.emit(.postTrigger) }
  }

  private static func refuseSecondIssue(_ issue: IssueReference, _ draft: inout Draft) {
    guard issue.number != draft.state.issue?.number else { return }
    draft.note(
      .error, .text("effect", EffectKind.createIssue.rawValue), .text("reason", "a second issue was reported and is not used"),
      .number("number", issue.number), .text("url", issue.url))
  }

  static func takeTrigger(_ comment: CommentReference, _ draft: inout Draft) {
    guard draft.state.triggerComment == nil else { return }
    draft.state.triggerComment = comment.id
    draft.note(.githubAgentTriggered, .number("comment", comment.id), .text("url", comment.url))
    guard draft.state.isFailed(at: .issueCreated) else { return }
    draft.state.stage = .issueCreated
    draft.state.failure = nil
    draft.showStatus(because: "the agent was started")
  }

  /// The repaired text links by the strict rule; it is linked here, so that nothing depends on the edit's own event.
  static func takeRepair(_ number: Int64, _ draft: inout Draft) {
    guard let index = draft.state.repairs.firstIndex(of: number) else { return }
    draft.state.repairs.remove(at: index)
    let url = pullRequestURL(number, draft.state)
    draft.note(.githubPullRequestRepaired, .number("number", number), .text("url", url))
    guard !draft.state.pullRequests.contains(number) else { return }
    link(number, url: url, &draft)
    showOpenPullRequests(&draft)
  }

  /// CI may have failed while the completion was under way: then it is taken back.
  static func takeCompletion(isByUs: Bool, _ draft: inout Draft) {
    guard !draft.state.isTrackerCompleted || (isByUs && !draft.state.isCompletedByUs) else { return }
    draft.state.isTrackerCompleted = true
    if isByUs { draft.state.isCompletedByUs = true }
    draft.note(.asanaCompletedSet, .flag("by_us", isByUs))
    if draft.state.isCompletedByUs, draft.state.isFailedByCI { draft.emit(.reopenTracker) }
  }

  static func takeReopening(_ draft: inout Draft) {
    guard draft.state.isTrackerCompleted || draft.state.isCompletedByUs else { return }
    draft.state.isTrackerCompleted = false
    draft.state.isCompletedByUs = false
    draft.note(.asanaReopenedSet)
  }

  static func takeIssueState(isClosed: Bool, _ draft: inout Draft) {
    guard let issue = draft.state.issue, draft.state.isIssueClosed != isClosed else { return }
    draft.state.isIssueClosed = isClosed
    draft.note(isClosed ? .githubIssueClosed : .githubIssueReopened, .number("number", issue.number), .text("url", issue.url))
  }

  /// Only the two effects without which nothing can follow fail the task; the others are told, kept, and done again by the next retry.
  static func takeFailure(of effect: Effect, reason: String, _ draft: inout Draft) {
    draft.note(.error, .text("effect", effect.kind.rawValue), .text("reason", reason))
    let isVital = effect == .createIssue || (effect == .postTrigger && draft.state.stage == .issueCreated)
    if isVital, draft.state.wants(effect) {
      draft.state.failure = TaskFailure(stage: draft.state.stage, reason: reason)
      draft.state.stage = .failed
      draft.showStatus(because: reason)
    } else if isKept(effect), !draft.state.failedEffects.contains(effect) {
      draft.state.failedEffects.append(effect)
    }
  }

  /// The others follow from the state by themselves on a retry.
  private static func isKept(_ effect: Effect) -> Bool {
    switch effect {
    case .createIssue, .postTrigger, .findMergeCommit, .readRuns, .readTracker: false
    default: true
    }
  }
}
