package import Domain
package import Pipeline
package import Postgres

/// The only way to change a task: lock its row, decide, and write state, timeline and one job per effect in one transaction.
package struct TaskLedger: Sendable {
  private let database: Database

  package init(database: Database) { self.database = database }

  /// What a transaction wrote.
  package struct Applied: Sendable, Equatable {
    package let state: TaskState
    /// Whether anything but a receipt was written.
    package let isChanged: Bool
  }

  /// A line that says that a webhook delivery reached this task; written once for each delivery and task.
  package struct Receipt: Sendable, Equatable {
    package let type: TimelineEventType
    package let origin: EventOrigin
    package let reference: [TimelineEntry.Reference]

    package init(type: TimelineEventType, origin: EventOrigin, reference: [TimelineEntry.Reference]) {
      self.type = type
      self.origin = origin
      self.reference = reference
    }
  }

  /// Applies events in order, then whatever is known of the code host, all or nothing.
  /// - Parameters:
  ///   - job: ended in the same transaction.
  ///   - receipt: when the timeline has it already, the events were applied with it and are not applied again.
  ///   - issueRepository: where an issue that the events report was created.
  /// - Throws: `StorageError.notFound`, `StorageError.leaseLost`, `DatabaseError`.
  @discardableResult
  package func apply(
    _ events: [(TaskEvent, EventOrigin)], task: TaskID, project: ProjectID, requestID: String, ending job: JobEnd? = nil,
    receipt: Receipt? = nil, issueRepository: RepositoryID? = nil
  ) async throws -> Applied {
    try await database.transaction(scope: .project(project.rawValue)) { transaction in
      try await TaskChange(
        project: project, task: task, requestID: requestID, transaction: transaction, issueRepository: issueRepository
      )
      .run(events, ending: job, receipt: receipt)
    }
  }

  /// Takes in a sighting of a tracker task, known or not.
  /// - Returns: the task's id, and what was written.
  package func admit(
    _ sighting: TrackerSighting, asanaGID: String, origin: EventOrigin, project: ProjectID, requestID: String,
    ending job: JobEnd? = nil, receipt: Receipt? = nil
  ) async throws -> (TaskID, Applied) {
    try await database.transaction(scope: .project(project.rawValue)) { transaction in
      let rows = try await transaction.batch([
        (TaskStatements.admit, [.id(project), .text(asanaGID), .foreign(sighting.title)]),
        (TaskStatements.idByGID, [.id(project), .text(asanaGID)]),
      ])
      guard let row = rows[1].first else { throw StorageError.notFound }
      let task: TaskID = try row.id(0)
      let change = TaskChange(project: project, task: task, requestID: requestID, transaction: transaction)
      return (task, try await change.run([(.trackerSeen(sighting), origin)], ending: job, receipt: receipt))
    }
  }

  /// The state as it is now, without a lock.
  package func state(of task: TaskID, project: ProjectID) async throws -> TaskState? {
    let rows = try await database.batch(
      [(TaskStatements.state, [.id(project), .id(task)]), (TaskStatements.links, [.id(project), .id(task)])],
      scope: .project(project.rawValue))
    return try rows[0].first.map { try TaskState($0, links: try rows[1].map { try $0.int(0) }) }
  }

  package func findTask(asanaGID: String, project: ProjectID) async throws(DatabaseError) -> TaskID? {
    try await database.query(TaskStatements.idByGID, [.id(project), .text(asanaGID)], scope: .project(project.rawValue)).first?.id(0)
  }
}
