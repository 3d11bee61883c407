package import Domain
package import Postgres

extension SecondFactorStore {
  /// Attempts that one log-in has.
  package static let challengeAttempts = 5

  /// Begins a log-in that waits for its second factor.
  /// - Parameter token: secret of its cookie; the database keeps the SHA-256 only.
  package func openChallenge(_ token: String, for user: UserID, lifetime: Duration) async throws(DatabaseError) {
    _ = try await database.batch([
      (SecondFactorStatements.deleteExpired, []),
      (SecondFactorStatements.insertChallenge, [SessionStore.key(token), .id(user), .int(lifetime.components.seconds)]),
      (SecondFactorStatements.deleteSurplus, [.id(user)]),
    ])
  }

  /// Who waits; nil when it is over, the attempts are used up, or the user is disabled.
  package func challenged(_ token: String) async throws(DatabaseError) -> UserID? {
    try await database.query(SecondFactorStatements.findChallenge, Self.values(token)).first?.id(0)
  }

  /// Uses up one attempt.
  /// - Returns: attempts that are left after this one; nil when it is over.
  package func takeAttempt(_ token: String) async throws(DatabaseError) -> Int? {
    let row = try await database.query(SecondFactorStatements.countAttempt, Self.values(token)).first
    return try row.map { row throws(DatabaseError) in Self.challengeAttempts - Int(try row.int(0)) }
  }

  package func closeChallenge(_ token: String) async throws(DatabaseError) {
    try await database.execute(SecondFactorStatements.deleteChallenge, [SessionStore.key(token)])
  }

  // MARK: Proving

  /// Uses up a code of the authenticator app.
  /// - Returns: whether it was not used before, nor a later one.
  package func accept(step: Int64, of user: UserID) async throws(DatabaseError) -> Bool {
    try await database.execute(SecondFactorStatements.acceptStep, [.id(user), .int(step)]) == 1
  }

  /// Uses up a recovery code, and writes that to the audit.
  /// - Parameter digest: SHA-256 of the code.
  /// - Returns: whether the person had it.
  package func useCode(_ digest: [UInt8], of user: UserID, by origin: AuditEvent.Origin) async throws -> Bool {
    try await database.transaction { transaction in
      guard try await transaction.execute(SecondFactorStatements.useCode, [.id(user), .bytes(digest)]) == 1 else { return false }
      let event = AuditEvent("account.recovery_code_used", by: origin).statement
      try await transaction.execute(event.0, event.1)
      return true
    }
  }

  private static func values(_ token: String) -> [SQLValue] { [SessionStore.key(token), .int(Int64(challengeAttempts))] }
}
