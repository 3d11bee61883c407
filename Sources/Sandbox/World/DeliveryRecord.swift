internal import Domain
internal import HTTP

/// One webhook delivery, from being queued to its outcome.
struct DeliveryRecord: Sendable {
  let id: Int64
  let vendor: Vendor
  /// GitHub's hook id or Asana's webhook gid.
  let hook: String
  let url: String
  let event: String
  let action: String?
  /// `X-GitHub-Delivery`; the same for every hook of an event and for redeliveries. Empty for Asana.
  let guid: String
  var headers: Headers
  let body: [UInt8]
  var isRedelivery = false
  /// A second sending of the same delivery, made by the fault `duplicate`.
  var isCopy = false
  var queuedAt: Timestamp
  var sentAt: Timestamp?
  var finishedAt: Timestamp?
  /// nil until answered; 0 when there was no answer.
  var statusCode: Int?
  var note = ""
  var responseHeaders = Headers()
  var responseBody: [UInt8] = []

  /// Answers are kept up to this many bytes.
  static let responseLimit = 4096

  var isDone: Bool { statusCode != nil }
  var isSuccess: Bool { (200..<300).contains(statusCode ?? 0) }

  var outgoing: OutgoingDelivery { OutgoingDelivery(id: id, url: url, headers: headers, body: body) }

  mutating func finish(_ outcome: DeliveryOutcome, at now: Timestamp) {
    finishedAt = now
    switch outcome {
    case .answered(let status, let headers, let body):
      statusCode = status
      responseHeaders = headers
      responseBody = Array(body.prefix(Self.responseLimit))
    case .failed(let reason):
      statusCode = 0
      note = reason
    }
  }
}

/// The newest deliveries, oldest first.
struct DeliveryLog: Sendable {
  private(set) var records: [DeliveryRecord] = []

  /// Deliveries kept.
  static let limit = 500

  mutating func append(_ record: DeliveryRecord) {
    records.append(record)
    guard records.count > Self.limit else { return }
    let oldest = records.firstIndex { $0.isDone } ?? 0
    records.remove(at: oldest)
  }

  subscript(id: Int64) -> DeliveryRecord? {
    get { index(id).map { records[$0] } }
    set {
      guard let index = index(id) else { return }
      if let newValue { records[index] = newValue } else { records.remove(at: index) }
    }
  }

  private func index(_ id: Int64) -> Int? { records.lastIndex { $0.id == id } }

  func of(_ vendor: Vendor, hook: String) -> [DeliveryRecord] {
    records.filter { $0.vendor == vendor && $0.hook == hook }
  }
}
