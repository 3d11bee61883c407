package import Domain
package import Postgres

/// Notes of a project with all their versions.
package struct NoteStore: Sendable {
  let database: Database

  package init(database: Database) { self.database = database }

  /// A line of the list.
  package struct Listed: Sendable, Equatable {
    package let id: NoteID
    package let title: String
    package let version: Int64
    /// Whether it goes into every issue.
    package let isContext: Bool
    /// Bytes of UTF-8.
    package let size: Int64
    package let updatedAt: Timestamp
    /// Empty for the program itself.
    package let author: String
  }

  /// The project's context first, then by title.
  package func list(of project: ProjectID, limit: Int) async throws(DatabaseError) -> [Listed] {
    let rows = try await database.query(NoteStatements.list, [.id(project), .int(Int64(limit))], scope: .project(project.rawValue))
    return try rows.map { row throws(DatabaseError) in
      Listed(
        id: try row.id(0), title: try row.text(1), version: try row.int(2), isContext: try row.bool(3), size: try row.int(4),
        updatedAt: Timestamp(microseconds: try row.timestamp(5)), author: try row.text(6))
    }
  }

  /// One version of a note.
  package struct Revision: Sendable, Equatable {
    package let note: NoteID
    package let version: Int64
    package let title: String
    /// Markdown.
    package let body: String
    package let author: String
    package let at: Timestamp
    package let isContext: Bool
    /// Number of the note's newest version.
    package let newest: Int64
  }

  /// - Parameter version: nil for the newest.
  /// - Returns: nil when there is none, or the note was deleted.
  package func find(_ note: NoteID, version: Int64?, of project: ProjectID) async throws(DatabaseError) -> Revision? {
    let rows = try await database.query(
      NoteStatements.revision, [.id(project), .id(note), version.map { .int($0) } ?? .null], scope: .project(project.rawValue))
    return try rows.first.map { row throws(DatabaseError) in try Self.revision(row, note) }
  }

  static func revision(_ row: Row, _ note: NoteID) throws(DatabaseError) -> Revision {
    Revision(
      note: note, version: try row.int(0), title: try row.text(1), body: try row.text(2), author: try row.text(3),
      at: Timestamp(microseconds: try row.timestamp(4)), isContext: try row.bool(5), newest: try row.int(6))
  }

  /// A line of a note's history.
  package struct Entry: Sendable, Equatable {
    package let version: Int64
    package let title: String
    /// Bytes of UTF-8.
    package let size: Int64
    package let author: String
    package let at: Timestamp
  }

  /// Newest first.
  /// - Parameter before: number of the last version of the page before; nil for the first page.
  package func history(of note: NoteID, before: Int64?, limit: Int, in project: ProjectID) async throws(DatabaseError) -> [Entry] {
    let rows = try await database.query(
      NoteStatements.history, [.id(project), .id(note), before.map { .int($0) } ?? .null, .int(Int64(limit))],
      scope: .project(project.rawValue))
    return try rows.map { row throws(DatabaseError) in
      Entry(
        version: try row.int(0), title: try row.text(1), size: try row.int(2), author: try row.text(3),
        at: Timestamp(microseconds: try row.timestamp(4)))
    }
  }
}
