extension TaskState {
  /// AutoTask is off or the task was cancelled: the code host changes nothing for it, and nothing new is done outside.
  package var isSuspended: Bool { !isAuto || hold == .cancelled }

  /// Nothing stands in the way of new work: neither the auto flag nor a hold.
  package var isRunning: Bool { isAuto && hold == .none }

  /// The truth table of S3-080; a blocked task gets no new issue either, the agent would start to work on it.
  package var wantsIssue: Bool { isRunning && repository != nil && issue == nil }

  /// The next step is somebody's choice of a repository.
  package var lacksRepository: Bool { !isSuspended && issue == nil && repository == nil }

  /// Whether an effect that waited in the queue is still to be done now that its turn has come.
  ///
  /// Whoever performs effects asks before each attempt and drops the job when the answer is no; `decide` asks for the effect again should
  /// the task go on later. A DEPLOYED task is completed even if AutoTask was switched off in the moment between.
  package func wants(_ effect: Effect) -> Bool {
    switch effect {
    case .createIssue: wantsIssue && stage == .taskspecCreated
    case .postTrigger: isRunning && issue != nil && triggerComment == nil
    case .repairPullRequest(let number): !isSuspended && repairs.contains(number)
    case .findMergeCommit(let number): mergedPullRequest == number && mergeCommit == nil
    case .readRuns(let commit): mergeCommit == commit
    case .completeTracker: stage == .deployed
    case .reopenTracker: stage == .failed && isCompletedByUs
    case .reopenIssue: stage == .failed
    case .commentPullRequestOnTracker, .commentDeployedOnTracker, .commentDeployedOnIssue, .commentFailureOnTracker,
      .commentFailureOnIssue, .commentNoteOnTracker, .readTracker:
      true
    }
  }

  /// CI on the merge commit is why the task failed; only CI, or another pull request, can undo it.
  var isFailedByCI: Bool { stage == .failed && mergedPullRequest != nil }

  /// Failed before a pull request came of it, at `step`.
  func isFailed(at step: Stage) -> Bool { stage == .failed && failure?.stage == step }

  /// Repairs that were asked for and are not done.
  var missingRepairs: [Effect] { repairs.map { .repairPullRequest(number: $0) } }

  /// What the stage is still waiting for from this program, whether asked for before or not.
  var missingEffects: [Effect] {
    if wantsIssue, stage == .taskspecCreated { return [.createIssue] }
    var missing: [Effect] = []
    if isRunning, stage == .issueCreated, triggerComment == nil { missing.append(.postTrigger) }
    if let number = mergedPullRequest, mergeCommit == nil { missing.append(.findMergeCommit(pullRequest: number)) }
    if let commit = mergeCommit, stage != .deployed { missing.append(.readRuns(commit: commit)) }
    return missing
  }
}
