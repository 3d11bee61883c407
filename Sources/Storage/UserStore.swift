package import Domain
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

    package init(id: UserID, username: String, passwordHash: String, isAdmin: Bool) {
      self.id = id
      self.username = username
      self.passwordHash = passwordHash
      self.isAdmin = isAdmin
    }
  }

  /// Whether there is any user.
  package func hasUsers() async throws(DatabaseError) -> Bool {
    try await database.query(UserStatements.exists).first?.bool(0) ?? false
  }

  /// Makes the first user, who is an admin.
  /// - Returns: nil when there is a user already, also one made at the same moment.
  package func createFirstAdmin(username: String, passwordHash: String) async throws(DatabaseError) -> UserID? {
    let rows = try await database.batch([
      (UserStatements.lockFirst, []), (UserStatements.insertFirst, [.text(username), .text(passwordHash)]),
    ])
    return try rows[1].first?.id(0)
  }

  /// A user by name, without regard to case.
  package func find(username: String) async throws(DatabaseError) -> Account? {
    guard let row = try await database.query(UserStatements.findByName, [.text(username)]).first else { return nil }
    return Account(id: try row.id(0), username: try row.text(1), passwordHash: try row.text(2), isAdmin: try row.bool(3))
  }

  /// Replaces a password's hash by one of today's costs.
  package func setPasswordHash(_ hash: String, of user: UserID) async throws(DatabaseError) {
    try await database.execute(UserStatements.setHash, [.id(user), .text(hash)])
  }
}
