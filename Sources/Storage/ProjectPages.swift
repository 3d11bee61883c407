package import Domain
internal import Pipeline
package import Postgres

/// Reads what the pages about projects show.
package struct ProjectPages: Sendable {
  let database: Database

  package init(database: Database) { self.database = database }

  /// Which projects to list.
  package struct Selection: Sendable, Equatable {
    /// In the name or the slug; empty for all.
    package let text: String
    package let isArchived: Bool
    /// From 1.
    package let page: Int

    package init(text: String, isArchived: Bool, page: Int) {
      self.text = text
      self.isArchived = isArchived
      self.page = page
    }
  }

  /// A page of the list of projects.
  package struct List: Sendable, Equatable {
    /// Lines of a page.
    package static let size = 50

    package let projects: [Listed]
    /// Of all that this user may open.
    package let active: Int64
    package let archived: Int64
    /// Of those that were asked for.
    package let found: Int64
  }

  /// A line of the list of projects.
  package struct Listed: Sendable, Equatable {
    package let slug: String
    package let name: String
    package let tasks: Int64
    /// Tasks that wait for somebody (`TaskStatus.needsAttention`).
    package let attention: Int64
    package let integrations: IntegrationFacts
    /// Without findings.
    package let asana: IntegrationCheck?
    package let github: IntegrationCheck?
  }

  /// Projects this user may open, by name.
  package func list(_ selection: Selection, for user: SessionStore.User) async throws(DatabaseError) -> List {
    let attention = TaskStatus.allCases.filter(\.needsAttention).map { Optional($0.rawValue) }
    let common: [SQLValue] = [.id(user.id), .bool(user.isAdmin), .bool(selection.isArchived), Self.pattern(selection.text)]
    let page: [SQLValue] = [.int(Int64(List.size)), .int(Int64((selection.page - 1) * List.size)), .texts(attention)]
    let rows = try await database.batch(
      [(ProjectPageStatements.counts, common), (ProjectPageStatements.list, common + page)], scope: .system)
    let counts = rows[0].first
    return List(
      projects: try rows[1].decoded(Self.listed), active: try counts?.int(0) ?? 0, archived: try counts?.int(1) ?? 0,
      found: try counts?.int(2) ?? 0)
  }

  /// What contains a text, for ILIKE (PostgreSQL 9.7.1): its own signs mean themselves.
  private static func pattern(_ text: String) -> SQLValue {
    guard !text.isEmpty else { return .null }
    let literal = text.reduce(into: "") { $0 += "\\%_".contains($1) ? "\\" + String($1) : String($1) }
    return .foreign("%" + literal + "%")
  }

  private static func listed(_ row: Row) throws(DatabaseError) -> Listed {
    Listed(
      slug: try row.text(0), name: try row.text(1), tasks: try row.int(2), attention: try row.int(3),
      integrations: try IntegrationFacts(row, from: 4), asana: try check(row, from: 11), github: try check(row, from: 15))
  }

  private static func check(_ row: Row, from column: Int) throws(DatabaseError) -> IntegrationCheck? {
    guard let checkedAt = try row.optionalTime(column + 3) else { return nil }
    let failure = try row.optionalText(column + 2).flatMap(IntegrationCheck.Failure.init(rawValue:))
    let failing = try row.optionalTime(column + 1).flatMap { since in failure.map { IntegrationCheck.Failing(since: since, failure: $0) } }
    return IntegrationCheck(account: try row.text(column), findings: [], failing: failing, checkedAt: checkedAt)
  }

  /// A configured repository.
  package struct Repository: Sendable, Equatable {
    package let id: RepositoryID
    /// `owner/name`
    package let name: String
    package let isDefault: Bool

    package init(id: RepositoryID, name: String, isDefault: Bool) {
      self.id = id
      self.name = name
      self.isDefault = isDefault
    }
  }

  /// Active repositories, the default one first.
  package func repositories(of project: ProjectID) async throws(DatabaseError) -> [Repository] {
    try Self.repositories(
      await database.query(ProjectStatements.repositories, [.id(project)], scope: .project(project.rawValue)))
  }

  static func repositories(_ rows: Rows) throws(DatabaseError) -> [Repository] {
    var repositories: [Repository] = []
    for row in rows { repositories.append(Repository(id: try row.id(0), name: try row.text(1), isDefault: try row.bool(2))) }
    return repositories
  }
}
