package import Domain
package import Pipeline
package import Postgres

extension TaskPages {
  /// Where one task stands.
  package struct Header: Sendable, Equatable {
    package let title: String
    package let permalink: String
    package let asanaGID: String
    package let status: TaskStatus
    package let stage: Stage
    package let hold: Hold
    package let isAuto: Bool
    package let repository: String?
    package let issue: Reference?
    /// Id of the comment that started the agent.
    package let triggerComment: Int64?
    package let pullRequest: Reference?
    package let mergedPullRequest: Int64?
    package let mergeCommit: String?
    package let ci: CIState
    package let ciURL: String?
    package let failureStage: Stage?
    package let failureReason: String?
    /// Effects given up without failing the task.
    package let failedEffects: Int
    package let statusChangedAt: Timestamp
    package let createdAt: Timestamp
    package let revision: Int64
    package let isTrackerCompleted: Bool
  }

  /// A line of the timeline.
  package struct Entry: Sendable, Equatable {
    package let id: TaskEventID
    package let source: EventOrigin.Source
    /// nil for a type that a newer release writes.
    package let type: TimelineEventType?
    package let typeName: String
    package let actor: String?
    package let deliveryID: String?
    package let at: Timestamp
    /// The top-level members of `ref_json` as text; null ones are absent.
    package let details: [String: String]
  }

  /// How often a type of line was written, and when.
  package struct Milestone: Sendable, Equatable {
    package let count: Int
    package let first: Timestamp
    package let last: Timestamp
  }

  /// A job of the task that is not done.
  package struct OpenJob: Sendable, Equatable {
    package enum State: String, Sendable { case pending, running, failed }

    package let kind: String
    /// Name of the effect, for jobs that perform one.
    package let effect: EffectKind?
    package let state: State
    package let attempts: Int
    /// Not before this.
    package let runAt: Timestamp
    package let lastError: String?
  }

  /// Everything a task's page shows.
  package struct Task: Sendable, Equatable {
    package let header: Header
    /// Newest first; one page.
    package let timeline: [Entry]
    package let milestones: [TimelineEventType: Milestone]
    /// Lines of the whole timeline.
    package let timelineTotal: Int
    /// Newest first.
    package let jobs: [OpenJob]
    /// Newest first.
    package let specs: [SpecVersion]
    package let repositories: [ProjectPages.Repository]
    package let counts: TaskCounts
  }

  /// A stored TaskSpec.
  package struct SpecVersion: Sendable, Equatable {
    package let version: Int64
    package let spec: TaskSpec
    package let createdAt: Timestamp
  }

  /// Reads a task's page in one round trip.
  /// - Parameters:
  ///   - size: lines of a timeline page.
  ///   - page: of the timeline, from 1.
  /// - Returns: nil when the project has no such task.
  /// - Throws: `DatabaseError`, `StorageError.corrupt`.
  package func find(_ task: TaskID, of project: ProjectID, size: Int, page: Int) async throws -> Task? {
    let key: [SQLValue] = [.id(project), .id(task)]
    let rows = try await database.batch(
      [
        (TaskPageStatements.header, key), (TaskPageStatements.milestones, key),
        (TaskPageStatements.timeline, key + [.int(Int64(size)), .int(Int64(size) * Int64(page - 1))]), (TaskPageStatements.jobs, key),
        (TaskStatements.specs, key), (ProjectStatements.repositories, [.id(project)]), (TaskPageStatements.counts, [.id(project)]),
      ], scope: .project(project.rawValue))
    guard let header = try rows[0].first.map(Header.init(row:)) else { return nil }
    var milestones: [TimelineEventType: Milestone] = [:]
    var total = 0
    for row in rows[1] {
      let milestone = Milestone(count: Int(try row.int(1)), first: try row.time(2), last: try row.time(3))
      total += milestone.count
      if let type = TimelineEventType(rawValue: try row.text(0)) { milestones[type] = milestone }
    }
    return Task(
      header: header, timeline: try rows[2].decoded(Entry.init(row:)), milestones: milestones, timelineTotal: total,
      jobs: try rows[3].decoded(OpenJob.init(row:)), specs: try rows[4].map(SpecVersion.init(row:)),
      repositories: try ProjectPages.repositories(rows[5]), counts: try TaskCounts(rows: rows[6]))
  }

  /// Where one task stands, without its story.
  package func header(of task: TaskID, in project: ProjectID) async throws(DatabaseError) -> Header? {
    let rows = try await database.query(TaskPageStatements.header, [.id(project), .id(task)], scope: .project(project.rawValue))
    return try rows.first.map(Header.init(row:))
  }
}

extension TaskPages.Header {
  init(row: Row) throws(DatabaseError) {
    title = try row.text(0)
    permalink = try row.text(1)
    asanaGID = try row.text(2)
    status = try row.value(3)
    stage = try row.value(4)
    hold = try row.value(5)
    isAuto = try row.bool(6)
    repository = try row.optionalText(7)
    issue = try row.reference(number: 8, url: 9)
    triggerComment = try row.optionalInt(10)
    pullRequest = try row.reference(number: 11, url: 12)
    mergedPullRequest = try row.optionalInt(13)
    mergeCommit = try row.optionalText(14)
    ci = try row.value(15)
    ciURL = try row.optionalText(16)
    failureStage = try row.optionalText(17).flatMap(Stage.init(rawValue:))
    failureReason = try row.optionalText(18)
    failedEffects = Int(try row.int(19))
    statusChangedAt = try row.time(20)
    createdAt = try row.time(21)
    revision = try row.int(22)
    isTrackerCompleted = try row.bool(23)
  }
}

extension TaskPages.Entry {
  init(row: Row) throws(DatabaseError) {
    id = try row.id(0)
    source = try row.value(1)
    typeName = try row.text(2)
    type = TimelineEventType(rawValue: typeName)
    actor = try row.optionalText(3)
    deliveryID = try row.optionalText(4)
    at = try row.time(5)
    var details: [String: String] = [:]
    for (key, value) in zip(try row.texts(6), try row.texts(7)) {
      if let key, let value { details[key] = value }
    }
    self.details = details
  }
}

extension TaskPages.OpenJob {
  init(row: Row) throws(DatabaseError) {
    kind = try row.text(0)
    // The ledger ends the key of an effect's job with the effect's name.
    effect = try row.optionalText(1).flatMap { $0.split(separator: ":").last }.flatMap { EffectKind(rawValue: String($0)) }
    state = try row.value(2)
    attempts = Int(try row.int(3))
    runAt = try row.time(4)
    lastError = try row.optionalText(5)
  }
}

extension TaskPages.SpecVersion {
  init(row: Row) throws {
    version = try row.int(0)
    spec = try JSONText.decode(TaskSpec.self, try row.text(1), "taskspecs.spec")
    createdAt = try row.time(2)
  }
}
