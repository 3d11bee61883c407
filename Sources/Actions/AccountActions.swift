package import Crypto
package import Domain
package import Postgres
package import Storage

/// A person's way in: making the first admin, signing in and signing out.
package struct AccountActions: Sendable {
  let stores: Stores
  let hasher: PasswordHasher
  let random: RandomSource
  let common: CommonPasswords
  let seal: TwoFactorSeal
  let clock: any Clock
  private let initToken: SecretBytes?

  /// How long a session lasts at most.
  package static let sessionLifetime: Duration = .seconds(14 * 86_400)

  /// What the accounts are kept in.
  package struct Stores: Sendable {
    let users: UserStore
    let sessions: SessionStore
    let throttle: LoginThrottle
    let secondFactors: SecondFactorStore

    package init(database: Database) {
      users = UserStore(database: database)
      sessions = SessionStore(database: database)
      throttle = LoginThrottle(database: database)
      secondFactors = SecondFactorStore(database: database)
    }
  }

  /// - Parameters:
  ///   - seal: of the secrets of second factors.
  ///   - initToken: value of INIT_ADMIN_TOKEN; nil when it is not set, and then no first admin can be made.
  package init(
    stores: Stores, hasher: PasswordHasher, random: RandomSource, common: CommonPasswords, seal: TwoFactorSeal, clock: any Clock,
    initToken: SecretBytes?
  ) {
    self.stores = stores
    self.hasher = hasher
    self.random = random
    self.common = common
    self.seal = seal
    self.clock = clock
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
    guard try await !stores.users.hasUsers() else { throw ActionError.gone }
  }

  /// Makes the first user, who is an admin, and signs them in. Of two at the same moment one gets `gone`.
  /// - Returns: token of the new session.
  /// - Throws: as `checkFirstAdmin`; `forbidden` for a wrong token, `invalid`, `throttled`, `overloaded`.
  package func makeFirstAdmin(token: String, _ account: NewAccount, client: SessionStore.Client) async throws -> String {
    try await checkFirstAdmin()
    try await counting(LoginThrottle.Attempt(tokenFrom: client.address)) { try checkInitToken(token) }
    let (username, hash) = try await prepare(account)
    guard let user = try await stores.users.createFirstAdmin(username: username, passwordHash: hash, address: client.address) else {
      throw ActionError.gone
    }
    return try await openSession(of: user, client, replacing: nil)
  }

  private func checkInitToken(_ token: String) throws(ActionError) {
    // Digests have one length, so that the comparison does not tell the token's.
    guard let initToken, constantTimeEquals(SHA256.digest(initToken.reveal()), SHA256.digest(Array(token.utf8))) else { throw .forbidden }
  }

  /// Checks what somebody chose, and hashes the password.
  /// - Throws: `invalid` for a field, `overloaded`.
  package func prepare(_ account: NewAccount) async throws -> (username: String, passwordHash: String) {
    let username = try Username(account.username)
    let password = try Password(
      chosen: account.password, confirmation: account.confirmation, username: username.text, common: common)
    return (username.text, try await hash(password.secret))
  }

  // MARK: Sessions

  /// Checks name and password, and opens a session or asks for the second factor. Takes the same time and says the same for a name nobody has, a wrong password and a user who
  /// is disabled.
  /// - Parameter previous: token of the session the browser has now, which ends.
  /// - Throws: `wrongCredentials`, `throttled`, `overloaded`; `DatabaseError`.
  package func logIn(
    username: String, password: String, client: SessionStore.Client, replacing previous: String?
  ) async throws -> LogIn {
    let account = try await counting(LoginThrottle.Attempt(username: username, peer: client.address)) {
      let account: UserStore.Account? =
        if let name = try? Username(username) { try await stores.users.find(username: name.text) } else { nil }
      return try await verify(password, of: account)
    }
    if account.hasSecondFactor { return try await openChallenge(for: account.id) }
    return .done(token: try await openSession(of: account.id, client, replacing: previous))
  }

  /// Ends a session.
  package func logOut(token: String) async throws {
    try await stores.sessions.delete(token: token)
  }

  func openSession(of user: UserID, _ client: SessionStore.Client, replacing previous: String?) async throws -> String {
    let session = newSession(of: user, client)
    try await stores.sessions.create(session, replacing: previous)
    return session.token
  }

  func newSession(of user: UserID, _ client: SessionStore.Client) -> SessionStore.New {
    SessionStore.New(token: random.token(bytes: 32), user: user, lifetime: Self.sessionLifetime, client: client)
  }
}
