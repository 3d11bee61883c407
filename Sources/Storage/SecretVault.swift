package import Crypto
package import Domain
package import Postgres

/// A project's secrets: the master key wraps the project's key, which seals each secret with its project, name and version.
///
/// A project has a second key only after its master key was lost for a while: see `save`.
package struct SecretVault: Sendable {
  private let database: Database
  private let keyring: MasterKeyring

  package init(database: Database, keyring: MasterKeyring) {
    self.database = database
    self.keyring = keyring
  }

  /// A vault with one master key.
  package init(database: Database, master: MasterKey) {
    self.init(database: database, keyring: MasterKeyring(current: master, previous: nil))
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
    do { return try open(row, project) } catch let error as DatabaseError { throw .database(error) } catch { throw .unreadable(name) }
  }

  /// Whether a stored secret can be read, and how.
  package enum Readability: Sendable, Equatable {
    case readable
    /// With the previous master key: `autoflow secrets rotate` has not come to it yet.
    case readableWithPreviousKey
    /// Enter it again, or bring back the master key that sealed it.
    case unreadable
  }

  /// Every secret that is set, by name, with whether it can be read.
  package func check(project: ProjectID) async throws(DatabaseError) -> [(name: SecretName, readability: Readability)] {
    let rows = try await database.query(SecretStatements.list, [.id(project)], scope: .project(project.rawValue))
    return try rows.map { row throws(DatabaseError) in (SecretName(try row.text(0)), try readability(row, project)) }
  }

  /// Stores a secret, replacing the one of that name.
  ///
  /// It is sealed with the newest key of the project that the master key opens. When it opens none, the project gets a further key: secrets
  /// under the other keys stay as they are, and are readable again as soon as their master key is.
  package func save(_ secret: SecretBytes, as name: SecretName, project: ProjectID) async throws {
    try await database.transaction(scope: .project(project.rawValue)) { transaction in
      try await save(secret, as: name, project: project, in: transaction)
    }
  }

  /// Stores a secret as part of a transaction in the project's scope.
  package func save(_ secret: SecretBytes, as name: SecretName, project: ProjectID, in transaction: Transaction) async throws {
    let (key, generation) = try await projectKey(project, transaction)
    let version = try await transaction.query(SecretStatements.version, [.id(project), .text(name.text)]).first?.int(0) ?? 0
    let sealed = Envelope.seal(
      secret, key: key.key, context: SealContext(projectID: project.rawValue, name: name.text, version: version + 1))
    _ = try await transaction.batch([
      (SecretStatements.save, [.id(project), .text(name.text), .int(version + 1), .int(generation), .bytes(sealed)]),
      (SecretStatements.dropUnusedKeys, [.id(project), .int(generation)]),
    ])
  }

  package func delete(_ name: SecretName, project: ProjectID) async throws(DatabaseError) {
    try await database.execute(SecretStatements.delete, [.id(project), .text(name.text)], scope: .project(project.rawValue))
  }

  /// Names of the secrets that are set.
  package func names(project: ProjectID) async throws(DatabaseError) -> [SecretName] {
    let rows = try await database.query(SecretStatements.names, [.id(project)], scope: .project(project.rawValue))
    return try rows.map { row throws(DatabaseError) in SecretName(try row.text(0)) }
  }

  /// The newest key that opens, made if there is none.
  private func projectKey(_ project: ProjectID, _ transaction: Transaction) async throws -> (ProjectKey, generation: Int64) {
    while true {
      let rows = try await transaction.query(SecretStatements.keys, [.id(project)])
      for row in rows {
        let generation = try row.int(0)
        let key = try? ProjectKey(
          unwrapping: try row.bytes(1), keyring: keyring, context: Self.keyContext(project.rawValue, generation: generation))
        if let key { return (key, generation) }
      }
      // Somebody else may be making the same generation: then theirs counts, and the next turn finds it.
      let next = try (rows.first?.int(0) ?? 0) + 1
      let wrapped = ProjectKey().wrapped(by: keyring.current, context: Self.keyContext(project.rawValue, generation: next))
      try await transaction.execute(SecretStatements.addKey, [.id(project), .int(next), .bytes(wrapped)])
    }
  }

  static func keyContext(_ project: Int64, generation: Int64) -> SealContext {
    SealContext(projectID: project, name: "project-key", version: generation)
  }

  /// - Parameter row: of `SecretStatements.load` or `list`.
  private func open(_ row: Row, _ project: ProjectID) throws -> SecretBytes {
    let key = try ProjectKey(
      unwrapping: try row.bytes(4), keyring: keyring, context: Self.keyContext(project.rawValue, generation: try row.int(3)))
    let context = SealContext(projectID: project.rawValue, name: try row.text(0), version: try row.int(1))
    return try Envelope.open(try row.bytes(2), key: key.key, context: context)
  }

  private func readability(_ row: Row, _ project: ProjectID) throws(DatabaseError) -> Readability {
    do { _ = try open(row, project) } catch let error as DatabaseError { throw error } catch { return .unreadable }
    return keyring.owner(of: try row.bytes(4)) == .previous ? .readableWithPreviousKey : .readable
  }

  private func query(_ statement: Statement, _ values: [SQLValue], _ project: ProjectID) async throws(Failure) -> Rows {
    do { return try await database.query(statement, values, scope: .project(project.rawValue)) } catch { throw .database(error) }
  }
}
