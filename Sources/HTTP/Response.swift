/// One answer. Framing (`content-length`, `transfer-encoding`, `date`, `connection`) belongs to the server.
package struct Response: Sendable {
  package enum Body: Sendable {
    case none
    case bytes([UInt8])
    /// Sent chunk by chunk while the closure runs; the connection ends when it throws.
    case stream(@Sendable (any BodyWriter) async throws -> Void)
  }

  package var status: Status
  package var headers: Headers
  package var body: Body

  package init(_ status: Status, headers: Headers = [:], body: Body = .none) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  package static func text(_ status: Status, _ text: String) -> Response {
    Response(status, headers: Headers("content-type", "text/plain; charset=utf-8"), body: .bytes(Array(text.utf8)))
  }

  package static func html(_ status: Status, _ html: [UInt8]) -> Response {
    Response(status, headers: Headers("content-type", "text/html; charset=utf-8"), body: .bytes(html))
  }

  package static func json(_ status: Status, _ json: [UInt8]) -> Response {
    Response(status, headers: Headers("content-type", "application/json"), body: .bytes(json))
  }

  /// 303: the answer to a form, so that reloading repeats nothing.
  /// - Parameter location: a path of this site.
  package static func seeOther(_ location: String) -> Response {
    Response(.seeOther, headers: ["location": FieldValue(replacingForbiddenBytesIn: location)])
  }
}

/// Writes the parts of a streamed body.
package protocol BodyWriter: Sendable {
  /// Suspends while the peer is slow.
  /// - Throws: when the peer is gone or the server drains.
  func write(_ bytes: [UInt8]) async throws
}
