package import Domain
internal import Postgres

extension NoteStore {
  /// What a version says, and who wrote it.
  package struct Text: Sendable {
    let title: String
    let body: String
    let author: UserID
    let authorName: String

    package init(title: String, body: String, author: UserID, authorName: String) {
      self.title = title
      self.body = body
      self.author = author
      self.authorName = authorName
    }
  }

  /// Makes a note.
  /// - Returns: nil when the project has as many as `limit` already, its context not counted.
  package func create(_ text: Text, in project: ProjectID, limit: Int, audit: AuditEvent) async throws -> NoteID? {
    try await database.transaction(scope: .project(project.rawValue)) { transaction in
      _ = try await transaction.query(NoteStatements.lockProject, [.id(project)])
      guard try await transaction.query(NoteStatements.count, [.id(project)])[0].int(0) < limit else { return nil }
      let note: NoteID = try await transaction.query(NoteStatements.insert, [.id(project), .text(text.title)])[0].id(0)
      _ = try await transaction.batch([Self.add(text, version: 1, of: note, in: project), audit.statement(in: project)])
      return note
    }
  }

  /// What came of a save.
  package enum Saved: Sendable, Equatable {
    /// The number of the new version.
    case version(Int64)
    /// The newest version says exactly this already.
    case unchanged
    /// Somebody saved after the version that the text is based on: here is what they saved. Nothing was written.
    case meanwhile(Revision)
    case deleted
  }

  /// Adds a version to a note.
  /// - Parameter based: the version that the author had before them.
  package func save(
    _ text: Text, of note: NoteID, based: Int64, in project: ProjectID, audit: @Sendable (_ version: Int64) -> AuditEvent
  ) async throws -> Saved {
    try await database.transaction(scope: .project(project.rawValue)) { transaction in
      let rows = try await transaction.batch([
        (NoteStatements.lockProject, [.id(project)]), (NoteStatements.revision, [.id(project), .id(note), .null]),
      ])
      guard let newest = try rows[1].first.map({ try Self.revision($0, note) }) else { return .deleted }
      let title = newest.isContext ? newest.title : text.title
      if newest.title == title && newest.body == text.body { return .unchanged }
      guard newest.version == based else { return .meanwhile(newest) }
      var statements: [(Statement, [SQLValue])] = [
        (NoteStatements.advance, [.id(project), .id(note), .int(based), .text(title)]),
        Self.add(
          Text(title: title, body: text.body, author: text.author, authorName: text.authorName), version: based + 1, of: note, in: project),
        audit(based + 1).statement(in: project),
      ]
      if newest.isContext { statements.append((NoteStatements.setContext, [.id(project), .text(text.body)])) }
      _ = try await transaction.batch(statements)
      return .version(based + 1)
    }
  }

  /// Takes a note away from the pages; its versions stay in the database. The project's context cannot be deleted.
  /// - Returns: whether there was such a note.
  package func delete(
    _ note: NoteID, in project: ProjectID, audit: @Sendable (_ title: String) -> AuditEvent
  ) async throws -> Bool {
    try await database.transaction(scope: .project(project.rawValue)) { transaction in
      let rows = try await transaction.batch([
        (NoteStatements.lockProject, [.id(project)]), (NoteStatements.delete, [.id(project), .id(note)]),
      ])
      guard let row = rows[1].first else { return false }
      _ = try await transaction.batch([audit(try row.text(0)).statement(in: project)])
      return true
    }
  }

  private static func add(_ text: Text, version: Int64, of note: NoteID, in project: ProjectID) -> (Statement, [SQLValue]) {
    (
      NoteStatements.addVersion,
      [.id(project), .id(note), .int(version), .text(text.title), .text(text.body), .id(text.author), .text(text.authorName)]
    )
  }
}
