/// Why a call to an outside system did not do what was asked.
package enum PortError: Error, Equatable, Sendable {
  /// Worth another attempt: 5xx, timeouts, cut connections.
  case transient(reason: String)
  /// The other side asked to wait; does not count as an attempt.
  case rateLimited(retryAfter: Duration)
  /// 401: the token is wrong or was revoked.
  case unauthorised(reason: String)
  /// 402 or 403 without a rate limit: the token may not do this.
  case forbidden(reason: String)
  /// 404 or 410: it does not exist, or the token may not see it.
  case notFound(reason: String)
  /// 400 or 422: the same request will never succeed.
  case rejected(reason: String)
  /// The answer was not what the vendor's description promises.
  case malformed(reason: String)
  /// The project has no usable token for this system.
  case notConfigured(reason: String)

  /// Sentence for the timeline; holds no secret.
  package var reason: String {
    switch self {
    case .transient(let reason), .unauthorised(let reason), .forbidden(let reason), .notFound(let reason), .rejected(let reason),
      .malformed(let reason), .notConfigured(let reason):
      reason
    case .rateLimited(let wait): "rate limit reached, asked to wait \(wait.components.seconds) s"
    }
  }

  /// Whether the same call may succeed later.
  package var isRetryable: Bool {
    switch self {
    case .transient, .rateLimited, .malformed: true
    case .unauthorised, .forbidden, .notFound, .rejected, .notConfigured: false
    }
  }
}
