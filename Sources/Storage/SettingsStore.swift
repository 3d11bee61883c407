package import Domain
internal import Pipeline
package import Postgres

/// Reads and writes a project's settings, section by section.
package struct SettingsStore: Sendable {
  let database: Database
  let vault: SecretVault

  package init(database: Database, vault: SecretVault) {
    self.database = database
    self.vault = vault
  }

  /// - Throws: `StorageError.notFound` when the project is gone.
  package func load(_ project: ProjectID) async throws -> ProjectSettings {
    let statements = [
      SettingsStatements.load, SettingsStatements.asanaProjects, SettingsStatements.autoValues, SettingsStatements.statusMap,
      SettingsStatements.repositoryMap, ProjectStatements.repositories, SecretStatements.names, IntegrationStatements.list,
    ]
    let rows = try await database.batch(statements.map { ($0, [.id(project)]) }, scope: .project(project.rawValue))
    return try Self.settings(rows)
  }

  private static func settings(_ rows: [Rows]) throws -> ProjectSettings {
    guard let row = rows[0].first else { throw StorageError.notFound }
    return ProjectSettings(
      publicID: try row.text(0), version: try row.int(1), linking: ProjectPolicy.Linking(rawValue: try row.text(2)) ?? .repair,
      agentLogins: try row.texts(3).compactMap { $0 }, workspace: try row.optionalText(4), autoField: try row.optionalText(5),
      repositoryField: try row.optionalText(6), statusField: try row.optionalText(7),
      names: try JSONText.decode([String: String].self, try row.text(8), "asana_settings.names"), activeHooks: try row.int(9),
      hasGitHubDelivery: try row.bool(10),
      asanaProjects: try rows[1].decoded { row throws(DatabaseError) in TrackerResource(id: try row.text(0), name: try row.text(1)) },
      autoValues: try rows[2].decoded(MappedOption.init),
      statusMap: try rows[3].decoded { row throws(DatabaseError) in
        (option: try MappedOption(row), hold: Hold(rawValue: try row.text(2)) ?? .none)
      },
      repositoryMap: try rows[4].decoded { row throws(DatabaseError) in (option: try MappedOption(row), repository: try row.text(2)) },
      repositories: try ProjectPages.repositories(rows[5]),
      secrets: Dictionary(
        try rows[6].decoded { row throws(DatabaseError) in (SecretName(try row.text(0)), try row.time(1)) },
        uniquingKeysWith: { first, _ in first }),
      checks: try IntegrationStore.checks(rows[7]))
  }

  /// A change: of which project, by whom, and what the settings were when it was thought of.
  package struct Edit: Sendable {
    package let project: ProjectID
    /// Version of the settings on the page the change was made on; nil when nobody looked.
    package let seen: Int64?
    package let origin: AuditEvent.Origin
    package let requestID: String

    package init(project: ProjectID, seen: Int64?, origin: AuditEvent.Origin, requestID: String) {
      self.project = project
      self.seen = seen
      self.origin = origin
      self.requestID = requestID
    }
  }

  /// What a change writes.
  struct Writing: Sendable {
    var statements: [(Statement, [SQLValue])] = []
    let audit: [AuditEvent]
    /// Whether Asana's webhooks and names of options have to be looked after.
    var needsHooks = false
  }

  /// Writes a change with its audit while no other one is written. A save that leaves everything as it was is no change: it leaves no trace,
  /// and does not tell others that the settings are different now.
  /// - Returns: whether somebody else had changed the settings since they were looked at.
  /// - Throws: `StorageError.notFound`, `StorageError.archived`.
  func write(
    _ edit: Edit, _ writing: Writing, also: @Sendable (Transaction) async throws -> Void = { _ in }
  ) async throws -> Bool {
    try await database.transaction(scope: .project(edit.project.rawValue)) { transaction in
      guard let row = try await transaction.query(SettingsStatements.lock, [.id(edit.project)]).first else { throw StorageError.notFound }
      guard try !row.bool(1) else { throw StorageError.archived }
      let before = try await transaction.query(SettingsStatements.digest, [.id(edit.project)]).first?.text(0)
      try await also(transaction)
      let job = NewJob(kind: .hooks, lane: "hooks", key: nil, requestID: edit.requestID)
      let rows = try await transaction.batch(
        writing.statements + (writing.needsHooks ? JobQueue.enqueue([job], project: edit.project) : [])
          + [(SettingsStatements.digest, [.id(edit.project)])])
      if try rows.last?.first?.text(0) != before {
        _ = try await transaction.batch(
          writing.audit.map { $0.statement(in: edit.project) } + [(ProjectStatements.touch, [.id(edit.project)])])
      }
      return try edit.seen.map { try row.int(0) != $0 } ?? false
    }
  }
}

extension MappedOption {
  fileprivate init(_ row: Row) throws(DatabaseError) { self.init(name: try row.text(0), id: try row.optionalText(1)) }
}
