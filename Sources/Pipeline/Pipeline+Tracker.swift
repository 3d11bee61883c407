import Domain

extension Pipeline {
  /// A sighting strictly older than the last one is stale; an equal one may read differently, because the project's settings changed.
  static func takeSighting(_ sighting: TrackerSighting, _ draft: inout Draft) {
    if let known = draft.state.trackerModifiedAt, sighting.modifiedAt < known { return }
    let earlier = draft.state
    if draft.isFirstSight {
      draft.note(.taskCreatedOrSeen, .text("url", sighting.permalink))
      draft.showReceived()
    }
    takeCompletion(sighting, &draft)
    takeFields(sighting, &draft)
    noteRepository(since: earlier, option: sighting.unresolvedRepository, &draft)
    if !draft.state.isSuspended { keepSpec(sighting, &draft) }
    proceed(since: earlier, &draft)
    draft.showStatus(because: reason(since: earlier, draft.state))
  }

  private static func takeFields(_ sighting: TrackerSighting, _ draft: inout Draft) {
    draft.state.title = sighting.title
    draft.state.permalink = sighting.permalink
    draft.state.isAuto = sighting.isAuto
    draft.state.hold = sighting.hold
    draft.state.trackerModifiedAt = sighting.modifiedAt
    takeRepository(sighting.repository, &draft)
  }

  /// Once there is an issue the task stays in its repository. An empty option takes away the tracker's own choice only.
  private static func takeRepository(_ repository: RepositoryID?, _ draft: inout Draft) {
    guard draft.state.issue == nil, repository != nil || !draft.state.isRepositoryChosen else { return }
    draft.state.repository = repository
    draft.state.isRepositoryChosen = false
  }

  /// A sighting no newer than the last one cannot undo a completion that this program made after it.
  private static func takeCompletion(_ sighting: TrackerSighting, _ draft: inout Draft) {
    let isNewer = draft.state.trackerModifiedAt.map { sighting.modifiedAt > $0 } ?? true
    guard sighting.isCompleted || isNewer || !draft.state.isCompletedByUs else { return }
    draft.state.isTrackerCompleted = sighting.isCompleted
    if !sighting.isCompleted { draft.state.isCompletedByUs = false }
  }

  /// `task.repo_missing` when the choice is awaited from now on, `task.repo_resolved` when it has been made.
  static func noteRepository(since earlier: TaskState, option: String?, _ draft: inout Draft) {
    let (lacked, lacks) = (!draft.isFirstSight && earlier.lacksRepository, draft.state.lacksRepository)
    if lacks, !lacked { draft.note(.taskRepoMissing, .text("option", option)) }
    if lacked, !lacks, let repository = draft.state.repository {
      draft.note(.taskRepoResolved, .number("repository", repository.rawValue))
    }
  }

  /// Stores a new version when title or notes changed, also while the repository is missing or an issue exists already.
  private static func keepSpec(_ sighting: TrackerSighting, _ draft: inout Draft) {
    let digest = ContentDigest.of(sighting.title, sighting.notes)
    guard digest != draft.state.specDigest else { return }
    draft.state.specDigest = digest
    draft.state.specVersion += 1
    draft.spec = TaskSpec(title: sighting.title, notes: sighting.notes, permalink: sighting.permalink)
    draft.note(.taskSpecCreated, .number("version", draft.state.specVersion))
  }

  /// Starts the task, or takes up what was left undone while something stood in its way.
  static func proceed(since earlier: TaskState, _ draft: inout Draft) {
    if draft.state.wantsIssue {
      let isNewTry = draft.state.isFailed(at: .taskspecCreated) && earlier.repository != draft.state.repository
      let isStarting = draft.state.stage == .received && draft.state.specVersion > 0
      if isStarting || isNewTry {
        draft.state.stage = .taskspecCreated
        draft.state.failure = nil
        draft.emit(.createIssue)
      }
    }
    guard earlier.stage != .received else { return }
    let isSuspensionOver = earlier.isSuspended && !draft.state.isSuspended
    if isSuspensionOver { draft.state.missingRepairs.forEach { draft.emit($0) } }
    if isSuspensionOver || isResumed(draft.state, since: earlier) { draft.state.missingEffects.forEach { draft.emit($0) } }
  }

  private static func isResumed(_ state: TaskState, since earlier: TaskState) -> Bool {
    (state.isRunning && !earlier.isRunning) || (state.wantsIssue && earlier.repository == nil)
  }

  private static func reason(since earlier: TaskState, _ state: TaskState) -> String {
    switch state.status {
    case .cancelled: "cancelled in the tracker"
    case .blocked: "blocked in the tracker"
    case .autoDisabled: "AutoTask is off"
    case .needsRepo: "no repository could be resolved"
    default: resumption(since: earlier)
    }
  }

  private static func resumption(since earlier: TaskState) -> String {
    if earlier.revision == 0 { return "AutoTask is on and the repository is known" }
    if earlier.hold != .none { return "the hold was lifted in the tracker" }
    if !earlier.isAuto { return "AutoTask is on" }
    return "the repository is known"
  }
}
