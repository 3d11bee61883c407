package import Domain
package import Postgres

/// The members of projects.
package struct MemberStore: Sendable {
  private let database: Database

  package init(database: Database) { self.database = database }

  /// A member as the list shows one.
  package struct Member: Sendable, Equatable {
    package let id: UserID
    package let name: String
    package let role: ProjectRole
    package let joinedAt: Timestamp
    /// Cannot sign in.
    package let isDisabled: Bool
    /// Of the instance.
    package let isInstanceAdmin: Bool
  }

  /// What became of a change.
  package enum Outcome: Sendable, Equatable {
    case done
    /// Whoever asked is no admin any more.
    case forbidden
    case notFound
    /// Nobody would be left who can configure the project.
    case lastAdmin
  }

  /// By name.
  package func list(of project: ProjectID, _ slice: Slice) async throws -> (members: [Member], total: Int) {
    let rows = try await database.batch(
      [
        (MemberStatements.list, [.id(project), .int(Int64(slice.limit)), .int(Int64(slice.offset))]),
        (MemberStatements.count, [.id(project)]),
      ], scope: .project(project.rawValue))
    return (try rows[0].map(Self.member), Int(try rows[1].first?.int(0) ?? 0))
  }

  /// The role somebody has as a member; nil for whoever is none, as an admin of the instance may be.
  package func role(of user: UserID, in project: ProjectID) async throws -> ProjectRole? {
    let rows = try await database.query(MemberStatements.role, [.id(project), .id(user)], scope: .project(project.rawValue))
    return try rows.first.map { try InviteStore.role($0, 0) }
  }

  /// Gives a member another role. An admin who loses that role loses the invites they have made too.
  package func setRole(
    _ role: ProjectRole, of user: UserID, in project: ProjectID, by origin: AuditEvent.Origin
  ) async throws -> Outcome {
    try await change(user, in: project, needsRight: true, by: origin) { found, transaction in
      guard found.role != role else { return .done }
      guard role == .admin || found.role != .admin || found.hasOtherAdmin else { return .lastAdmin }
      try await transaction.execute(MemberStatements.setRole, [.id(project), .id(user), .text(role.rawValue)])
      let details = ["user": found.name, "from": found.role.rawValue, "to": role.rawValue]
      try await Self.write(AuditEvent("member.role_changed", details, by: origin), project, transaction)
      if found.role == .admin { try await InviteStore.revokeAll(of: user, in: project, by: origin, transaction) }
      return .done
    }
  }

  /// Ends a membership, and with it the invites they have made. Whoever leaves by themselves needs no right, and their invites stay.
  package func remove(_ user: UserID, from project: ProjectID, by origin: AuditEvent.Origin) async throws -> Outcome {
    let isLeaving = origin.user == user
    return try await change(user, in: project, needsRight: !isLeaving, by: origin) { found, transaction in
      guard found.role != .admin || found.hasOtherAdmin else { return .lastAdmin }
      _ = try await transaction.batch([
        (MemberStatements.remove, [.id(project), .id(user)]), (MemberStatements.tellAccess, [.id(user)]),
      ])
      let type = isLeaving ? "member.left" : "member.removed"
      try await Self.write(AuditEvent(type, ["user": found.name, "role": found.role.rawValue], by: origin), project, transaction)
      if !isLeaving { try await InviteStore.revokeAll(of: user, in: project, by: origin, transaction) }
      return .done
    }
  }

  private struct Found: Sendable {
    let name: String
    let role: ProjectRole
    let hasOtherAdmin: Bool
  }

  /// Looks at everything again behind the lock: what the caller saw may be over by now.
  private func change(
    _ user: UserID, in project: ProjectID, needsRight: Bool, by origin: AuditEvent.Origin,
    _ body: (Found, Transaction) async throws -> Outcome
  ) async throws -> Outcome {
    try await database.transaction(scope: .project(project.rawValue)) { transaction in
      let rows = try await transaction.batch([
        (MemberStatements.lock, [.id(project)]), (MemberStatements.canConfigure, [.id(project), .optional(origin.user)]),
        (MemberStatements.find, [.id(project), .id(user)]),
      ])
      guard try !needsRight || rows[1].first?.bool(0) ?? false else { return .forbidden }
      guard let row = rows[2].first, let role = ProjectRole(rawValue: try row.text(1)) else { return .notFound }
      return try await body(Found(name: try row.text(0), role: role, hasOtherAdmin: try row.bool(2)), transaction)
    }
  }

  private static func write(_ event: AuditEvent, _ project: ProjectID, _ transaction: Transaction) async throws(DatabaseError) {
    _ = try await transaction.batch([event.statement(in: project)])
  }

  private static func member(_ row: Row) throws -> Member {
    Member(
      id: try row.id(0), name: try row.text(1), role: try InviteStore.role(row, 2), joinedAt: try row.time(3), isDisabled: try row.bool(4),
      isInstanceAdmin: try row.bool(5))
  }
}
