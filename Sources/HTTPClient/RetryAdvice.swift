package import HTTP

/// What an answer says about when to come back.
package struct RetryAdvice: Sendable, Equatable {
  /// The `x-ratelimit-*` fields as GitHub documents them ("Rate limits for the REST API", version 2022-11-28).
  package struct RateLimit: Sendable, Equatable {
    /// Requests allowed in the window.
    package let limit: Int?
    /// Requests left in the window.
    package let remaining: Int?
    /// Seconds since 1970 at which the budget is full again.
    package let reset: Int64?
    /// Which budget, such as `core`.
    package let resource: String?
  }

  /// From `retry-after` (RFC 9110 §10.2.3): seconds or a date; zero for a date in the past.
  package let retryAfter: Duration?
  /// `nil` when no field of it was sent.
  package let rateLimit: RateLimit?

  /// - Parameter now: seconds since 1970, against which a date is read.
  package init(headers: Headers, now: Int64) {
    retryAfter = headers["retry-after"].flatMap { Self.delay($0, now) }
    let limit = RateLimit(
      limit: headers["x-ratelimit-limit"].flatMap(Self.number).map(Int.init),
      remaining: headers["x-ratelimit-remaining"].flatMap(Self.number).map(Int.init),
      reset: headers["x-ratelimit-reset"].flatMap(Self.number),
      resource: headers["x-ratelimit-resource"])
    rateLimit = limit == RateLimit(limit: nil, remaining: nil, reset: nil, resource: nil) ? nil : limit
  }

  private static func delay(_ text: String, _ now: Int64) -> Duration? {
    if let seconds = number(text) { return .seconds(seconds) }
    return HTTPDate.parse(text).map { .seconds(max(0, $0 - now)) }
  }

  /// Digits only; capped at 999 999 999 999 so that sums cannot overflow.
  private static func number(_ text: String) -> Int64? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    let limit: Int64 = 999_999_999_999
    return text.utf8.reduce(0) { min(limit, $0 * 10 + Int64($1 - 0x30)) }
  }
}
