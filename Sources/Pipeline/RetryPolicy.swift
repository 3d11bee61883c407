/// How often and after which waits a failed effect is tried again.
package struct RetryPolicy: Sendable, Equatable {
  /// Attempts in all, the first included.
  package let attempts: Int
  /// Longest wait after the first attempt; each further one is four times as long.
  package let firstDelay: Duration
  /// No wait is longer.
  package let longestDelay: Duration

  /// Three attempts, after up to 5 and up to 20 seconds.
  package static let standard = RetryPolicy(attempts: 3, firstDelay: .seconds(5), longestDelay: .seconds(300))

  package init(attempts: Int, firstDelay: Duration, longestDelay: Duration) {
    self.attempts = attempts
    self.firstDelay = firstDelay
    self.longestDelay = longestDelay
  }

  /// Wait after attempt number `attempt` (from 1); nil when it was the last.
  ///
  /// The wait lies between half of the full one and all of it: jobs that failed together do not come back together, and a later wait is still
  /// longer than an earlier one.
  /// - Parameter random: any value of a generator; the same value gives the same wait.
  package func delay(afterAttempt attempt: Int, random: UInt64) -> Duration? {
    guard attempt >= 1, attempt < attempts else { return nil }
    var full = firstDelay
    for _ in 1..<attempt where full < longestDelay { full = full * 4 }
    full = min(full, longestDelay)
    return full / 2 + full / 2 * (Double(random >> 11) / Double(1 << 53))
  }
}
