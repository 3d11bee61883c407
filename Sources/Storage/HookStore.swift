package import Crypto
package import Domain
package import Postgres

/// Asana's webhooks: one for each Asana project, each with an address and a secret of its own.
package struct HookStore: Sendable {
  private let database: Database
  private let vault: SecretVault

  package init(database: Database, vault: SecretVault) {
    self.database = database
    self.vault = vault
  }

  /// An Asana project of a project, and its webhook as far as there is one.
  package struct Watched: Sendable, Equatable {
    package let asanaProject: String
    package let hook: Hook?

    package struct Hook: Sendable, Equatable {
      package let token: String
      package let isActive: Bool
      /// nil between the handshake and the answer to our create call.
      package let webhookGID: String?
      package let target: String
      /// The create call may still be open.
      package let isPending: Bool
    }
  }

  package func list(project: ProjectID) async throws(DatabaseError) -> [Watched] {
    let rows = try await database.query(HookStatements.list, [.id(project)], scope: .project(project.rawValue))
    return try rows.map { row throws(DatabaseError) in
      guard let token = try row.optionalText(1) else { return Watched(asanaProject: try row.text(0), hook: nil) }
      let hook = Watched.Hook(
        token: token, isActive: try row.text(2) == "active", webhookGID: try row.optionalText(3), target: try row.text(4),
        isPending: try row.optionalBool(5) ?? false)
      return Watched(asanaProject: try row.text(0), hook: hook)
    }
  }

  /// Announces a webhook that is about to be created: its handshake will be accepted for two minutes.
  package func begin(token: String, asanaProject: String, target: String, project: ProjectID) async throws(DatabaseError) {
    try await database.execute(
      HookStatements.begin, [.id(project), .text(token), .text(asanaProject), .text(target)], scope: .project(project.rawValue))
  }

  /// Takes the secret of a handshake.
  /// - Returns: false when no handshake was asked for under that token, or it was made already: nothing is stored then.
  package func shake(token: String, secret: SecretBytes, project: ProjectID) async throws -> Bool {
    try await database.transaction(scope: .project(project.rawValue)) { transaction in
      guard try await transaction.execute(HookStatements.shake, [.id(project), .text(token)]) == 1 else { return false }
      try await vault.save(secret, as: .asanaHook(token), project: project, in: transaction)
      return true
    }
  }

  /// Notes the gid our create call was answered with.
  package func confirm(token: String, webhookGID: String, project: ProjectID) async throws(DatabaseError) {
    try await run(HookStatements.confirm, [.text(token), .text(webhookGID)], project)
  }

  /// Gives a webhook up: it could not be made, or Asana has deleted it.
  package func forget(token: String, project: ProjectID) async throws(DatabaseError) {
    try await run(HookStatements.forget, [.text(token)], project)
    try await vault.delete(.asanaHook(token), project: project)
  }

  /// A webhook is still at Asana, and is not wanted any more.
  package func leave(webhookGID: String, project: ProjectID) async throws(DatabaseError) {
    try await run(HookStatements.leave, [.text(webhookGID)], project)
  }

  /// gids of the webhooks that Asana is to delete.
  package func leaving(project: ProjectID) async throws(DatabaseError) -> [String] {
    let rows = try await database.query(HookStatements.leaving, [.id(project)], scope: .project(project.rawValue))
    return try rows.map { row throws(DatabaseError) in try row.text(0) }
  }

  /// Asana does not have it any more, or does not delete it for this token.
  package func noteLeft(webhookGID: String, project: ProjectID) async throws(DatabaseError) {
    try await run(HookStatements.left, [.text(webhookGID)], project)
  }

  package func noteDelivery(token: String, project: ProjectID) async throws(DatabaseError) {
    try await run(HookStatements.touch, [.text(token)], project)
  }

  package func noteFailure(token: String, project: ProjectID) async throws(DatabaseError) {
    try await run(HookStatements.countAsanaFailure, [.text(token)], project)
  }

  package func noteGitHubFailure(project: ProjectID) async throws(DatabaseError) {
    try await run(HookStatements.countGitHubFailure, [], project)
  }

  private func run(_ statement: Statement, _ values: [SQLValue], _ project: ProjectID) async throws(DatabaseError) {
    try await database.execute(statement, [.id(project)] + values, scope: .project(project.rawValue))
  }
}
