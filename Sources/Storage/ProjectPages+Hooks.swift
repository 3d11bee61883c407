package import Domain
package import Postgres

extension ProjectPages {
  /// Health of a project's webhooks.
  package struct Hooks: Sendable, Equatable {
    package let publicID: String
    package let asana: [AsanaHook]
    package let github: Health
    package let integrations: IntegrationFacts
    package let repositories: [Repository]
  }

  /// The webhook of one Asana project.
  package struct AsanaHook: Sendable, Equatable {
    package let projectGID: String
    package let projectName: String?
    /// `pending` or `active`; nil when there is none.
    package let state: String?
    package let health: Health

    package init(projectGID: String, projectName: String?, state: String?, health: Health) {
      self.projectGID = projectGID
      self.projectName = projectName
      self.state = state
      self.health = health
    }
  }

  /// What has arrived.
  package struct Health: Sendable, Equatable {
    package let lastDelivery: Timestamp?
    package let lastFailure: Timestamp?
    package let failures: Int64

    package init(lastDelivery: Timestamp?, lastFailure: Timestamp?, failures: Int64) {
      self.lastDelivery = lastDelivery
      self.lastFailure = lastFailure
      self.failures = failures
    }

    /// Nothing has arrived yet.
    package static let none = Health(lastDelivery: nil, lastFailure: nil, failures: 0)

    init(_ row: Row, from column: Int) throws(DatabaseError) {
      self.init(
        lastDelivery: try row.optionalTime(column), lastFailure: try row.optionalTime(column + 1), failures: try row.int(column + 2))
    }
  }

  /// - Returns: nil when the project is gone.
  package func hooks(of project: ProjectID) async throws(DatabaseError) -> Hooks? {
    let statements = [
      ProjectPageStatements.settings, ProjectPageStatements.asanaHooks, ProjectPageStatements.githubHealth,
      ProjectStatements.repositories,
    ]
    let rows = try await database.batch(statements.map { ($0, [.id(project)]) }, scope: .project(project.rawValue))
    guard let row = rows[0].first else { return nil }
    let github: Health = if let health = rows[2].first { try Health(health, from: 0) } else { .none }
    return Hooks(
      publicID: try row.text(0),
      asana: try rows[1].decoded { row throws(DatabaseError) in
        AsanaHook(
          projectGID: try row.text(0), projectName: try row.optionalText(1), state: try row.optionalText(2),
          health: try Health(row, from: 3))
      },
      github: github, integrations: try IntegrationFacts(row, from: 8), repositories: try Self.repositories(rows[3]))
  }
}
