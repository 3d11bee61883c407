package import Domain
internal import Pipeline
package import Postgres

/// People with a login.
package struct UserStore: Sendable {
  private let database: Database

  package init(database: Database) { self.database = database }

  /// A person and what proves who they are.
  package struct Account: Sendable, Equatable {
    package let id: UserID
    /// As it was typed when the account was made; names are compared without regard to case.
    package let username: String
    /// Text of a `PasswordHash`.
    package let passwordHash: String
    /// Sees and changes every project.
    package let isAdmin: Bool
    /// May not sign in.
    package let isDisabled: Bool
    /// The password alone does not open a session.
    package let hasSecondFactor: Bool
  }

  /// Whether there is any user.
  package func hasUsers() async throws(DatabaseError) -> Bool {
    try await database.query(UserStatements.exists).first?.bool(0) ?? false
  }

  /// Makes the first user, who is an admin.
  /// - Parameter address: from where; for the audit.
  /// - Returns: nil when there is a user already, also one made at the same moment.
  package func createFirstAdmin(username: String, passwordHash: String, address: String) async throws -> UserID? {
    try await database.transaction { transaction in
      let rows = try await transaction.batch([
        (UserStatements.lockFirst, []), (UserStatements.insertFirst, [.text(username), .text(passwordHash)]),
      ])
      guard let user: UserID = try rows[1].first?.id(0) else { return nil }
      let origin = AuditEvent.Origin(user: user, name: username, source: .user, address: address)
      let event = AuditEvent("account.first_admin", by: origin).statement
      try await transaction.execute(event.0, event.1)
      return user
    }
  }

  /// A user by name, without regard to case.
  package func find(username: String) async throws(DatabaseError) -> Account? {
    try await database.query(UserStatements.findByName, [.text(username)]).first.map(Self.account)
  }

  /// A user by number.
  package func find(_ user: UserID) async throws(DatabaseError) -> Account? {
    try await database.query(UserStatements.findByID, [.id(user)]).first.map(Self.account)
  }

  /// Replaces a password's hash by one of today's costs.
  package func setPasswordHash(_ hash: String, of user: UserID) async throws(DatabaseError) {
    try await database.execute(UserStatements.setHash, [.id(user), .text(hash)])
  }

  /// Gives a user a new password, ends every session and begins a new one.
  package func changePassword(
    of user: UserID, hash: String, session: SessionStore.New, by origin: AuditEvent.Origin
  ) async throws(DatabaseError) {
    _ = try await database.batch([
      (UserStatements.changePassword, [.id(user), .text(hash)]), (SessionStatements.deleteOthers, [.id(user), .null]),
      (SecondFactorStatements.deleteChallenges, [.id(user)]), session.insert,
      AuditEvent("account.password_changed", by: origin).statement,
    ])
  }

  /// - Parameter code: of the language; nil for that of the browser.
  package func setLanguage(_ code: String?, of user: UserID) async throws(DatabaseError) {
    try await database.execute(UserStatements.setLanguage, [.id(user), .optional(code)])
  }

  private static func account(_ row: Row) throws(DatabaseError) -> Account {
    Account(
      id: try row.id(0), username: try row.text(1), passwordHash: try row.text(2), isAdmin: try row.bool(3), isDisabled: try row.bool(4),
      hasSecondFactor: try row.bool(5))
  }
}
