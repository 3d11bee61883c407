package import Domain
package import Postgres

/// Reads the audits.
package struct AuditLog: Sendable {
  private let database: Database

  package init(database: Database) { self.database = database }

  /// Which audit.
  package enum Place: Sendable, Equatable {
    case project(ProjectID)
    case instance
  }

  /// Which entries of it.
  package struct Filter: Sendable, Equatable {
    package let person: UserID?
    /// What stands in front of the first dot of a type: `member` of `member.removed`.
    package let area: String?

    package init(person: UserID?, area: String?) {
      self.person = person
      self.area = area
    }

    /// Every entry.
    package static let none = Filter(person: nil, area: nil)
  }

  /// One change as a page shows it.
  package struct Entry: Sendable, Equatable {
    package let id: Int64
    /// `user`, `api` or `system`.
    package let source: String
    package let type: String
    package let details: [String: String]
    package let actor: String
    /// nil for the program, and for users who do not exist any more.
    package let actorID: UserID?
    package let address: String
    package let at: Timestamp
  }

  /// What entries can be chosen by.
  package struct Choices: Sendable, Equatable {
    /// By name.
    package let persons: [Person]
    /// In order.
    package let areas: [String]

    package struct Person: Sendable, Equatable {
      package let id: UserID
      package let name: String
    }
  }

  /// Newest first.
  /// - Parameter before: id of the last entry of the page before; nil for the first page.
  package func list(of place: Place, _ filter: Filter, before: Int64?, limit: Int) async throws -> [Entry] {
    let values: [SQLValue] = [
      before.map { .int($0) } ?? .null, .optional(filter.person), filter.area.map { .text($0.storable) } ?? .null, .int(Int64(limit)),
    ]
    switch place {
    case .project(let project):
      return try await database.query(AuditStatements.listProject, [.id(project)] + values, scope: .project(project.rawValue))
        .map(Self.entry)
    case .instance: return try await database.query(AuditStatements.listInstance, values).map(Self.entry)
    }
  }

  /// Every entry of a project, newest first.
  package func list(of project: ProjectID, before: Int64?, limit: Int) async throws -> [Entry] {
    try await list(of: .project(project), .none, before: before, limit: limit)
  }

  /// Every entry of the instance, newest first.
  package func list(before: Int64?, limit: Int) async throws -> [Entry] {
    try await list(of: .instance, .none, before: before, limit: limit)
  }

  /// Persons and areas of the last thousand entries.
  package func choices(of place: Place) async throws -> Choices {
    let rows =
      switch place {
      case .project(let project):
        try await database.query(AuditStatements.recentOfProject, [.id(project)], scope: .project(project.rawValue))
      case .instance: try await database.query(AuditStatements.recentOfInstance)
      }
    var persons: [UserID: String] = [:]
    var areas: Set<String> = []
    for row in rows {
      areas.insert(try row.text(0))
      if let id: UserID = try row.optionalID(1) { persons[id] = try row.optionalText(2) ?? "" }
    }
    return Choices(
      persons: persons.map { Choices.Person(id: $0.key, name: $0.value) }.sorted { ($0.name, $0.id.rawValue) < ($1.name, $1.id.rawValue) },
      areas: areas.sorted())
  }

  private static func entry(_ row: Row) throws -> Entry {
    Entry(
      id: try row.int(0), source: try row.text(1), type: try row.text(2),
      details: try JSONText.decode([String: String].self, try row.text(3), "an audit entry"), actor: try row.optionalText(4) ?? "",
      actorID: try row.optionalID(5), address: try row.text(6), at: Timestamp(microseconds: try row.timestamp(7)))
  }
}
