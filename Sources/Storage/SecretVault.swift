package import Crypto
package import Domain
package import Postgres

/// A project's secrets: the master key wraps the project's key, which seals each secret with its project, name and version.
package struct SecretVault: Sendable {
  private let database: Database
  private let master: MasterKey

  package init(database: Database, master: MasterKey) {
    self.database = database
    self.master = master
  }

  /// Why a secret cannot be given.
  package enum Failure: Error, Sendable, Equatable {
    /// Sealed under another master key, or damaged: enter it again.
    case unreadable(SecretName)
    case database(DatabaseError)
  }

  /// - Returns: nil when there is none of that name.
  package func find(_ name: SecretName, project: ProjectID) async throws(Failure) -> SecretBytes? {
    guard let row = try await query(SecretStatements.load, [.id(project), .text(name.text)], project).first else { return nil }
    do {
      guard let version = try row.optionalInt(1) else { return nil }
      let key = try ProjectKey(unwrapping: try row.bytes(0), master: master, context: Self.keyContext(project))
      let context = SealContext(projectID: project.rawValue, name: name.text, version: version)
      return try Envelope.open(try row.bytes(2), key: key.key, context: context)
    } catch let error as DatabaseError { throw .database(error) } catch { throw .unreadable(name) }
  }

  /// Stores a secret, replacing the one of that name. A project key that this master key cannot open is replaced: what it sealed is lost already.
  package func save(_ secret: SecretBytes, as name: SecretName, project: ProjectID) async throws {
    try await database.transaction(scope: .project(project.rawValue)) { transaction in
      try await save(secret, as: name, project: project, in: transaction)
    }
  }

  /// Stores a secret as part of a transaction in the project's scope.
  package func save(_ secret: SecretBytes, as name: SecretName, project: ProjectID, in transaction: Transaction) async throws {
    let key = try await projectKey(project, transaction)
    let version = try await transaction.query(SecretStatements.load, [.id(project), .text(name.text)]).first?.optionalInt(1) ?? 0
    let sealed = Envelope.seal(
      secret, key: key.key, context: SealContext(projectID: project.rawValue, name: name.text, version: version + 1))
    try await transaction.execute(SecretStatements.save, [.id(project), .text(name.text), .int(version + 1), .bytes(sealed)])
  }

  package func delete(_ name: SecretName, project: ProjectID) async throws(DatabaseError) {
    try await database.execute(SecretStatements.delete, [.id(project), .text(name.text)], scope: .project(project.rawValue))
  }

  /// Names of the secrets that are set.
  package func names(project: ProjectID) async throws(DatabaseError) -> [SecretName] {
    let rows = try await database.query(SecretStatements.names, [.id(project)], scope: .project(project.rawValue))
    return try rows.map { row throws(DatabaseError) in SecretName(try row.text(0)) }
  }

  private func projectKey(_ project: ProjectID, _ transaction: Transaction) async throws -> ProjectKey {
    let fresh = ProjectKey().wrapped(by: master, context: Self.keyContext(project))
    try await transaction.execute(SecretStatements.addKey, [.id(project), .bytes(fresh)])
    let wrapped = try await transaction.query(SecretStatements.key, [.id(project)]).first?.bytes(0) ?? fresh
    if let key = try? ProjectKey(unwrapping: wrapped, master: master, context: Self.keyContext(project)) { return key }
    try await transaction.execute(SecretStatements.replaceKey, [.id(project), .bytes(fresh)])
    return try ProjectKey(unwrapping: fresh, master: master, context: Self.keyContext(project))
  }

  private static func keyContext(_ project: ProjectID) -> SealContext {
    SealContext(projectID: project.rawValue, name: "project-key", version: 1)
  }

  private func query(_ statement: Statement, _ values: [SQLValue], _ project: ProjectID) async throws(Failure) -> Rows {
    do { return try await database.query(statement, values, scope: .project(project.rawValue)) } catch { throw .database(error) }
  }
}
