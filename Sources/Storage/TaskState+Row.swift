internal import Domain
internal import Pipeline
internal import Postgres

extension TaskState {
  /// Reads `TaskStatements.stateColumns`.
  init(_ row: Row, links: [Int64]) throws {
    let issueNumber = try row.optionalInt(12)
    let failureStage = try row.optionalText(22).flatMap(Stage.init(rawValue:))
    self.init(
      stage: try Self.decode(row, 0), hold: try Self.decode(row, 1), isAuto: try row.bool(2), repository: try row.optionalID(3),
      isRepositoryChosen: try row.bool(4), title: try row.text(5), permalink: try row.text(6), trackerModifiedAt: try row.optionalTime(7),
      isTrackerCompleted: try row.bool(8), isCompletedByUs: try row.bool(9), specVersion: try row.int(10), specDigest: try row.text(11),
      issue: try issueNumber.map { IssueReference(number: $0, url: try row.text(13)) }, isIssueClosed: try row.bool(14),
      triggerComment: try row.optionalInt(15), pullRequests: links, closedPullRequests: try row.ints(16), repairs: try row.ints(17),
      mergedPullRequest: try row.optionalInt(18), mergeCommit: try row.optionalText(19), ci: try Self.decode(row, 20),
      ciURL: try row.optionalText(21),
      failure: try failureStage.map { TaskFailure(stage: $0, reason: try row.optionalText(23) ?? "") },
      failedEffects: try JSONText.decode([Effect].self, row.text(24), "tasks.failed_effects"), revision: try row.int(25))
  }

  private static func decode<Value: RawRepresentable>(_ row: Row, _ column: Int) throws -> Value where Value.RawValue == String {
    let text = try row.text(column)
    guard let value = Value(rawValue: text) else { throw StorageError.corrupt("unknown \(Value.self) '\(text)'") }
    return value
  }

  /// Parameters of `TaskStatements.save`.
  func values(project: ProjectID, task: TaskID) -> [SQLValue] {
    [
      .id(project), .id(task), .text(status.rawValue), .text(stage.rawValue), .text(hold.rawValue), .bool(isAuto), .optional(repository),
      .bool(isRepositoryChosen), .foreign(title), .foreign(permalink), .optional(trackerModifiedAt), .bool(isTrackerCompleted),
      .bool(isCompletedByUs), .int(specVersion), .text(specDigest), .optional(issue?.number), .foreign(issue?.url), .bool(isIssueClosed),
      .optional(triggerComment), .ints(closedPullRequests), .ints(repairs), .optional(mergedPullRequest), .optional(mergeCommit),
      .text(ci.rawValue), .foreign(ciURL), .optional(failure?.stage.rawValue), .foreign(failure?.reason),
      .json(JSONText.encode(failedEffects)), .int(revision), .optional(mergedPullRequest ?? pullRequests.last),
    ]
  }
}
