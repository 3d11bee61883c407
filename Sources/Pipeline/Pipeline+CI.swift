import Domain

extension Pipeline {
  /// The linked pull request that was merged decides; of two the one linked first (S3-098).
  static func takeMerge(_ facts: HostFacts, _ draft: inout Draft) {
    if let number = draft.state.mergedPullRequest {
      guard draft.state.mergeCommit == nil, let fact = facts.pullRequest(number), fact.mergeCommit != nil else { return }
      return keepCommit(of: fact, &draft)
    }
    if let fact = mergedFact(in: draft.state.pullRequests[...], facts) { decide(by: fact, &draft) }
  }

  /// After a failure of CI another merged one may decide, if it was linked after the one that failed; so no two ever take turns.
  static func supersedeMerge(_ facts: HostFacts, _ draft: inout Draft) -> Bool {
    guard draft.state.isFailedByCI, let current = draft.state.mergedPullRequest,
      let index = draft.state.pullRequests.firstIndex(of: current),
      let fact = mergedFact(in: draft.state.pullRequests[(index + 1)...], facts)
    else { return false }
    decide(by: fact, &draft)
    return true
  }

  private static func mergedFact(in numbers: ArraySlice<Int64>, _ facts: HostFacts) -> PullRequestFact? {
    for number in numbers {
      if let fact = facts.pullRequest(number), fact.state == .merged { return fact }
    }
    return nil
  }

  private static func decide(by fact: PullRequestFact, _ draft: inout Draft) {
    draft.state.mergedPullRequest = fact.number
    draft.state.mergeCommit = nil
    draft.state.ci = .none
    draft.state.ciURL = nil
    draft.state.failure = nil
    draft.state.stage = .waitingCI
    keepCommit(of: fact, &draft)
    draft.showStatus(because: "pull request #\(fact.number) was merged")
  }

  /// `github.pr_merged` is written again with the commit if it was not known at first.
  private static func keepCommit(of fact: PullRequestFact, _ draft: inout Draft) {
    draft.state.mergeCommit = fact.mergeCommit
    draft.note(
      .githubPullRequestMerged, .number("number", fact.number), .text("url", fact.url), .text("sha", fact.mergeCommit))
    if let commit = fact.mergeCommit {
      draft.emit(.readRuns(commit: commit))
    } else {
      draft.emit(.findMergeCommit(pullRequest: fact.number))
    }
  }

  /// CI on the merge commit. The same rule serves webhooks and the reconciler, since both arrive here as facts (D4).
  static func takeVerdict(_ facts: HostFacts, _ draft: inout Draft) {
    guard let commit = draft.state.mergeCommit else { return }
    let branch = draft.state.mergedPullRequest.flatMap(facts.pullRequest)?.baseBranch
    let verdict = CIVerdict.of(runs: facts.runs, commit: commit, branch: branch)
    guard verdict.state != .none else { return }
    if draft.state.ci != verdict.state || draft.state.ciURL != verdict.url {
      draft.state.ci = verdict.state
      draft.state.ciURL = verdict.url
      draft.note(
        .ciUpdated, .text("sha", commit), .text("status", verdict.state.rawValue), .text("url", verdict.url),
        .text("workflow", verdict.workflow))
    }
    if verdict.state == .passed, draft.state.stage != .deployed { deploy(&draft) }
    if verdict.state == .failed, draft.state.stage != .failed { fail(verdict, &draft) }
  }

  /// Completes the tracker's task unless a person did. After a failure, or while our own completion seems to stand, the tracker's state may be
  /// older than our reopening, so completing is asked for whatever it says.
  private static func deploy(_ draft: inout Draft) {
    let isAgain = draft.state.stage == .failed
    draft.state.stage = .deployed
    draft.state.failure = nil
    draft.showStatus(because: "CI passed on the merge commit")
    if isAgain || draft.state.isCompletedByUs || !draft.state.isTrackerCompleted { draft.emit(.completeTracker) }
    draft.emit(.commentDeployedOnTracker)
    draft.emit(.commentDeployedOnIssue)
  }

  /// The issue was closed by the merge already, so it is opened again too (F9).
  private static func fail(_ verdict: CIVerdict, _ draft: inout Draft) {
    let reason = "CI failed on the merge commit" + (verdict.workflow.map { ": \($0)" } ?? "")
    draft.state.failure = TaskFailure(stage: draft.state.stage, reason: reason)
    draft.state.stage = .failed
    draft.showStatus(because: reason)
    draft.emit(.commentFailureOnTracker(url: verdict.url ?? ""))
    draft.emit(.commentFailureOnIssue(url: verdict.url ?? ""))
    if draft.state.isCompletedByUs { draft.emit(.reopenTracker) }
    draft.emit(.reopenIssue)
  }
}

extension HostFacts {
  func pullRequest(_ number: Int64) -> PullRequestFact? { pullRequests.first { $0.number == number } }
}
