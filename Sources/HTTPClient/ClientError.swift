/// Why there is no answer. Never carries a header, a body or an address with its query.
package enum ClientError: Error, Equatable {
  case nameNotResolved
  /// Refused or unreachable: nothing was sent.
  case connectionRefused
  case connectTimeout
  case totalTimeout
  case idleTimeout
  /// The certificate or the handshake; the text says what was wrong with it.
  case tlsFailed(String)
  /// Body over the request's limit, or more than 64 KiB of header fields.
  case responseTooLarge
  /// Cut before the answer was complete: the request may have been carried out.
  case connectionLost
  /// The name leads to a loopback, private or otherwise special address that the operator did not configure.
  case forbiddenAddress
  /// A method, path segment or header field that cannot be sent.
  case invalidRequest
  case cancelled
  /// The answer is not HTTP; the text is libcurl's word for it.
  case protocolError(String)
}
