package import Messages
package import Storage

/// What people do with their own account.
extension AccountActions {
  /// A new password, with the present one as proof.
  package struct PasswordChange: Sendable {
    let current: String
    let password: String
    let confirmation: String

    package init(current: String, password: String, confirmation: String) {
      self.current = current
      self.password = password
      self.confirmation = confirmation
    }
  }

  /// Changes a person's password. Every session ends, and a new one begins for whoever did it.
  /// - Returns: token of the new session.
  /// - Throws: `invalid` for `current_password`, `password` or `password_confirmation`; `throttled`, `overloaded`.
  package func changePassword(of person: Person, _ change: PasswordChange, client: SessionStore.Client) async throws -> String {
    try await requirePassword(change.current, of: person)
    let password = try Password(
      chosen: change.password, confirmation: change.confirmation, username: person.name, common: common)
    let session = newSession(of: person.id, client)
    try await stores.users.changePassword(
      of: person.id, hash: try await hash(password.secret), session: session, by: person.auditOrigin)
    return session.token
  }

  /// Asks for the present password once more: a session that was left open is not enough for what follows.
  /// - Throws: `invalid` for `current_password`; `throttled`, `overloaded`.
  func requirePassword(_ typed: String, of person: Person) async throws {
    do {
      try await counting(LoginThrottle.Attempt(passwordOf: person.id, peer: person.address)) {
        _ = try await verify(typed, of: try await stores.users.find(person.id))
      }
    } catch ActionError.wrongCredentials {
      throw ActionError.invalid(field: "current_password", message: Message("account.password.wrong"))
    }
  }

  /// - Parameter language: nil for that of the browser.
  package func setLanguage(_ language: Language?, of person: Person) async throws {
    try await stores.users.setLanguage(language?.rawValue, of: person.id)
  }

  /// Sessions that are not over, the last used first.
  /// - Parameter token: of the session that asks.
  package func sessions(of person: Person, token: String) async throws -> [SessionStore.Listed] {
    try await stores.sessions.list(of: person.id, token: token)
  }

  /// Ends one session of a person.
  /// - Throws: `notFound` when it is over already, or somebody else's.
  package func endSession(_ id: Int64, of person: Person) async throws {
    guard try await stores.sessions.end(id, of: person.id, by: person.auditOrigin) else { throw ActionError.notFound }
  }

  /// Ends all sessions of a person but the one that asks.
  package func endOtherSessions(of person: Person, token: String) async throws {
    _ = try await stores.sessions.endOthers(of: person.id, but: token, by: person.auditOrigin)
  }
}
