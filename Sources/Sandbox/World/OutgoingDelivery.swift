package import HTTP

/// One POST the sandbox wants sent to a webhook's address.
package struct OutgoingDelivery: Sendable {
  /// Number of the record its outcome belongs to.
  package let id: Int64
  package let url: String
  package let headers: Headers
  package let body: [UInt8]
  /// Both vendors give a receiver ten seconds.
  package static let timeout: Duration = .seconds(10)

  package init(id: Int64, url: String, headers: Headers, body: [UInt8]) {
    self.id = id
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// What became of a delivery.
package enum DeliveryOutcome: Sendable {
  case answered(status: Int, headers: Headers, body: [UInt8])
  /// No answer: refused, cut or too slow.
  case failed(reason: String)
}

/// Sends one delivery; must return within `OutgoingDelivery.timeout`.
package typealias Transport = @Sendable (OutgoingDelivery) async -> DeliveryOutcome
