internal import Crypto
package import Domain
package import Postgres

/// Invites into projects. The database keeps the SHA-256 of an invite's token only.
package struct InviteStore: Sendable {
  let database: Database

  package init(database: Database) { self.database = database }

  /// An invite as its project's admins see it.
  package struct Invite: Sendable, Equatable {
    package let id: InviteID
    package let role: ProjectRole
    /// For whom, in the words of whoever made it.
    package let note: String
    /// Who made it; nil when that user does not exist any more.
    package let madeBy: String?
    package let madeAt: Timestamp
    package let expiresAt: Timestamp
    package let state: State
  }

  /// Can transition from `pending` to each of the others, and from these to nothing.
  package enum State: Sendable, Equatable {
    case pending
    case accepted(by: String?, at: Timestamp)
    case revoked(at: Timestamp)
    case expired
  }

  /// What became of a new invite.
  package enum Creation: Sendable, Equatable {
    case created
    /// Whoever asked is no admin any more.
    case forbidden
    case tooMany
  }

  /// Keeps a new invite.
  /// - Parameters:
  ///   - lifetime: from now until it cannot be used any more.
  ///   - most: invites of a project that may be pending.
  package func create(
    token: String, role: ProjectRole, note: String, in project: ProjectID, lifetime: Duration, most: Int, by origin: AuditEvent.Origin
  ) async throws -> Creation {
    try await database.transaction(scope: .project(project.rawValue)) { transaction in
      let values: [SQLValue] = [
        .id(project), Self.key(token), .text(role.rawValue), .foreign(note), .optional(origin.user), .int(lifetime.components.seconds),
        .int(Int64(most)),
      ]
      guard try await Self.canConfigure(project, origin, transaction) else { return .forbidden }
      let rows = try await transaction.batch([(InviteStatements.forgetOld, [.id(project)]), (InviteStatements.insert, values)])
      guard !rows[1].isEmpty else { return .tooMany }
      try await Self.write("invite.created", role: role.rawValue, note: note, project, origin, transaction)
      return .created
    }
  }

  /// Makes a pending invite useless.
  /// - Returns: nil when whoever asked is no admin any more; else whether there was such an invite.
  package func revoke(_ invite: InviteID, in project: ProjectID, by origin: AuditEvent.Origin) async throws -> Bool? {
    try await database.transaction(scope: .project(project.rawValue)) { transaction in
      guard try await Self.canConfigure(project, origin, transaction) else { return nil }
      guard let row = try await transaction.query(InviteStatements.revoke, [.id(project), .id(invite)]).first else { return false }
      try await Self.write("invite.revoked", role: try row.text(0), note: try row.text(1), project, origin, transaction)
      return true
    }
  }

  /// Makes the pending invites useless that a user has made: whoever loses a right must not get it back by a link of their own.
  static func revokeAll(
    of user: UserID, in project: ProjectID, by origin: AuditEvent.Origin, _ transaction: Transaction
  ) async throws {
    for row in try await transaction.query(InviteStatements.revokeAll, [.id(project), .id(user)]) {
      try await write("invite.revoked", role: try row.text(0), note: try row.text(1), project, origin, transaction)
    }
  }

  /// As `revokeAll`, in every project; for a transaction in the scope of the system.
  static func revokeEverywhere(of user: UserID, by origin: AuditEvent.Origin, _ transaction: Transaction) async throws {
    for row in try await transaction.query(InviteStatements.revokeEverywhere, [.id(user)]) {
      try await write("invite.revoked", role: try row.text(1), note: try row.text(2), try row.id(0), origin, transaction)
    }
  }

  /// Pending ones and those that ended lately, newest first; at most 200.
  package func list(of project: ProjectID) async throws -> [Invite] {
    try await database.query(InviteStatements.list, [.id(project)], scope: .project(project.rawValue)).map(Self.invite)
  }

  private static func canConfigure(
    _ project: ProjectID, _ origin: AuditEvent.Origin, _ transaction: Transaction
  ) async throws(DatabaseError) -> Bool {
    let rows = try await transaction.batch([
      (MemberStatements.lock, [.id(project)]), (MemberStatements.canConfigure, [.id(project), .optional(origin.user)]),
    ])
    return try rows[1].first?.bool(0) ?? false
  }

  private static func write(
    _ type: String, role: String, note: String, _ project: ProjectID, _ origin: AuditEvent.Origin, _ transaction: Transaction
  ) async throws {
    _ = try await transaction.batch([AuditEvent(type, ["role": role, "note": note], by: origin).statement(in: project)])
  }

  static func key(_ token: String) -> SQLValue { .bytes(SHA256.digest(Array(token.utf8))) }

  private static func invite(_ row: Row) throws -> Invite {
    Invite(
      id: try row.id(0), role: try role(row, 1), note: try row.text(2), madeBy: try row.optionalText(3), madeAt: try row.time(4),
      expiresAt: try row.time(5), state: try state(row))
  }

  private static func state(_ row: Row) throws -> State {
    if let at = try row.optionalTime(6) { return .accepted(by: try row.optionalText(7), at: at) }
    if let at = try row.optionalTime(8) { return .revoked(at: at) }
    return try row.bool(9) ? .pending : .expired
  }

  static func role(_ row: Row, _ column: Int) throws -> ProjectRole {
    guard let role = ProjectRole(rawValue: try row.text(column)) else { throw StorageError.corrupt("a role") }
    return role
  }
}
