/// The rules of the main job: from a ticked task to DEPLOYED, without reading or writing anything.
///
/// A ledger locks the task's row, calls `decide`, and stores state, timeline and one job per effect in one transaction. Outcomes of effects
/// come back as events. Every event may arrive late, twice or in any order; what changes nothing gives neither entry, effect nor revision.
package enum Pipeline {
  /// The state, effects and timeline entries that follow from one event.
  ///
  /// - The caller sends `hostSeen` with all facts it has for the task's repository whenever one of them changes, and after any event that
  ///   gave the task its issue or resumed it: facts that came too early are kept by the caller and applied then.
  /// - While AutoTask is off or the task is cancelled, `hostSeen` changes nothing (S3-065, S3-108).
  /// - A blocked task takes facts in and its stage moves on behind the word BLOCKED, so that lifting the hold shows where it stands (D5); it
  ///   gets no new issue and no trigger, and a deployment that completes meanwhile counts.
  /// - An event other than `trackerSeen` for a task nobody has seen changes nothing.
  package static func decide(_ state: TaskState, _ event: TaskEvent, origin: EventOrigin, policy: ProjectPolicy) -> Decision {
    var draft = Draft(state, origin: origin, policy: policy)
    if case .trackerSeen(let sighting) = event {
      takeSighting(sighting, &draft)
    } else if !draft.isFirstSight {
      take(event, &draft)
    }
    return draft.decision()
  }

  private static func take(_ event: TaskEvent, _ draft: inout Draft) {
    switch event {
    case .trackerSeen(let sighting): takeSighting(sighting, &draft)
    case .hostSeen(let facts): takeFacts(facts, &draft)
    case .issueCreated(let issue): takeIssue(issue, &draft)
    case .triggerPosted(let comment): takeTrigger(comment, &draft)
    case .pullRequestRepaired(let number): takeRepair(number, &draft)
    case .trackerCompleted(let isByUs): takeCompletion(isByUs: isByUs, &draft)
    case .trackerReopened: takeReopening(&draft)
    case .issueClosed: takeIssueState(isClosed: true, &draft)
    case .issueReopened: takeIssueState(isClosed: false, &draft)
    case .commented(let kind): draft.note(.commentPosted, .text("effect", kind.rawValue))
    case .effectFailed(let effect, let reason): takeFailure(of: effect, reason: reason, &draft)
    case .repositoryChosen(let repository): chooseRepository(repository, &draft)
    case .pullRequestForced(let number): forcePullRequest(number, &draft)
    case .noteAdded(let text): addNote(text, &draft)
    case .retryRequested: retry(&draft)
    case .resyncRequested: resync(&draft)
    }
  }
}
