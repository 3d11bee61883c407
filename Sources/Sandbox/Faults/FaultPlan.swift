/// Faults asked for and not used up.
struct FaultPlan: Sendable {
  private(set) var requests: [RequestFault] = []
  private(set) var webhooks: [WebhookFault] = []
  /// Deliveries the fault `reorder` holds back.
  var held: [(vendor: Vendor, id: Int64)] = []
  /// Deliveries that were held back at least once and are not done.
  var heldOnce: Set<Int64> = []

  /// Faults kept at a time.
  static let limit = 1000

  mutating func add(_ fault: RequestFault) {
    if requests.count < Self.limit { requests.append(fault) }
  }

  mutating func add(_ fault: WebhookFault) {
    if webhooks.count < Self.limit { webhooks.append(fault) }
  }

  mutating func clear() {
    requests = []
    webhooks = []
  }

  /// The first fault that matches; it is used up by one.
  mutating func takeRequest(_ vendor: Vendor, method: String, path: String) -> RequestFault? {
    guard let index = requests.firstIndex(where: { $0.matches(vendor, method, path) }) else { return nil }
    requests[index].remaining -= 1
    let fault = requests[index]
    if fault.remaining <= 0 { requests.remove(at: index) }
    return fault
  }

  mutating func takeWebhook(_ vendor: Vendor, event: String, action: String?) -> WebhookFault? {
    guard let index = webhooks.firstIndex(where: { $0.matches(vendor, event, action) }) else { return nil }
    webhooks[index].remaining -= 1
    let fault = webhooks[index]
    if fault.remaining <= 0 { webhooks.remove(at: index) }
    return fault
  }
}
