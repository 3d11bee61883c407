package import Domain
package import Postgres

extension ProjectStore {
  /// Which field an option belongs to.
  package enum OptionField: String, Sendable, CaseIterable { case auto, status, repository }

  /// Options that are known by name only, because Asana had not been asked yet.
  package func unresolvedOptions(of project: ProjectID) async throws(DatabaseError) -> [(field: OptionField, name: String)] {
    let rows = try await database.query(ProjectStatements.unresolved, [.id(project)], scope: .project(project.rawValue))
    var options: [(field: OptionField, name: String)] = []
    for row in rows {
      if let field = OptionField(rawValue: try row.text(0)) { options.append((field: field, name: try row.text(1))) }
    }
    return options
  }

  /// Keeps the id of an option.
  package func resolve(_ name: String, of field: OptionField, to option: String, project: ProjectID) async throws(DatabaseError) {
    let statement =
      switch field {
      case .auto: ProjectStatements.resolveAuto
      case .status: ProjectStatements.resolveStatus
      case .repository: ProjectStatements.resolveRepository
      }
    try await database.execute(statement, [.id(project), .text(name), .text(option)], scope: .project(project.rawValue))
  }

  /// Asana projects whose names are not known yet.
  package func unnamedAsanaProjects(of project: ProjectID) async throws(DatabaseError) -> [String] {
    try await database.query(ProjectStatements.unnamedAsanaProjects, [.id(project)], scope: .project(project.rawValue))
      .map { row throws(DatabaseError) in try row.text(0) }
  }

  /// Keeps the name of an Asana project; an empty one is none.
  package func saveName(of resource: TrackerResource, project: ProjectID) async throws(DatabaseError) {
    try await database.execute(
      SettingsStatements.saveProjectNames, [.id(project), .texts([resource.id]), .texts([resource.name.storable])],
      scope: .project(project.rawValue))
  }

  package func saveUserID(_ id: String, project: ProjectID) async throws(DatabaseError) {
    try await database.execute(ProjectStatements.saveAsanaUser, [.id(project), .text(id)], scope: .project(project.rawValue))
  }
}
