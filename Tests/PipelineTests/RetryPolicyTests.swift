import Pipeline
import TestKit
import Testing

@Suite("Waits between attempts")
struct RetryPolicyTests {
  @Test("S3-126: three attempts, each wait within its bounds and longer than the one before")
  func bounds() throws {
    var random = SplitMix64(seed: 1)
    for _ in 0..<1000 {
      let first = try #require(RetryPolicy.standard.delay(afterAttempt: 1, random: random.next()))
      let second = try #require(RetryPolicy.standard.delay(afterAttempt: 2, random: random.next()))
      #expect(first >= .milliseconds(2500) && first <= .seconds(5))
      #expect(second >= .seconds(10) && second <= .seconds(20))
    }
    #expect(RetryPolicy.standard.delay(afterAttempt: 3, random: 0) == nil)
    #expect(RetryPolicy.standard.delay(afterAttempt: 0, random: 0) == nil)
  }

  @Test("No wait is longer than the longest, however many attempts there are")
  func cap() throws {
    let policy = RetryPolicy(attempts: 500, firstDelay: .seconds(1), longestDelay: .seconds(60))
    for attempt in 5..<500 {
      #expect(try #require(policy.delay(afterAttempt: attempt, random: .max)) <= .seconds(60))
      #expect(try #require(policy.delay(afterAttempt: attempt, random: 0)) == .seconds(30))
    }
  }

  @Test("The random value spreads the waits")
  func spread() {
    let waits = Set((0..<100).map { RetryPolicy.standard.delay(afterAttempt: 1, random: UInt64($0) << 57) })
    #expect(waits.count > 50)
  }
}
