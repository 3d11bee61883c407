/// Where the body of a request ends (RFC 9112 §6).
package enum BodyFraming: Equatable, Sendable {
  case none
  /// Bytes.
  case length(Int)
  case chunked
}

/// What the head says about the connection.
package struct HeadFraming: Equatable, Sendable {
  package var body = BodyFraming.none
  package var keepsAlive = true
  package var expectsContinue = false
  /// The head names a host, by `host` or in its target: HTTP/1.1 requires it (RFC 9112 §3.2).
  package var hasHost = false
}
