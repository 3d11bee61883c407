internal import Domain

/// One API call and its answer, kept so that a test can compare both with the vendor's description.
struct Exchange: Sendable {
  let at: Timestamp
  let vendor: Vendor
  let method: String
  /// As sent, below the API's base.
  let path: String
  let query: String?
  /// The route's pattern below the API's base; `-` when no route matched.
  let pattern: String
  /// SHA-256 of the token it was sent with, in hexadecimal: tells whose it was and gives no token away.
  let tokenDigest: String?
  let requestBody: [UInt8]
  let apiVersion: String?
  /// nil when the connection was cut instead.
  let status: Int?
  let responseBody: [UInt8]
  /// The fault that took part.
  let fault: String?
}

/// Counters of all calls, and the newest exchanges.
struct ExchangeLog: Sendable {
  struct Count: Sendable {
    var total = 0
    /// Answered 2xx.
    var succeeded = 0
  }

  private(set) var exchanges: [Exchange] = []
  /// By `METHOD pattern`, per vendor.
  private(set) var counts: [Vendor: [String: Count]] = [:]

  /// Exchanges kept.
  static let limit = 1000
  /// Bytes of a body kept.
  static let bodyLimit = 64 * 1024

  mutating func append(_ exchange: Exchange) {
    var count = counts[exchange.vendor, default: [:]]["\(exchange.method) \(exchange.pattern)"] ?? Count()
    count.total += 1
    if let status = exchange.status, (200..<300).contains(status) { count.succeeded += 1 }
    counts[exchange.vendor, default: [:]]["\(exchange.method) \(exchange.pattern)"] = count
    exchanges.append(exchange)
    if exchanges.count > Self.limit { exchanges.removeFirst(exchanges.count - Self.limit) }
  }
}
