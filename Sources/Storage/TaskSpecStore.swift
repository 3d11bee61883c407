package import Domain
package import Pipeline
package import Postgres

/// What an effect has to know of a task beyond its state.
package struct TaskSpecStore: Sendable {
  private let database: Database

  package init(database: Database) { self.database = database }

  static let latest = Statement(
    "taskspecs.latest",
    """
    SELECT spec::text, tasks.created_at FROM taskspecs
    JOIN tasks ON tasks.project_id = taskspecs.project_id AND tasks.id = taskspecs.task_id
    WHERE taskspecs.project_id = $1 AND taskspecs.task_id = $2 ORDER BY version DESC LIMIT 1
    """)
  static let trackerKey = Statement("taskspecs.tracker_key", "SELECT asana_gid FROM tasks WHERE project_id = $1 AND id = $2")
  static let publicID = Statement("taskspecs.public_id", "SELECT public_id FROM projects WHERE id = $1")
  package static let all = [latest, trackerKey, publicID]

  /// The newest TaskSpec, and when the task was first seen.
  package func latest(task: TaskID, project: ProjectID) async throws -> (spec: TaskSpec, taskCreatedAt: Timestamp)? {
    let rows = try await database.query(Self.latest, [.id(project), .id(task)], scope: .project(project.rawValue))
    return try rows.first.map { row in
      (spec: try JSONText.decode(TaskSpec.self, row.text(0), "taskspecs.spec"), taskCreatedAt: try row.time(1))
    }
  }

  /// The tracker's id of a task.
  package func trackerKey(of task: TaskID, project: ProjectID) async throws(DatabaseError) -> String? {
    try await database.query(Self.trackerKey, [.id(project), .id(task)], scope: .project(project.rawValue)).first?.text(0)
  }

  package func publicID(of project: ProjectID) async throws(DatabaseError) -> String? {
    try await database.query(Self.publicID, [.id(project)], scope: .project(project.rawValue)).first?.text(0)
  }
}
