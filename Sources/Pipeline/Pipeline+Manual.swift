import Domain

extension Pipeline {
  static func chooseRepository(_ repository: RepositoryID, _ draft: inout Draft) {
    let earlier = draft.state
    note("choose_repository", .number("repository", repository.rawValue), &draft)
    guard draft.state.issue == nil else { return }
    draft.state.repository = repository
    draft.state.isRepositoryChosen = true
    noteRepository(since: earlier, option: nil, &draft)
    proceed(since: earlier, &draft)
    draft.showStatus(because: "a repository was chosen")
  }

  /// Links although the text does not say so. One that is linked already becomes the last, so that it may decide after a failure.
  static func forcePullRequest(_ number: Int64, _ draft: inout Draft) {
    note("force_pr", .number("number", number), &draft)
    guard draft.state.issue != nil else {
      return draft.note(.error, .text("effect", "force_pr"), .text("reason", "the task has no issue yet"))
    }
    if let index = draft.state.pullRequests.firstIndex(of: number) {
      draft.state.pullRequests.append(draft.state.pullRequests.remove(at: index))
    } else {
      link(number, url: pullRequestURL(number, draft.state), &draft)
      showOpenPullRequests(&draft)
    }
  }

  static func addNote(_ text: String, _ draft: inout Draft) {
    note("add_note", .text("note", text), &draft)
    draft.emit(.commentNoteOnTracker(text: text))
  }

  static func resync(_ draft: inout Draft) {
    note("resync", nil, &draft)
    draft.emit(.readTracker)
  }

  /// Goes on from the step that failed and repeats none that is done. A failure of CI stays until CI says otherwise, so its runs are read.
  static func retry(_ draft: inout Draft) {
    note("retry", nil, &draft)
    guard !draft.state.isSuspended || draft.state.stage == .deployed else { return }
    if draft.state.stage == .failed, !draft.state.isFailedByCI, let failure = draft.state.failure {
      draft.state.stage = failure.stage
      draft.state.failure = nil
      draft.showStatus(because: "retried")
    }
    draft.state.missingEffects.forEach { draft.emit($0) }
    draft.state.missingRepairs.forEach { draft.emit($0) }
    draft.state.failedEffects.filter(draft.state.wants).forEach { draft.emit($0) }
    draft.state.failedEffects = []
    if draft.state.lacksRepository { draft.emit(.readTracker) }
  }

  private static func note(_ action: String, _ detail: TimelineEntry.Reference?, _ draft: inout Draft) {
    if let detail {
      draft.note(.manualAction, .text("action", action), detail)
    } else {
      draft.note(.manualAction, .text("action", action))
    }
  }
}
