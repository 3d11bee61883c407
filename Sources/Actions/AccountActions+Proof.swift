internal import Crypto
internal import Storage

/// How somebody proves who they are, and what that costs whoever guesses.
extension AccountActions {
  /// Counts an attempt before it is made, and takes the count back when it succeeds.
  /// - Throws: `throttled`, and what the attempt throws.
  func counting<Value>(_ attempt: LoginThrottle.Attempt, _ body: () async throws -> Value) async throws -> Value {
    let attempt = try await stores.throttle.placed(attempt)
    if let seconds = try await stores.throttle.begin(attempt) { throw ActionError.throttled(seconds: seconds) }
    let value = try await body()
    try await stores.throttle.succeed(attempt)
    return value
  }

  /// Compares a typed password with that of an account.
  /// - Parameter account: nil when nobody has the name.
  /// - Returns: the account, when it may be used.
  /// - Throws: `wrongCredentials`, `overloaded`.
  func verify(_ password: String, of account: UserStore.Account?) async throws -> UserStore.Account {
    let typed = Password(typed: password)
    // Hashed even where the answer is known already: the time must not tell.
    let secret = typed?.secret ?? SecretBytes("no such password")
    let verification = try await hashing { () async throws(PasswordHasher.Failure) in
      guard let account, typed != nil else { return try await hasher.verifyDummy(secret) }
      return try await hasher.verify(secret, against: account.passwordHash)
    }
    guard let account, case .matches(let needsRehash) = verification, !account.isDisabled else { throw ActionError.wrongCredentials }
    if needsRehash { try await stores.users.setPasswordHash(try await hash(secret), of: account.id) }
    return account
  }

  /// Text of a new hash.
  func hash(_ secret: SecretBytes) async throws -> String {
    try await hashing { () async throws(PasswordHasher.Failure) in try await hasher.hash(secret) }.description
  }

  private func hashing<Value>(_ work: () async throws(PasswordHasher.Failure) -> Value) async throws -> Value {
    do { return try await work() } catch .overloaded { throw ActionError.overloaded } catch { throw error }
  }
}
