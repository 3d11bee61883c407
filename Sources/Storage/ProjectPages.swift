package import Domain
internal import Pipeline
package import Postgres

/// Reads what the pages about projects show.
package struct ProjectPages: Sendable {
  let database: Database

  package init(database: Database) { self.database = database }

  /// A line of the list of projects.
  package struct Listed: Sendable, Equatable {
    package let slug: String
    package let name: String
    package let tasks: Int64
    /// Tasks that wait for somebody (`TaskStatus.needsAttention`).
    package let attention: Int64
    package let integrations: IntegrationFacts

    package init(slug: String, name: String, tasks: Int64, attention: Int64, integrations: IntegrationFacts) {
      self.slug = slug
      self.name = name
      self.tasks = tasks
      self.attention = attention
      self.integrations = integrations
    }
  }

  /// Projects this user may open, by name; at most 500.
  package func list(for user: SessionStore.User) async throws(DatabaseError) -> [Listed] {
    let attention = TaskStatus.allCases.filter(\.needsAttention).map { Optional($0.rawValue) }
    let rows = try await database.query(
      ProjectPageStatements.list, [.id(user.id), .bool(user.isAdmin), .texts(attention)], scope: .system)
    var projects: [Listed] = []
    for row in rows {
      projects.append(
        Listed(
          slug: try row.text(0), name: try row.text(1), tasks: try row.int(2), attention: try row.int(3),
          integrations: try IntegrationFacts(row, from: 4)))
    }
    return projects
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
