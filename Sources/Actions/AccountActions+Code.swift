internal import Crypto
internal import Domain
internal import Messages
internal import Pipeline
package import Storage

/// The second step of a log-in.
extension AccountActions {
  /// How long a log-in waits for its code.
  package static let challengeLifetime: Duration = .seconds(600)

  /// Where a log-in stands after name and password.
  package enum LogIn: Sendable {
    /// - token: of the new session.
    case done(token: String)
    /// The second factor is asked for.
    /// - challenge: token of this log-in.
    case needsCode(challenge: String)
  }

  func openChallenge(for user: UserID) async throws -> LogIn {
    let token = random.token(bytes: 32)
    try await stores.secondFactors.openChallenge(token, for: user, lifetime: Self.challengeLifetime)
    return .needsCode(challenge: token)
  }

  /// Whether a log-in that waits for its code can go on with the authenticator app; if not, the master key is another one and recovery codes are
  /// what is left.
  /// - Throws: `gone` when it is over.
  package func canUseApp(challenge: String) async throws -> Bool {
    guard let user = try await stores.secondFactors.challenged(challenge), let state = try await stores.secondFactors.find(user) else {
      throw ActionError.gone
    }
    return state.sealed.flatMap { try? seal.open($0, of: user) } != nil
  }

  /// Ends a log-in with a code of the authenticator app or a recovery code.
  /// - Parameter previous: token of the session the browser has now, which ends.
  /// - Returns: token of the new session.
  /// - Throws: `invalid` for `code`, `gone` when it is over or the attempts are used up, `throttled`; `DatabaseError`.
  package func finishLogIn(
    challenge: String, code: String, client: SessionStore.Client, replacing previous: String?
  ) async throws -> String {
    guard let user = try await stores.secondFactors.challenged(challenge), let account = try await stores.users.find(user),
      let state = try await stores.secondFactors.find(user)
    else { throw ActionError.gone }
    let origin = AuditEvent.Origin(user: user, name: account.username, source: .user, address: client.address)
    try await counting(LoginThrottle.Attempt(codeOf: user, peer: client.address)) {
      guard let left = try await stores.secondFactors.takeAttempt(challenge) else { throw ActionError.gone }
      do {
        try await prove(code, state, of: user, by: origin)
      } catch let error as ActionError {
        throw left == 0 ? .gone : error
      }
    }
    try await stores.secondFactors.closeChallenge(challenge)
    return try await openSession(of: user, client, replacing: previous)
  }

  /// Checks a code of the authenticator app or a recovery code, and uses it up.
  /// - Throws: `invalid` for `code`.
  func prove(_ code: String, _ state: SecondFactorStore.State, of user: UserID, by origin: AuditEvent.Origin) async throws {
    if let recovery = RecoveryCode(typed: code) {
      guard try await stores.secondFactors.useCode(recovery.digest, of: user, by: origin) else { throw Self.wrongCode }
      return
    }
    guard let sealed = state.sealed, let secret = try? seal.open(sealed, of: user),
      let step = TOTP(secret: secret).matchedStep(code, at: seconds, after: state.lastStep),
      try await stores.secondFactors.accept(step: step, of: user)
    else { throw Self.wrongCode }
  }

  /// Since 1970.
  var seconds: Int64 { clock.now.microseconds / 1_000_000 }
}
