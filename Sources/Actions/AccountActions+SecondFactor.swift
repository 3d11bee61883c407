package import Crypto
package import Domain
internal import Messages
package import Storage

/// A person's own second factor: turning it on and off, and its recovery codes.
extension AccountActions {
  /// Recovery codes that are made at a time.
  package static let recoveryCodeCount = 10

  /// How far a person's second factor is.
  package enum SecondFactor: Sendable {
    case off
    /// A secret waits for its first code.
    case pending(TOTP)
    /// - isReadable: the master key opens the secret; if not, only recovery codes work.
    case on(since: Timestamp, codesLeft: Int, isReadable: Bool)
  }

  package func secondFactor(of person: Person) async throws -> SecondFactor {
    guard let state = try await stores.secondFactors.find(person.id) else { throw ActionError.notFound }
    if let sealed = state.sealed, let since = state.enabledAt {
      return .on(since: since, codesLeft: state.codesLeft, isReadable: (try? seal.open(sealed, of: person.id)) != nil)
    }
    guard let pending = state.pending, let secret = try? seal.open(pending, of: person.id) else { return .off }
    return .pending(TOTP(secret: secret))
  }

  /// Makes a secret that waits for its first code.
  /// - Throws: `invalid` for `current_password`, `throttled`, `overloaded`.
  package func beginSecondFactor(of person: Person, password: String) async throws {
    try await requirePassword(password, of: person)
    try await stores.secondFactors.setPending(seal.seal(TOTP(random: random).secret, of: person.id), of: person.id)
  }

  /// Gives up a secret that waits.
  package func cancelSecondFactor(of person: Person) async throws {
    try await stores.secondFactors.setPending(nil, of: person.id)
  }

  /// What a person gets when the second factor is turned on.
  package struct Enabled: Sendable {
    /// Shown once.
    package let codes: [RecoveryCode]
    /// Of the new session; all others have ended.
    package let token: String
  }

  /// Turns the second factor on with the first code of the secret that waits.
  /// - Throws: `invalid` for `code`, `gone` when none waits, `throttled`.
  package func confirmSecondFactor(of person: Person, code: String, client: SessionStore.Client) async throws -> Enabled {
    guard let pending = try await stores.secondFactors.find(person.id)?.pending, let secret = try? seal.open(pending, of: person.id) else {
      throw ActionError.gone
    }
    let step = try await counting(LoginThrottle.Attempt(codeOf: person.id, peer: person.address)) {
      guard let step = TOTP(secret: secret).matchedStep(code, at: seconds, after: nil) else { throw Self.wrongCode }
      return step
    }
    let codes = RecoveryCode.make(count: Self.recoveryCodeCount, random: random)
    let session = newSession(of: person.id, client)
    let isOn = try await stores.secondFactors.enable(
      pending, step: step, codes: codes.map(\.digest), of: person.id, session: session, by: person.auditOrigin)
    guard isOn else { throw ActionError.gone }
    return Enabled(codes: codes, token: session.token)
  }

  /// Replaces the recovery codes.
  /// - Returns: the new ones, to be shown once.
  /// - Throws: `invalid` for `current_password` or `code`, `gone` without a second factor, `throttled`, `overloaded`.
  package func replaceRecoveryCodes(of person: Person, password: String, code: String) async throws -> [RecoveryCode] {
    try await requireBoth(password, code, of: person)
    let codes = RecoveryCode.make(count: Self.recoveryCodeCount, random: random)
    try await stores.secondFactors.replaceCodes(codes.map(\.digest), of: person.id, by: person.auditOrigin)
    return codes
  }

  /// Turns the second factor off, which ends every session.
  /// - Returns: token of a new session.
  /// - Throws: as `replaceRecoveryCodes`.
  package func turnOffSecondFactor(
    of person: Person, password: String, code: String, client: SessionStore.Client
  ) async throws -> String {
    try await requireBoth(password, code, of: person)
    let session = newSession(of: person.id, client)
    try await stores.secondFactors.disable(of: person.id, session: session, by: person.auditOrigin)
    return session.token
  }

  /// Takes somebody's second factor away, for those who lost both app and codes; ends all of their sessions.
  /// - Throws: `forbidden` for anybody but an admin of the instance, `notFound` without a second factor.
  package func resetTwoFactor(of user: UserID, by person: Person) async throws {
    try person.requireAdmin()
    guard try await stores.secondFactors.reset(of: user, by: person.auditOrigin) else { throw ActionError.notFound }
  }

  private func requireBoth(_ password: String, _ code: String, of person: Person) async throws {
    guard let state = try await stores.secondFactors.find(person.id), state.sealed != nil else { throw ActionError.gone }
    try await requirePassword(password, of: person)
    try await counting(LoginThrottle.Attempt(codeOf: person.id, peer: person.address)) {
      try await prove(code, state, of: person.id, by: person.auditOrigin)
    }
  }

  static let wrongCode = ActionError.invalid(field: "code", message: Message("account.code.wrong"))
}
