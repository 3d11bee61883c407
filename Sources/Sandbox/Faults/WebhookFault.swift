/// What the sandbox does wrong, on request, to the next webhook deliveries that match.
struct WebhookFault: Sendable {
  enum Kind: String, Sendable, CaseIterable {
    /// Never sent. GitHub lists it as failed, so that it can be redelivered; Asana forgets the events.
    case drop
    /// Never sent and listed nowhere.
    case lose
    case duplicate
    /// Sent after the next delivery of the same system, or after five seconds.
    case reorder
    case delay
    case badSignature = "bad_signature"
  }

  let kind: Kind
  /// nil for both.
  let vendor: Vendor?
  /// GitHub's event name, such as `pull_request`; `events` or `heartbeat` for Asana. nil for every event.
  let event: String?
  let action: String?
  var remaining: Int
  let seconds: Int64

  var wait: Duration { .seconds(seconds) }

  func matches(_ vendor: Vendor, _ event: String, _ action: String?) -> Bool {
    (self.vendor ?? vendor) == vendor && (self.event ?? event) == event && (self.action == nil || self.action == action)
  }
}
