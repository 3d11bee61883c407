package import Crypto
package import Storage
internal import Domain

/// Making the first admin, signing in and signing out.
package struct AccountActions: Sendable {
  private let users: UserStore
  private let sessions: SessionStore
  private let throttle: LoginThrottle
  private let hasher: PasswordHasher
  private let random: RandomSource
  private let initToken: SecretBytes?

  /// How long a session lasts.
  package static let sessionLifetime: Duration = .seconds(14 * 86_400)

  /// - Parameter initToken: value of INIT_ADMIN_TOKEN; nil when it is not set, and then no first admin can be made.
  package init(
    users: UserStore, sessions: SessionStore, throttle: LoginThrottle, hasher: PasswordHasher, random: RandomSource, initToken: SecretBytes?
  ) {
    self.users = users
    self.sessions = sessions
    self.throttle = throttle
    self.hasher = hasher
    self.random = random
    self.initToken = initToken
  }

  /// What a form with a new name and password carries.
  package struct NewAccount: Sendable {
    package let username: String
    package let password: String
    package let confirmation: String

    package init(username: String, password: String, confirmation: String) {
      self.username = username
      self.password = password
      self.confirmation = confirmation
    }
  }

  // MARK: The first admin

  /// Whether the first admin can be made now.
  /// - Throws: `notFound` without a token in the configuration, `gone` once there is a user; `DatabaseError`.
  package func checkFirstAdmin() async throws {
    guard initToken != nil else { throw ActionError.notFound }
    guard try await !users.hasUsers() else { throw ActionError.gone }
  }

  /// Makes the first user, who is an admin, and signs them in. Of two at the same moment one gets `gone`.
  /// - Returns: token of the new session.
  /// - Throws: as `checkFirstAdmin`; `forbidden` for a wrong token, `invalid`, `overloaded`.
  package func makeFirstAdmin(token: String, _ account: NewAccount) async throws -> String {
    try await checkFirstAdmin()
    // Digests have one length, so that the comparison does not tell the token's.
    guard let initToken, SHA256.digest(initToken.reveal()).isSame(as: SHA256.digest(Array(token.utf8))) else {
      throw ActionError.forbidden
    }
    let username = try Username(account.username)
    let password = try Password(chosen: account.password, confirmation: account.confirmation)
    let hash = try await hashing { () async throws(PasswordHasher.Failure) in try await hasher.hash(password.secret) }
    let user = try await users.createFirstAdmin(username: username.text, passwordHash: hash.description)
    guard let user else { throw ActionError.gone }
    return try await openSession(of: user)
  }

  // MARK: Sessions

  /// Checks name and password and opens a session. Takes the same time whether or not somebody has that name.
  /// - Parameters:
  ///   - peer: address as text; empty when it is not known.
  ///   - previous: token of the session the browser has now, which ends.
  /// - Returns: token of the new session.
  /// - Throws: `wrongCredentials`, `throttled`, `overloaded`; `DatabaseError`.
  package func logIn(username: String, password: String, peer: String, replacing previous: String?) async throws -> String {
    let attempt = LoginThrottle.Attempt(username: username, peer: peer)
    if let seconds = try await throttle.begin(attempt) { throw ActionError.throttled(seconds: seconds) }
    let user = try await verify(username: username, password: password)
    try await throttle.succeed(attempt)
    if let previous { try await sessions.delete(token: previous) }
    return try await openSession(of: user)
  }

  /// Ends a session.
  package func logOut(token: String) async throws {
    try await sessions.delete(token: token)
  }

  private func verify(username: String, password: String) async throws -> UserID {
    let account: UserStore.Account? = if let name = try? Username(username) { try await users.find(username: name.text) } else { nil }
    let typed = Password(typed: password)
    // Hashed even where the answer is known already: the time must not tell.
    let secret = typed?.secret ?? SecretBytes("no such password")
    let verification = try await hashing { () async throws(PasswordHasher.Failure) in
      guard let account, typed != nil else { return try await hasher.verifyDummy(secret) }
      return try await hasher.verify(secret, against: account.passwordHash)
    }
    guard let account, case .matches(let needsRehash) = verification else { throw ActionError.wrongCredentials }
    if needsRehash {
      let hash = try await hashing { () async throws(PasswordHasher.Failure) in try await hasher.hash(secret) }
      try await users.setPasswordHash(hash.description, of: account.id)
    }
    return account.id
  }

  private func openSession(of user: UserID) async throws -> String {
    let token = random.token(bytes: 32)
    try await sessions.create(token: token, user: user, lifetime: Self.sessionLifetime)
    return token
  }

  private func hashing<Value>(_ work: () async throws(PasswordHasher.Failure) -> Value) async throws -> Value {
    do { return try await work() } catch .overloaded { throw ActionError.overloaded } catch { throw error }
  }
}

extension [UInt8] {
  /// In constant time.
  fileprivate func isSame(as other: [UInt8]) -> Bool { constantTimeEquals(self, other) }
}
