package import HTTP

/// A whole answer; redirects are answers too.
package struct ClientResponse: Sendable, Equatable {
  /// 200...599
  package let status: Int
  /// In the order received; names compare without regard to case. Trailers are left out.
  package let headers: Headers
  /// Decompressed.
  package let body: [UInt8]
  /// Seconds since 1970 on this machine's clock, when the answer was complete.
  package let receivedAt: Int64

  /// For the client and for stand-ins in tests.
  package init(status: Int, headers: Headers = [:], body: [UInt8] = [], receivedAt: Int64) {
    self.status = status
    self.headers = headers
    self.body = body
    self.receivedAt = receivedAt
  }

  /// When to come back, as the answer says.
  package var retryAdvice: RetryAdvice { RetryAdvice(headers: headers, now: receivedAt) }
}
