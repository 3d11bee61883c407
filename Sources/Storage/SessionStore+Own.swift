package import Domain
package import Postgres

extension SessionStore {
  /// What a browser says of itself when a session begins.
  package struct Client: Sendable, Equatable {
    /// Network address as text; empty when it is not known.
    package let address: String
    /// Name of browser and system, such as `Firefox, Linux`.
    package let browser: String

    package init(address: String, browser: String) {
      self.address = String(address.prefix(100))
      self.browser = String(browser.prefix(300))
    }
  }

  /// A session to begin.
  package struct New: Sendable {
    /// The secret of its cookie.
    package let token: String
    let user: UserID
    let lifetime: Duration
    let client: Client

    package init(token: String, user: UserID, lifetime: Duration, client: Client) {
      self.token = token
      self.user = user
      self.lifetime = lifetime
      self.client = client
    }

    /// Keeps it, as part of a batch.
    var insert: (Statement, [SQLValue]) {
      let values: [SQLValue] = [
        SessionStore.key(token), .id(user), .int(lifetime.components.seconds), .foreign(client.address), .foreign(client.browser),
      ]
      return (SessionStatements.insert, values)
    }
  }

  /// One session as its owner sees it.
  package struct Listed: Sendable, Equatable {
    package let id: Int64
    package let createdAt: Timestamp
    package let lastSeenAt: Timestamp
    package let client: Client
    /// The one that asks.
    package let isCurrent: Bool
  }

  /// Begins a session, drops those that are over, and writes the log-in down.
  /// - Parameter previous: token of the session the browser had, which ends.
  package func create(_ new: New, replacing previous: String?) async throws(DatabaseError) {
    let ended = previous.map { [(SessionStatements.delete, [Self.key($0)])] } ?? []
    _ = try await database.batch(
      ended + [
        new.insert, (UserStatements.noteLogIn, [.id(new.user), .foreign(PeerGroup.text(new.client.address))]),
        (SessionStatements.deleteExpired, []),
        (SessionStatements.deleteSurplus, [.id(new.user)]),
      ])
  }

  /// Ends a session; one that does not exist is over already.
  package func delete(token: String) async throws(DatabaseError) {
    try await database.execute(SessionStatements.delete, [Self.key(token)])
  }

  /// Sessions of a user that are not over, the last used first.
  /// - Parameter token: of the session that asks.
  package func list(of user: UserID, token: String) async throws(DatabaseError) -> [Listed] {
    let rows = try await database.query(SessionStatements.list, [.id(user), Self.key(token)])
    return try rows.map { row throws(DatabaseError) in
      Listed(
        id: try row.int(0), createdAt: try row.time(1), lastSeenAt: try row.time(2),
        client: Client(address: try row.text(3), browser: try row.text(4)), isCurrent: try row.bool(5))
    }
  }

  /// Ends one session of a user, and writes that to the audit.
  /// - Returns: whether there was one.
  package func end(_ id: Int64, of user: UserID, by origin: AuditEvent.Origin) async throws -> Bool {
    try await database.transaction { transaction in
      guard let row = try await transaction.query(SessionStatements.deleteOne, [.id(user), .int(id)]).first else { return false }
      let event = AuditEvent("account.session_ended", ["browser": try row.text(0), "address": try row.text(1)], by: origin)
      try await transaction.execute(event.statement.0, event.statement.1)
      return true
    }
  }

  /// Ends all sessions of a user but one, and writes that to the audit.
  /// - Returns: how many there were.
  package func endOthers(of user: UserID, but token: String, by origin: AuditEvent.Origin) async throws -> Int {
    try await database.transaction { transaction in
      let count = try await transaction.execute(SessionStatements.deleteOthers, [.id(user), Self.key(token)])
      guard count > 0 else { return 0 }
      let event = AuditEvent("account.sessions_ended", ["count": "\(count)"], by: origin)
      try await transaction.execute(event.statement.0, event.statement.1)
      return count
    }
  }
}
