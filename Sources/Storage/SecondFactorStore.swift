package import Domain
package import Postgres

/// Second factors of people: what proves them, and log-ins that wait for one.
package struct SecondFactorStore: Sendable {
  let database: Database

  package init(database: Database) { self.database = database }

  /// What is kept of one person's second factor.
  package struct State: Sendable, Equatable {
    /// See `TwoFactorSeal`; nil when there is none.
    package let sealed: [UInt8]?
    /// The secret that waits for its first code.
    package let pending: [UInt8]?
    /// The step of the last code that was accepted.
    package let lastStep: Int64?
    package let enabledAt: Timestamp?
    /// Recovery codes that were not used yet.
    package let codesLeft: Int
  }

  package func find(_ user: UserID) async throws(DatabaseError) -> State? {
    try await database.query(SecondFactorStatements.find, [.id(user)]).first.map { row throws(DatabaseError) in
      State(
        sealed: try row.optionalBytes(0), pending: try row.optionalBytes(1), lastStep: try row.optionalInt(2),
        enabledAt: try row.optionalTime(3), codesLeft: Int(try row.int(4)))
    }
  }

  // MARK: Setting up

  /// Keeps a secret until its first code; nil gives it up. Changes nothing once there is a second factor.
  package func setPending(_ sealed: [UInt8]?, of user: UserID) async throws(DatabaseError) {
    try await database.execute(SecondFactorStatements.setPending, [.id(user), .optional(sealed)])
  }

  /// Makes the pending secret the second factor, replaces the recovery codes, ends every session and begins a new one.
  /// - Parameters:
  ///   - pending: the sealed secret whose code was checked.
  ///   - step: of that code, which is used up.
  ///   - codes: digests of the recovery codes.
  /// - Returns: false when it is not pending any more.
  package func enable(
    _ pending: [UInt8], step: Int64, codes: [[UInt8]], of user: UserID, session: SessionStore.New, by origin: AuditEvent.Origin
  ) async throws -> Bool {
    try await database.transaction { transaction in
      let values: [SQLValue] = [.id(user), .bytes(pending), .int(step)]
      guard try await transaction.execute(SecondFactorStatements.enable, values) == 1 else { return false }
      _ = try await transaction.batch(
        Self.replacingCodes(codes, of: user) + Self.restarting(session, of: user) + [
          AuditEvent("account.second_factor_on", by: origin).statement
        ])
      return true
    }
  }

  /// Gives a person new recovery codes; the old ones are worth nothing any more.
  package func replaceCodes(_ codes: [[UInt8]], of user: UserID, by origin: AuditEvent.Origin) async throws(DatabaseError) {
    _ = try await database.batch(
      Self.replacingCodes(codes, of: user) + [AuditEvent("account.recovery_codes_made", by: origin).statement])
  }

  /// Takes a person's second factor away, ends every session and begins a new one for whoever did it.
  package func disable(of user: UserID, session: SessionStore.New, by origin: AuditEvent.Origin) async throws(DatabaseError) {
    _ = try await database.batch(
      [(SecondFactorStatements.disable, [.id(user)]), (SecondFactorStatements.deleteCodes, [.id(user)])]
        + Self.restarting(session, of: user) + [AuditEvent("account.second_factor_off", by: origin).statement])
  }

  /// Takes somebody else's second factor away, and ends all of their sessions.
  /// - Returns: whether there was one.
  package func reset(of user: UserID, by origin: AuditEvent.Origin) async throws -> Bool {
    try await database.transaction { transaction in
      guard let row = try await transaction.query(SecondFactorStatements.disable, [.id(user)]).first else { return false }
      _ = try await transaction.batch([
        (SecondFactorStatements.deleteCodes, [.id(user)]), (SecondFactorStatements.deleteChallenges, [.id(user)]),
        (SessionStatements.deleteOthers, [.id(user), .null]),
        AuditEvent("user.second_factor_reset", ["user": try row.text(0)], by: origin).statement,
      ])
      return true
    }
  }

  private static func replacingCodes(_ codes: [[UInt8]], of user: UserID) -> [(Statement, [SQLValue])] {
    [
      (SecondFactorStatements.deleteCodes, [.id(user)]),
      (SecondFactorStatements.addCodes, [.id(user), .bytesArray(codes)]),
    ]
  }

  private static func restarting(_ session: SessionStore.New, of user: UserID) -> [(Statement, [SQLValue])] {
    [(SessionStatements.deleteOthers, [.id(user), .null]), session.insert]
  }
}
