package import HTTP

/// Why a request cannot be read further. Every one ends the connection: what follows cannot be trusted to be a request (RFC 9112 §11.2).
package struct ParseFailure: Error, Equatable, Sendable {
  package let status: Status
  /// Sentence for the log and the answer; holds nothing of the request.
  package let reason: String

  static func bad(_ reason: String) -> ParseFailure { ParseFailure(status: .badRequest, reason: reason) }
  static let lineTooLong = ParseFailure(status: .uriTooLong, reason: "request line longer than 8 KiB")
  static let blockTooLarge = ParseFailure(status: .headerFieldsTooLarge, reason: "header block larger than 16 KiB")
  static let tooManyFields = ParseFailure(status: .headerFieldsTooLarge, reason: "more than 100 header fields")
  static let version = ParseFailure(status: .versionNotSupported, reason: "only HTTP/1.0 and HTTP/1.1 are spoken here")
  static let method = ParseFailure(status: .notImplemented, reason: "unknown method")
  static let coding = ParseFailure(status: .notImplemented, reason: "unknown transfer coding")
  static let host = bad("a host with forbidden characters")
  static let noHost = bad("no host")
  static let tooSlow = ParseFailure(status: .requestTimeout, reason: "the request did not arrive in time")
  static let busy = ParseFailure(status: .serviceUnavailable, reason: "too many large bodies at a time")
  static let bodyTooLarge = ParseFailure(status: .contentTooLarge, reason: "body larger than this address takes")
}
