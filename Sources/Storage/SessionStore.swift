internal import Crypto
package import Domain
package import Postgres

/// Who is signed in. The database keeps the SHA-256 of a session's token only.
package struct SessionStore: Sendable {
  private let database: Database

  package init(database: Database) { self.database = database }

  /// The person a session belongs to.
  package struct User: Sendable, Equatable {
    package let id: UserID
    package let name: String
    /// Of the instance: sees and changes every project.
    package let isAdmin: Bool
    /// Code of the language the user chose; nil for that of the browser.
    package let language: String?

    package init(id: UserID, name: String, isAdmin: Bool, language: String?) {
      self.id = id
      self.name = name
      self.isAdmin = isAdmin
      self.language = language
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

  /// Keeps a new session, and drops those that are over.
  package func create(token: String, user: UserID, lifetime: Duration) async throws(DatabaseError) {
    _ = try await database.batch([
      (SessionStatements.insert, [Self.key(token), .id(user), .int(lifetime.components.seconds)]), (SessionStatements.deleteExpired, []),
    ])
  }

  /// The user of a session that is not over.
  package func find(token: String) async throws(DatabaseError) -> User? {
    try await database.query(SessionStatements.find, [Self.key(token)]).first.map(Self.user)
  }

  /// The user of a session that is not over, with the project of a slug: nil when there is none or the user may not see it.
  package func find(token: String, slug: String) async throws(DatabaseError) -> (user: User, membership: Membership?)? {
    let rows = try await database.query(SessionStatements.inProject, [Self.key(token), .text(slug)], scope: .system)
    guard let row = rows.first else { return nil }
    let user = try Self.user(row)
    guard let role = try row.optionalText(6).flatMap(ProjectRole.init(rawValue:)), let project: ProjectID = try row.optionalID(4) else {
      return (user, nil)
    }
    return (user, Membership(project: project, name: try row.text(5), role: role, isArchived: try row.bool(7)))
  }

  /// Ends a session; one that does not exist is over already.
  package func delete(token: String) async throws(DatabaseError) {
    try await database.execute(SessionStatements.delete, [Self.key(token)])
  }

  private static func key(_ token: String) -> SQLValue { .bytes(SHA256.digest(Array(token.utf8))) }

  private static func user(_ row: Row) throws(DatabaseError) -> User {
    User(id: try row.id(0), name: try row.text(1), isAdmin: try row.bool(2), language: try row.optionalText(3))
  }
}
