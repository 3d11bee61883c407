package import Domain
package import Pipeline
package import Postgres

/// Reads what the pages about tasks show. Everything else about a task goes through `TaskLedger`.
package struct TaskPages: Sendable {
  let database: Database

  package init(database: Database) { self.database = database }

  /// A line of the list.
  package struct Listed: Sendable, Equatable {
    package let id: TaskID
    package let title: String
    package let status: TaskStatus
    package let issue: Reference?
    package let pullRequest: Reference?
    package let ci: CIState
    package let ciURL: String?
    package let repository: String?
    package let updatedAt: Timestamp
  }

  /// A numbered thing outside. The address is empty when it is not known.
  package struct Reference: Sendable, Equatable {
    package let number: Int64
    package let url: String

    package init(number: Int64, url: String) {
      self.number = number
      self.url = url
    }
  }

  /// A page of the list, with how many tasks of the project have each status.
  package struct List: Sendable, Equatable {
    package let tasks: [Listed]
    package let counts: TaskCounts
  }

  /// Which tasks a page shows.
  package struct Selection: Sendable, Equatable {
    /// nil for all.
    package let status: TaskStatus?
    /// Rows of a page.
    package let size: Int
    /// From 1.
    package let page: Int

    package init(status: TaskStatus?, size: Int, page: Int) {
      self.status = status
      self.size = size
      self.page = page
    }

    var offset: Int64 { Int64(size) * Int64(page - 1) }
  }

  /// A page of tasks, newest change first, and the counts, in one round trip.
  package func list(_ selection: Selection, of project: ProjectID) async throws(DatabaseError) -> List {
    var values: [SQLValue] = [.id(project), .int(Int64(selection.size)), .int(selection.offset)]
    if let status = selection.status { values.append(.text(status.rawValue)) }
    let rows = try await database.batch(
      [
        (selection.status == nil ? TaskPageStatements.list : TaskPageStatements.listByStatus, values),
        (TaskPageStatements.counts, [.id(project)]),
      ], scope: .project(project.rawValue))
    return List(tasks: try rows[0].decoded(Listed.init(row:)), counts: try TaskCounts(rows: rows[1]))
  }

  /// How many tasks have each status.
  package func counts(of project: ProjectID) async throws(DatabaseError) -> TaskCounts {
    try TaskCounts(rows: await database.query(TaskPageStatements.counts, [.id(project)], scope: .project(project.rawValue)))
  }
}

/// How many tasks of a project have each status.
package struct TaskCounts: Sendable, Equatable {
  private let counts: [TaskStatus: Int]

  package init(_ counts: [TaskStatus: Int]) { self.counts = counts }

  init(rows: Rows) throws(DatabaseError) {
    var counts: [TaskStatus: Int] = [:]
    for row in rows {
      if let status = TaskStatus(rawValue: try row.text(0)) { counts[status] = Int(try row.int(1)) }
    }
    self.counts = counts
  }

  package subscript(status: TaskStatus) -> Int { counts[status] ?? 0 }

  package var total: Int { counts.values.reduce(0, +) }

  /// Tasks that wait for somebody.
  package var attention: Int { counts.reduce(0) { $0 + ($1.key.needsAttention ? $1.value : 0) } }
}

extension TaskPages.Listed {
  init(row: Row) throws(DatabaseError) {
    id = try row.id(0)
    title = try row.text(1)
    status = try row.value(2)
    issue = try row.reference(number: 3, url: 4)
    pullRequest = try row.reference(number: 5, url: 6)
    ci = try row.value(7)
    ciURL = try row.optionalText(8)
    repository = try row.optionalText(9)
    updatedAt = try row.time(10)
  }
}

extension Row {
  func reference(number: Int, url: Int) throws(DatabaseError) -> TaskPages.Reference? {
    guard let number = try optionalInt(number) else { return nil }
    return TaskPages.Reference(number: number, url: try optionalText(url) ?? "")
  }

  /// One of a closed set of words.
  func value<Word: RawRepresentable>(_ column: Int) throws(DatabaseError) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: try text(column)) else { throw .decoding(column: "#\(column)", expected: "\(Word.self)") }
    return word
  }
}
