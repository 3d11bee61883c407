package import Domain
package import Pipeline
internal import Postgres

extension SettingsStore {
  /// Replaces the Asana projects. Those that leave lose their webhooks; the others get theirs.
  /// - Returns: as `write`.
  package func saveAsanaProjects(
    workspace: TrackerResource?, _ projects: [TrackerResource], _ edit: Edit
  ) async throws -> Bool {
    let gids = SQLValue.texts(projects.map(\.id))
    let names = workspace.map { $0.name.isEmpty ? [:] : [$0.id: $0.name] } ?? [:]
    let statements: [(Statement, [SQLValue])] =
      [
        (SettingsStatements.saveWorkspace, [.id(edit.project), .optional(workspace?.id)]),
        (ProjectStatements.dropAsanaProjects, [.id(edit.project), gids]), (ProjectStatements.addAsanaProjects, [.id(edit.project), gids]),
      ] + Self.named(projects, names, edit.project)
    let audit = AuditEvent("settings.asana_projects", ["projects": Self.list(projects.map(Self.label))], by: edit.origin)
    return try await write(edit, Writing(statements: statements, audit: [audit], needsHooks: true))
  }

  /// - Parameter names: what Asana calls the fields, by gid.
  /// - Returns: as `write`.
  package func saveAsanaFields(_ fields: TrackerFields, names: [String: String], _ edit: Edit) async throws -> Bool {
    let gids: [SQLValue] = [.id(edit.project), .optional(fields.auto), .optional(fields.repository), .optional(fields.status)]
    let statements: [(Statement, [SQLValue])] =
      [(SettingsStatements.forgetOptions, gids), (SettingsStatements.saveFields, gids)] + Self.named([], names, edit.project)
    let audit = AuditEvent(
      "settings.asana_fields",
      ["auto": fields.auto ?? "", "repository": fields.repository ?? "", "status": fields.status ?? ""], by: edit.origin)
    return try await write(edit, Writing(statements: statements, audit: [audit], needsHooks: true))
  }

  /// Replaces the options of the AutoTask field that mean yes.
  /// - Returns: as `write`.
  package func saveAutoValues(_ options: [MappedOption], _ edit: Edit) async throws -> Bool {
    let statements: [(Statement, [SQLValue])] = [
      (SettingsStatements.clearAutoValues, [.id(edit.project)]),
      (SettingsStatements.addAutoValues, [.id(edit.project), .texts(options.map(\.name)), .texts(options.map(\.id))]),
    ]
    let audit = AuditEvent("settings.auto_values", ["values": Self.list(options.map(\.name))], by: edit.origin)
    return try await write(edit, Writing(statements: statements, audit: [audit], needsHooks: options.contains { $0.id == nil }))
  }

  /// Replaces what the options of the status field mean.
  /// - Parameter map: names differ.
  /// - Returns: as `write`.
  package func saveStatusMap(_ map: [(option: MappedOption, hold: Hold)], _ edit: Edit) async throws -> Bool {
    let statements: [(Statement, [SQLValue])] = [
      (SettingsStatements.clearStatusMap, [.id(edit.project)]),
      (
        SettingsStatements.addStatusMap,
        [.id(edit.project), .texts(map.map(\.option.name)), .texts(map.map(\.option.id)), .texts(map.map(\.hold.rawValue))]
      ),
    ]
    let meanings = map.filter { $0.hold != .none }.map { "\($0.option.name) → \($0.hold.rawValue)" }
    let audit = AuditEvent("settings.status_map", ["map": Self.list(meanings)], by: edit.origin)
    return try await write(edit, Writing(statements: statements, audit: [audit], needsHooks: map.contains { $0.option.id == nil }))
  }

  /// Replaces which repositories the options of the repository field stand for.
  /// - Parameter map: names of options differ; repositories the project does not have are left out.
  /// - Returns: as `write`.
  package func saveRepositoryMap(_ map: [(option: MappedOption, repository: RepositoryName)], _ edit: Edit) async throws -> Bool {
    let statements: [(Statement, [SQLValue])] = [
      (SettingsStatements.clearRepositoryMap, [.id(edit.project)]),
      (
        SettingsStatements.addRepositoryMap,
        [
          .id(edit.project), .texts(map.map(\.option.name)), .texts(map.map(\.option.id)), .texts(map.map(\.repository.description)),
        ]
      ),
    ]
    let audit = AuditEvent(
      "settings.repository_map", ["map": Self.list(map.map { "\($0.option.name) → \($0.repository)" })], by: edit.origin)
    return try await write(edit, Writing(statements: statements, audit: [audit], needsHooks: map.contains { $0.option.id == nil }))
  }

  private static func label(_ resource: TrackerResource) -> String {
    resource.name.isEmpty ? resource.id : "\(resource.name) (\(resource.id))"
  }

  /// For the audit, which is read by people.
  static func list(_ items: [String]) -> String { items.isEmpty ? "–" : items.joined(separator: ", ") }
}
