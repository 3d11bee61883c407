package import Domain
package import Postgres

/// Reads the audits.
package struct AuditLog: Sendable {
  private let database: Database

  package init(database: Database) { self.database = database }

  /// One change as a page shows it.
  package struct Entry: Sendable, Equatable {
    package let id: Int64
    /// `user`, `api` or `system`.
    package let source: String
    package let type: String
    package let details: [String: String]
    package let actor: String
    package let address: String
    package let at: Timestamp
  }

  /// Newest first.
  /// - Parameter before: id of the last entry of the page before; nil for the first page.
  package func list(of project: ProjectID, before: Int64?, limit: Int) async throws -> [Entry] {
    let values: [SQLValue] = [.id(project), before.map { .int($0) } ?? .null, .int(Int64(limit))]
    return try await database.query(AuditStatements.listProject, values, scope: .project(project.rawValue)).map(Self.entry)
  }

  /// Of the instance, newest first.
  package func list(before: Int64?, limit: Int) async throws -> [Entry] {
    let values: [SQLValue] = [before.map { .int($0) } ?? .null, .int(Int64(limit))]
    return try await database.query(AuditStatements.listInstance, values).map(Self.entry)
  }

  private static func entry(_ row: Row) throws -> Entry {
    Entry(
      id: try row.int(0), source: try row.text(1), type: try row.text(2),
      details: try JSONText.decode([String: String].self, try row.text(3), "an audit entry"), actor: try row.optionalText(4) ?? "",
      address: try row.text(5), at: Timestamp(microseconds: try row.timestamp(6)))
  }
}
