package import Crypto
package import Domain
internal import Postgres

extension SettingsStore {
  /// What trying a token has shown.
  package struct Trial: Sendable, Equatable {
    /// Name or login; empty when it is not known.
    package let account: String
    package let findings: [String]
    /// nil for a token that works, and for one that could not be tried.
    package let failure: IntegrationCheck.Failure?

    package init(account: String, findings: [String], failure: IntegrationCheck.Failure?) {
      self.account = account
      self.findings = findings
      self.failure = failure
    }
  }

  /// Stores a secret, with what trying it has shown.
  /// - Returns: as `write`.
  package func saveSecret(
    _ secret: SecretBytes, as name: SecretName, trial: (system: IntegrationCheck.System, result: Trial)?, _ edit: Edit
  ) async throws -> Bool {
    let audit = AuditEvent("secret.replaced", ["secret": name.text], by: edit.origin)
    // A new Asana token has to take over the webhooks, and its user's changes are echoes.
    var writing = Writing(audit: [audit], needsHooks: name == .asanaToken)
    // What was known is about the token before.
    if let trial {
      writing.statements = [IntegrationStore.forgotten(trial.system, project: edit.project)]
      writing.statements += Self.statements(trial.result, trial.system, edit.project)
    }
    return try await write(edit, writing) { transaction in
      try await vault.save(secret, as: name, project: edit.project, in: transaction)
    }
  }

  /// Removes a secret and what was known of it.
  /// - Returns: as `write`.
  package func removeSecret(_ name: SecretName, system: IntegrationCheck.System?, _ edit: Edit) async throws -> Bool {
    var statements: [(Statement, [SQLValue])] = [(SecretStatements.delete, [.id(edit.project), .text(name.text)])]
    if let system { statements.append(IntegrationStore.forgotten(system, project: edit.project)) }
    return try await write(
      edit, Writing(statements: statements, audit: [AuditEvent("secret.removed", ["secret": name.text], by: edit.origin)]))
  }

  /// Keeps what trying a stored token has shown, and names the tracker told on the way.
  package func saveTrial(
    _ trial: Trial, of system: IntegrationCheck.System, projects: [TrackerResource], names: [String: String], project: ProjectID
  ) async throws {
    _ = try await database.batch(
      Self.statements(trial, system, project) + Self.named(projects, names, project), scope: .project(project.rawValue))
  }

  /// A failure keeps its beginning, so only a token that is accepted ends it.
  private static func statements(
    _ trial: Trial, _ system: IntegrationCheck.System, _ project: ProjectID
  ) -> [(Statement, [SQLValue])] {
    guard let failure = trial.failure else {
      return [IntegrationStore.checked(system, account: trial.account, findings: trial.findings, project: project)]
    }
    return [IntegrationStore.failed(failure, system, project: project)]
  }

  static func named(_ projects: [TrackerResource], _ names: [String: String], _ project: ProjectID) -> [(Statement, [SQLValue])] {
    [
      (SettingsStatements.saveProjectNames, [.id(project), .texts(projects.map(\.id)), .texts(projects.map(\.name.storable))]),
      (SettingsStatements.saveNames, [.id(project), .text(JSONText.encode(names.mapValues(\.storable)))]),
    ]
  }
}
