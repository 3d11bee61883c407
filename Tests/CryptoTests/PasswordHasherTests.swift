import Crypto
import EventLoop
import Testing

@Suite struct PasswordHasherTests {
  private static let pool = BlockingPool(name: "argon2-tests", threads: 2, capacity: 100)
  private static let cheap = Argon2Parameters(memory: 64, passes: 1, lanes: 1)
  private let hasher = PasswordHasher(pool: pool)
  private let cheapHasher = PasswordHasher(pool: pool, parameters: cheap)

  /// Made with argon2-cffi 25.1.0 (Python), `low_level.hash_secret(..., Type.ID)`.
  @Test(arguments: [
    (
      "correct horse battery staple", Argon2Parameters.standard,
      "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$ISO7kkvFzh19GM8qB7patN3C3Y9HHsjlVTfEZ9T600Y"
    ),
    (
      "password", Argon2Parameters(memory: 64, passes: 3, lanes: 2),
      "$argon2id$v=19$m=64,t=3,p=2$c29tZXNhbHRzb21lc2FsdA$1CPz4PuyeKkknCNTU5v52qlMt5LtwQsgM5BbeG7cH60"
    ),
  ])
  func `Argon2id agrees with another implementation`(password: String, parameters: Argon2Parameters, text: String) async throws {
    let random = RandomSource { Array("somesaltsomesalt".utf8.prefix($0)) }
    let hasher = PasswordHasher(pool: Self.pool, parameters: parameters, random: random)
    #expect(try await hasher.hash(SecretBytes(password)).description == text)
    #expect(try await hasher.verify(SecretBytes(password), against: text) == .matches(needsRehash: false))
    #expect(try await hasher.verify(SecretBytes(password + "x"), against: text) == .differs)
  }

  @Test func `a new hash carries the standard costs and its own salt`() async throws {
    let first = try await hasher.hash(SecretBytes("a good password"))
    let second = try await hasher.hash(SecretBytes("a good password"))
    #expect(first.description.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
    #expect(first != second)
    #expect(PasswordHash(parsing: first.description) == first)
    #expect(try await hasher.verify(SecretBytes("a good password"), against: first.description) == .matches(needsRehash: false))
  }

  @Test func `a hash with other costs still matches and asks to be replaced`() async throws {
    let old = try await cheapHasher.hash(SecretBytes("a good password"))
    #expect(try await hasher.verify(SecretBytes("a good password"), against: old.description) == .matches(needsRehash: true))
  }

  @Test func `nobody's password never matches, and costs what a real one costs`() async throws {
    let stored = try await hasher.hash(SecretBytes("a good password")).description
    #expect(try await hasher.verifyDummy(SecretBytes("a good password")) == .differs)
    let clock = ContinuousClock()
    let real = try await fastest { try await clock.measure { _ = try await hasher.verify(SecretBytes("wrong one"), against: stored) } }
    let dummy = try await fastest { try await clock.measure { _ = try await hasher.verifyDummy(SecretBytes("wrong one")) } }
    #expect(dummy > real / 3 && dummy < real * 3)
  }

  private func fastest(_ measure: () async throws -> Duration) async throws -> Duration {
    var best = Duration.seconds(1000)
    for _ in 0..<5 { best = min(best, try await measure()) }
    return best
  }

  @Test(arguments: [
    "", "plain", "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$1CPz4PuyeKkknCNTU5v52qlMt5LtwQsgM5BbeG7cH60",
    "$argon2id$v=16$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$1CPz4PuyeKkknCNTU5v52qlMt5LtwQsgM5BbeG7cH60",
    "$argon2id$v=19$m=4000000,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$1CPz4PuyeKkknCNTU5v52qlMt5LtwQsgM5BbeG7cH60",
    "$argon2id$v=19$m=64,t=100000,p=1$c29tZXNhbHRzb21lc2FsdA$1CPz4PuyeKkknCNTU5v52qlMt5LtwQsgM5BbeG7cH60",
    "$argon2id$v=19$m=+64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$1CPz4PuyeKkknCNTU5v52qlMt5LtwQsgM5BbeG7cH60",
    "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$", "$argon2id$v=19$m=64,t=1,p=1$$1CPz4PuyeKkknCNTU5v52qlMt5Ltw",
    "$argon2id$v=19$m=64,t=1,p=0$c29tZXNhbHRzb21lc2FsdA$1CPz4PuyeKkknCNTU5v52qlMt5LtwQsgM5BbeG7cH60",
    "$argon2id$v=19$m=64,t=1$c29tZXNhbHRzb21lc2FsdA$1CPz4PuyeKkknCNTU5v52qlMt5LtwQsgM5BbeG7cH60",
  ])
  func `a stored text that is no hash of ours is refused`(text: String) async {
    await #expect(throws: PasswordHasher.Failure.malformedHash) {
      try await hasher.verify(SecretBytes("password"), against: text)
    }
  }

  @Test func `a full queue refuses at once`() async throws {
    let stored = try await cheapHasher.hash(SecretBytes("password")).description
    let full = PasswordHasher(pool: BlockingPool(name: "full", threads: 1, capacity: 0))
    await #expect(throws: PasswordHasher.Failure.overloaded) { try await full.hash(SecretBytes("password")) }
    await #expect(throws: PasswordHasher.Failure.overloaded) { try await full.verify(SecretBytes("password"), against: stored) }
    await #expect(throws: PasswordHasher.Failure.overloaded) { try await full.verifyDummy(SecretBytes("password")) }
  }
}
