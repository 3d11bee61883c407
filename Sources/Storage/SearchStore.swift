package import Domain
package import Pipeline
package import Postgres

/// Finds projects and tasks by words.
package struct SearchStore: Sendable {
  private let database: Database

  package init(database: Database) { self.database = database }

  /// Rows of each kind.
  private static let limit: Int64 = 8
  /// Titles that are looked through: those of the tasks that changed last.
  package static let searchedTasks = 5_000

  package struct Project: Sendable, Equatable {
    package let slug: String
    package let name: String
  }

  package struct Task: Sendable, Equatable {
    package let id: TaskID
    package let title: String
    package let status: TaskStatus
    package let issue: Int64?
  }

  /// Projects the user may open; all of them, up to a few, when nothing was typed.
  package func projects(_ phrase: SearchPhrase, for user: SessionStore.User) async throws(DatabaseError) -> [Project] {
    let rows = try await database.query(
      SearchStatements.projects, [.id(user.id), .bool(user.isAdmin), .texts(phrase.patterns), .int(Self.limit)], scope: .system)
    return try rows.decoded { row throws(DatabaseError) in Project(slug: try row.text(0), name: try row.text(1)) }
  }

  /// Tasks of a project by their titles, newest change first; in front of them those of the issue with a number that was typed.
  package func tasks(_ phrase: SearchPhrase, of project: ProjectID) async throws(DatabaseError) -> [Task] {
    var statements: [(Statement, [SQLValue])] = [
      (SearchStatements.tasks, [.id(project), .texts(phrase.patterns), .int(Int64(Self.searchedTasks)), .int(Self.limit)])
    ]
    if let number = phrase.number { statements.insert((SearchStatements.issue, [.id(project), .int(number), .int(Self.limit)]), at: 0) }
    var found: [Task] = []
    for rows in try await database.batch(statements, scope: .project(project.rawValue)) {
      for task in try rows.decoded(Task.init(row:)) where !found.contains(where: { $0.id == task.id }) { found.append(task) }
    }
    return Array(found.prefix(Int(Self.limit)))
  }
}

extension SearchStore.Task {
  init(row: Row) throws(DatabaseError) {
    id = try row.id(0)
    title = try row.text(1)
    status = try row.value(2)
    issue = try row.optionalInt(3)
  }
}
