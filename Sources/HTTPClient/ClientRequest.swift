package import HTTP

/// One request to an outside API. Path and query are given as plain text and encoded here, so no value can change the address's shape.
package struct ClientRequest: Sendable {
  /// How long and how much; every request says it.
  package struct Limits: Sendable, Equatable {
    /// Name look-up, TCP and TLS together, from the moment a connection is free.
    package var connect: Duration
    /// The whole exchange, waiting for a free connection included.
    package var total: Duration
    /// Longest time without a byte in either direction once connected.
    package var idle: Duration
    /// Bytes of body after decompression.
    package var maximumResponseBytes: Int

    /// All four are stated by the caller: they are policy.
    package init(connect: Duration, total: Duration, idle: Duration, maximumResponseBytes: Int) {
      self.connect = connect
      self.total = total
      self.idle = idle
      self.maximumResponseBytes = maximumResponseBytes
    }

    /// For JSON APIs: 5 s to connect, 30 s in all, 15 s of silence, 8 MiB.
    package static let jsonAPI = Limits(connect: .seconds(5), total: .seconds(30), idle: .seconds(15), maximumResponseBytes: 8 << 20)
  }

  /// A token; anything else is `.invalidRequest`.
  package var method: Method
  /// Scheme, host, port and path prefix.
  package var base: BaseURL
  /// Segments below the base's own path, not encoded; `""`, `.` and `..` are refused.
  package var path: [String]
  /// Names and values, not encoded, in order.
  package var query: [(name: String, value: String)]
  /// Framing fields (`host`, `content-length`, `connection`, ...) and `content-type` are refused here: the client writes them.
  package var headers: Headers
  /// Sent with a length; `nil` sends none. HEAD may not have one.
  package var body: [UInt8]?
  /// `content-type` of the body.
  package var contentType: FieldValue?
  /// Time and size bounds of this request.
  package var limits: Limits

  /// Nothing is checked here: `HTTPClient.send` throws `.invalidRequest`.
  package init(
    _ method: Method, _ base: BaseURL, path: [String], query: [(name: String, value: String)] = [], headers: Headers = [:],
    body: [UInt8]? = nil, contentType: FieldValue? = nil, limits: Limits
  ) {
    self.method = method
    self.base = base
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.contentType = contentType
    self.limits = limits
  }
}
