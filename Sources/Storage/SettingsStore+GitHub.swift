package import Domain
package import Pipeline
internal import Postgres

extension SettingsStore {
  /// Replaces the repositories. Those that leave stay for the tasks that point to them.
  /// - Returns: as `write`.
  package func saveRepositories(_ names: [RepositoryName], default chosen: RepositoryName?, _ edit: Edit) async throws -> Bool {
    let preferred = SQLValue.optional(chosen?.description)
    let statements: [(Statement, [SQLValue])] = [
      (ProjectStatements.retireRepositories, [.id(edit.project), .texts(names.map(\.key))]),
      (ProjectStatements.addRepositories, [.id(edit.project), .texts(names.map(\.description))]),
      (ProjectStatements.clearDefault, [.id(edit.project), preferred]), (ProjectStatements.setDefault, [.id(edit.project), preferred]),
    ]
    let audit = AuditEvent(
      "settings.repositories", ["repositories": Self.list(names.map(\.description)), "default": chosen?.description ?? "–"],
      by: edit.origin)
    return try await write(edit, Writing(statements: statements, audit: [audit]))
  }

  /// - Returns: as `write`.
  package func saveRules(_ linking: ProjectPolicy.Linking, agentLogins: [String], _ edit: Edit) async throws -> Bool {
    let values: [SQLValue] = [.id(edit.project), .text(linking.rawValue), .texts(agentLogins)]
    let audit = AuditEvent(
      "settings.pull_requests", ["linking": linking.rawValue, "agents": Self.list(agentLogins)], by: edit.origin)
    return try await write(edit, Writing(statements: [(SettingsStatements.saveRules, values)], audit: [audit]))
  }
}
