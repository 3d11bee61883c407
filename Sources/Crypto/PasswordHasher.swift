internal import CArgon2
internal import CLinux
package import EventLoop

/// Argon2id on threads of its own: at most one hash per core at a time, and a bounded number waiting.
///
/// Passwords are bounded (8...1024 bytes) by whoever reads the form.
package struct PasswordHasher: Sendable {
  /// Why a password was neither hashed nor checked.
  package enum Failure: Error, Equatable {
    /// Too many are waiting: answer 503.
    case overloaded
    /// What is stored is not a hash this product wrote.
    case malformedHash
    case outOfMemory
  }

  /// What checking a password found.
  package enum Verification: Sendable, Equatable {
    /// - needsRehash: it was hashed with other costs than today's; hash again and store, while the password is at hand.
    case matches(needsRehash: Bool)
    case differs
  }

  private static let saltSize = 16
  private static let hashSize = 32

  private let pool: BlockingPool
  private let parameters: Argon2Parameters
  private let random: RandomSource

  /// - Parameter pool: one thread per core; each running hash holds `parameters.memory`.
  package init(pool: BlockingPool, parameters: Argon2Parameters = .standard, random: RandomSource = .system) {
    self.pool = pool
    self.parameters = parameters
    self.random = random
  }

  /// Starts one thread per core. The threads live as long as the process: make one.
  package init(waiting capacity: Int, parameters: Argon2Parameters = .standard, random: RandomSource = .system) {
    let pool = BlockingPool(name: "argon2", threads: Int(af_core_count()), capacity: capacity)
    self.init(pool: pool, parameters: parameters, random: random)
  }

  /// - Throws: `.overloaded`, `.outOfMemory`.
  /// Hash of a new password, with a salt of its own.
  package func hash(_ password: SecretBytes) async throws(Failure) -> PasswordHash {
    let (parameters, salt) = (parameters, random.bytes(Self.saltSize))
    let hash = try await onPool { () throws(Failure) in try Self.compute(password, salt: salt, parameters: parameters, size: Self.hashSize)
    }
    return PasswordHash(parameters: parameters, salt: salt, hash: hash)
  }

  /// Compares in constant time.
  /// - Parameter stored: the text of a `PasswordHash`.
  /// - Throws: `Failure`.
  package func verify(_ password: SecretBytes, against stored: String) async throws(Failure) -> Verification {
    guard let expected = PasswordHash(parsing: stored) else { throw .malformedHash }
    let hash = try await onPool { () throws(Failure) in
      try Self.compute(password, salt: expected.salt, parameters: expected.parameters, size: expected.hash.count)
    }
    guard constantTimeEquals(hash, expected.hash) else { return .differs }
    let isCurrent = expected.parameters == parameters && expected.salt.count == Self.saltSize && hash.count == Self.hashSize
    return .matches(needsRehash: !isCurrent)
  }

  /// Costs what `verify` costs and never matches: for names nobody has, so that timing does not tell them from names somebody has.
  /// - Throws: `.overloaded`, `.outOfMemory`.
  package func verifyDummy(_ password: SecretBytes) async throws(Failure) -> Verification {
    let parameters = parameters
    let salt = [UInt8](repeating: 0, count: Self.saltSize)
    _ = try await onPool { () throws(Failure) in try Self.compute(password, salt: salt, parameters: parameters, size: Self.hashSize) }
    return .differs
  }

  private func onPool(_ work: @escaping @Sendable () throws(Failure) -> [UInt8]) async throws(Failure) -> [UInt8] {
    do {
      return try await pool.run(work)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw .overloaded
    }
  }

  static func compute(_ password: SecretBytes, salt: [UInt8], parameters: Argon2Parameters, size: Int) throws(Failure) -> [UInt8] {
    var hash = [UInt8](repeating: 0, count: size)
    let status = unsafe password.withUnsafeBytes { password in
      unsafe argon2id_hash_raw(
        parameters.passes, parameters.memory, parameters.lanes, password.baseAddress, password.count, salt, salt.count, &hash, size)
    }
    guard status == ARGON2_OK.rawValue else { throw .outOfMemory }
    return hash
  }
}
