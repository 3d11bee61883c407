import Domain
import Postgres
import TestKit
import Testing

@testable import Storage

/// The attempts of many at the same moment; delays are tested with the log-in.
@Suite(.database, .timeLimit(.minutes(15)))
struct LoginThrottleTests {
  @Test func `good log-ins at the same moment from one address never wait for each other`() async throws {
    let database = TestDatabase.current.connect(role: "autoflow_app") { $0.connectionsPerLoop = 4 }
    let throttle = LoginThrottle(database: database)
    let refused = try await withThrowingTaskGroup(of: Int.self) { group in
      for person in 0..<8 {
        group.addTask {
          var refused = 0
          for turn in 0..<40 {
            let attempt = LoginThrottle.Attempt(username: "person \(person) \(turn)", peer: "198.51.100.20")
            if try await throttle.begin(attempt) == nil { try await throttle.succeed(attempt) } else { refused += 1 }
          }
          return refused
        }
      }
      return try await group.reduce(0, +)
    }
    await database.close()
    #expect(refused == 0)
  }

  @Test func `a burst of guesses at one name does not slip through together`() async throws {
    let throttle = LoginThrottle(database: TestDatabase.current.database)
    let made = try await withThrowingTaskGroup(of: Bool.self) { group in
      for guess in 0..<20 {
        group.addTask { try await throttle.begin(LoginThrottle.Attempt(username: "Ada", peer: "198.51.100.\(guess)")) == nil }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    // Five at once; on a busy machine one or two more whose second is over.
    #expect((5...8).contains(made))
  }
}
