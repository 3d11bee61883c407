package import Domain
package import Pipeline
package import Postgres

/// Projects and their configuration.
package struct ProjectStore: Sendable {
  let database: Database

  package init(database: Database) { self.database = database }

  /// What names a project.
  package struct Identity: Sendable, Equatable {
    package let id: ProjectID
    package let slug: String
    package let name: String
    /// Stands in webhook addresses.
    package let publicID: String
    /// Read-only: no webhook, no job and no form changes it.
    package let isArchived: Bool

    init(_ row: Row) throws(DatabaseError) {
      id = try row.id(0)
      slug = try row.text(1)
      name = try row.text(2)
      publicID = try row.text(3)
      isArchived = try row.bool(4)
    }
  }

  package func find(slug: String) async throws(DatabaseError) -> Identity? {
    try await database.query(ProjectStatements.findBySlug, [.text(slug)], scope: .system).first.map(Identity.init)
  }

  /// A project by what its webhook addresses carry.
  package func find(publicID: String) async throws(DatabaseError) -> (id: ProjectID, isArchived: Bool)? {
    let rows = try await database.query(ProjectStatements.findByPublicID, [.text(publicID)], scope: .system)
    return try rows.first.map { row throws(DatabaseError) in (id: try row.id(0), isArchived: try row.bool(1)) }
  }

  /// By slug, archived ones included.
  package func list() async throws(DatabaseError) -> [Identity] {
    try await database.query(ProjectStatements.list, scope: .system).decoded(Identity.init)
  }

  // MARK: What the pipeline needs

  /// Fields of the tracker and the user whose changes are echoes.
  package struct TrackerSettings: Sendable, Equatable {
    package let fields: TrackerFields
    package let userID: String?
  }

  package func trackerSettings(of project: ProjectID) async throws(DatabaseError) -> TrackerSettings {
    let rows = try await database.query(ProjectStatements.asana, [.id(project)], scope: .project(project.rawValue))
    guard let row = rows.first else { return TrackerSettings(fields: TrackerFields(auto: nil, repository: nil, status: nil), userID: nil) }
    let fields = TrackerFields(
      auto: try row.optionalText(0), repository: try row.optionalText(1), status: try row.optionalText(2))
    return TrackerSettings(fields: fields, userID: try row.optionalText(3))
  }

  package func rules(of project: ProjectID) async throws(DatabaseError) -> ProjectRules {
    let rows = try await database.batch(
      [
        (ProjectStatements.autoValues, [.id(project)]), (ProjectStatements.holds, [.id(project)]), (ProjectStatements.map, [.id(project)]),
        (ProjectStatements.repositories, [.id(project)]),
      ], scope: .project(project.rawValue))
    var (auto, holds): (Set<String>, [String: Hold]) = ([], [:])
    var (byOption, byName): ([String: RepositoryID], [String: RepositoryID]) = ([:], [:])
    for row in rows[0] { auto.insert(try row.text(0)) }
    for row in rows[1] { holds[try row.text(0)] = Hold(rawValue: try row.text(1)) ?? Hold.none }
    for row in rows[2] { byOption[try row.text(0)] = try row.id(1) }
    for row in rows[3] { byName[try row.text(1).lowercased()] = try row.id(0) }
    return ProjectRules(autoOptions: auto, holds: holds, repositoriesByOption: byOption, repositoriesByName: byName)
  }

  /// Links, contacts and notes for the agent.
  package func context(of project: ProjectID) async throws(DatabaseError) -> ProjectContext {
    let rows = try await database.batch(
      [(ProjectStatements.links, [.id(project)]), (ProjectStatements.contacts, [.id(project)]), (ProjectStatements.notes, [.id(project)])],
      scope: .project(project.rawValue))
    return ProjectContext(
      links: try Self.links(rows[0]), contacts: try Self.contacts(rows[1]), notes: try rows[2].first?.text(0) ?? "")
  }

  package func repositoryName(_ id: RepositoryID, project: ProjectID) async throws(DatabaseError) -> RepositoryName? {
    let rows = try await database.query(
      ProjectStatements.repositoryName, [.id(project), .id(id)], scope: .project(project.rawValue))
    return try rows.first.flatMap { row throws(DatabaseError) in RepositoryName(try row.text(0)) }
  }

  /// Configured repositories by name.
  package func repositories(of project: ProjectID) async throws(DatabaseError) -> [(id: RepositoryID, name: RepositoryName)] {
    let rows = try await database.query(ProjectStatements.repositories, [.id(project)], scope: .project(project.rawValue))
    var repositories: [(id: RepositoryID, name: RepositoryName)] = []
    for row in rows {
      if let name = RepositoryName(try row.text(1)) { repositories.append((id: try row.id(0), name: name)) }
    }
    return repositories
  }
}
