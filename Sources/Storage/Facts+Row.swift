internal import Domain
internal import Pipeline
internal import Postgres

extension PullRequestFact {
  /// Reads `FactStatements.pullRequests`.
  init(_ row: Row, issue: Int64) throws {
    guard let state = PullRequest.State(rawValue: try row.text(5)) else { throw StorageError.corrupt("pull_requests.state") }
    self.init(
      number: try row.int(0), url: try row.text(1), author: try row.text(2), headBranch: try row.text(3), baseBranch: try row.text(4),
      state: state, mergeCommit: try row.optionalText(6), fixes: try row.bool(7) ? [issue] : [], closes: try row.bool(8) ? [issue] : [])
  }
}

extension WorkflowRun {
  /// Reads `FactStatements.runs`.
  init(_ row: Row) throws {
    self.init(
      id: try row.int(0), attempt: try row.int(1), workflowID: try row.int(2), name: try row.text(3), headCommit: try row.text(4),
      branch: try row.text(5), event: try row.text(6), conclusion: try row.optionalText(7).flatMap(Conclusion.init(rawValue:)),
      url: try row.text(8), updatedAt: try row.time(9))
  }
}

extension TrackerSighting {
  /// Without U+0000: cleaned before it is decided on, so that what is stored reads the same next time.
  var storable: TrackerSighting {
    TrackerSighting(
      title: title.storable, notes: notes.storable, permalink: permalink.storable, isCompleted: isCompleted, isAuto: isAuto,
      repository: repository, unresolvedRepository: unresolvedRepository?.storable, hold: hold, modifiedAt: modifiedAt)
  }
}

extension TaskEvent {
  /// The event with every text of people in it fit for storing.
  var storable: TaskEvent {
    switch self {
    case .trackerSeen(let sighting): .trackerSeen(sighting.storable)
    case .noteAdded(let text): .noteAdded(text.storable)
    case .effectFailed(let effect, let reason): .effectFailed(effect, reason: reason.storable)
    default: self
    }
  }
}
