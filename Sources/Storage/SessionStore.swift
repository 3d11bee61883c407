internal import Crypto
package import Domain
package import Postgres

/// Who is signed in. The database keeps the SHA-256 of a session's token only.
package struct SessionStore: Sendable {
  let database: Database

  package init(database: Database) { self.database = database }

  /// The person a session belongs to.
  package struct User: Sendable, Equatable {
    package let id: UserID
    package let name: String
    /// Of the instance: sees and changes every project.
    package let isAdmin: Bool
    /// Code of the language the user chose; nil for that of the browser.
    package let language: String?
    /// The instance asks everybody for a second factor, and this person has none yet.
    package let owesSecondFactor: Bool

    package init(id: UserID, name: String, isAdmin: Bool, language: String?, owesSecondFactor: Bool) {
      self.id = id
      self.name = name
      self.isAdmin = isAdmin
      self.language = language
      self.owesSecondFactor = owesSecondFactor
    }
  }

  /// A project as seen by one person.
  package struct Membership: Sendable, Equatable {
    package let project: ProjectID
    package let name: String
    package let role: ProjectRole
    /// Read-only for everybody.
    package let isArchived: Bool

    package init(project: ProjectID, name: String, role: ProjectRole, isArchived: Bool) {
      self.project = project
      self.name = name
      self.role = role
      self.isArchived = isArchived
    }
  }

  /// The user of a session that is not over.
  package func find(token: String) async throws(DatabaseError) -> User? {
    guard let row = try await database.query(SessionStatements.find, [Self.key(token)]).first else { return nil }
    return try await user(row, token)
  }

  /// The user of a session that is not over, with the project of a slug: nil when there is none or the user may not see it.
  package func find(token: String, slug: String) async throws(DatabaseError) -> (user: User, membership: Membership?)? {
    let rows = try await database.query(SessionStatements.inProject, [Self.key(token), .text(slug)], scope: .system)
    guard let row = rows.first else { return nil }
    let user = try await user(row, token)
    guard let role = try row.optionalText(8).flatMap(ProjectRole.init(rawValue:)), let project: ProjectID = try row.optionalID(6) else {
      return (user, nil)
    }
    return (user, Membership(project: project, name: try row.text(7), role: role, isArchived: try row.bool(9)))
  }

  /// Reads the user, and once a minute notes that the session is in use: only then is there a second round trip.
  private func user(_ row: Row, _ token: String) async throws(DatabaseError) -> User {
    if try row.bool(5) { try await database.execute(SessionStatements.touch, [Self.key(token)]) }
    return User(
      id: try row.id(0), name: try row.text(1), isAdmin: try row.bool(2), language: try row.optionalText(3),
      owesSecondFactor: try row.optionalBool(4) ?? false)
  }

  static func key(_ token: String) -> SQLValue { .bytes(SHA256.digest(Array(token.utf8))) }
}
