package import Domain
package import Postgres

/// Users and projects of the whole instance, for its admins.
package struct InstanceStore: Sendable {
  let database: Database

  package init(database: Database) { self.database = database }

  /// A user as an admin of the instance sees one.
  package struct User: Sendable, Equatable {
    package let id: UserID
    package let name: String
    package let isAdmin: Bool
    /// Since when they cannot sign in.
    package let disabledAt: Timestamp?
    package let hasTwoFactor: Bool
    /// Projects they are a member of.
    package let projects: Int
    package let lastSeenAt: Timestamp?
    package let createdAt: Timestamp
  }

  /// A project somebody is a member of.
  package struct Membership: Sendable, Equatable {
    package let slug: String
    package let name: String
    package let role: ProjectRole
  }

  /// A project as an admin of the instance sees one.
  package struct Project: Sendable, Equatable {
    package let slug: String
    package let name: String
    package let archivedAt: Timestamp?
    package let createdAt: Timestamp
    package let members: Int
    package let admins: Int
  }

  /// What an admin decides for the whole instance.
  package struct Settings: Sendable, Equatable {
    package let requiresTwoFactor: Bool
    package let updatedAt: Timestamp
    /// Users who can sign in and have no second factor.
    package let usersWithoutTwoFactor: Int
  }

  /// By name.
  /// - Parameter search: part of the name, without regard to case; empty for all.
  package func users(
    search: String, onlyDisabled: Bool, _ slice: Slice
  ) async throws(DatabaseError) -> (users: [User], total: Int) {
    let filter: [SQLValue] = [.foreign(search.lowercased()), .bool(onlyDisabled)]
    let rows = try await database.batch(
      [
        (InstanceStatements.users, filter + [.int(Int64(slice.limit)), .int(Int64(slice.offset))]), (InstanceStatements.countUsers, filter),
      ], scope: .system)
    return (try rows[0].map(Self.user), Int(try rows[1].first?.int(0) ?? 0))
  }

  /// A user with the projects they are a member of, by name.
  package func find(_ user: UserID) async throws -> (user: User, memberships: [Membership])? {
    let rows = try await database.batch(
      [(InstanceStatements.oneUser, [.id(user)]), (InstanceStatements.memberships, [.id(user)])], scope: .system)
    guard let row = rows[0].first else { return nil }
    let memberships = try rows[1].map { row in
      Membership(slug: try row.text(0), name: try row.text(1), role: try InviteStore.role(row, 2))
    }
    return (try Self.user(row), memberships)
  }

  /// By name.
  package func projects(_ slice: Slice) async throws(DatabaseError) -> (projects: [Project], total: Int) {
    let rows = try await database.batch(
      [
        (InstanceStatements.projects, [.int(Int64(slice.limit)), .int(Int64(slice.offset))]), (InstanceStatements.countProjects, []),
      ], scope: .system)
    let projects = try rows[0].map { row throws(DatabaseError) in
      Project(
        slug: try row.text(0), name: try row.text(1), archivedAt: try row.optionalTime(2), createdAt: try row.time(3),
        members: Int(try row.int(4)), admins: Int(try row.int(5)))
    }
    return (projects, Int(try rows[1].first?.int(0) ?? 0))
  }

  package func settings() async throws -> Settings {
    let rows = try await database.batch([(InstanceStatements.settings, []), (InstanceStatements.withoutTwoFactor, [])])
    guard let row = rows[0].first else { throw StorageError.corrupt("the settings of the instance") }
    return Settings(
      requiresTwoFactor: try row.bool(0), updatedAt: try row.time(1), usersWithoutTwoFactor: Int(try rows[1].first?.int(0) ?? 0))
  }

  private static func user(_ row: Row) throws(DatabaseError) -> User {
    User(
      id: try row.id(0), name: try row.text(1), isAdmin: try row.bool(2), disabledAt: try row.optionalTime(3),
      hasTwoFactor: try row.bool(4),
      projects: Int(try row.int(5)), lastSeenAt: try row.optionalTime(6), createdAt: try row.time(7))
  }
}
