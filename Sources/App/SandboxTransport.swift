internal import HTTP
internal import HTTPClient
internal import Sandbox

/// Sends the sandbox's webhooks with the product's own client.
struct SandboxTransport: Sendable {
  let client: HTTPClient

  /// The sandbox delivers to the product it was started for, also on loopback.
  static func allowed(_ product: String?) -> Set<HostPort> {
    guard let product, let base = try? BaseURL(parsing: product) else { return [] }
    return [base.hostPort]
  }

  func send(_ delivery: OutgoingDelivery) async -> DeliveryOutcome {
    guard let request = Self.request(delivery) else { return .failed(reason: "not an address") }
    do {
      let response = try await client.send(request)
      return .answered(status: response.status, headers: response.headers, body: response.body)
    } catch { return .failed(reason: "\(error)") }
  }

  /// Takes an address apart, because the client takes none whole.
  private static func request(_ delivery: OutgoingDelivery) -> ClientRequest? {
    let parts = delivery.url.split(separator: "?", maxSplits: 1).map(String.init)
    guard let schemeEnd = parts.first?.firstRange(of: "://") else { return nil }
    let rest = parts[0][schemeEnd.upperBound...]
    let pieces = rest.split(separator: "/").map(String.init)
    guard let authority = pieces.first, let base = try? BaseURL(parsing: parts[0][..<schemeEnd.upperBound] + authority) else { return nil }
    let query = parts.count > 1 ? FormFields(urlEncoded: Array(parts[1].utf8))?.pairs ?? [] : []
    return ClientRequest(
      .post, base, path: pieces.dropFirst().compactMap { PercentEncoding.decode(Array($0.utf8)) }, query: query, headers: delivery.headers,
      body: delivery.body, contentType: "application/json",
      limits: ClientRequest.Limits(
        connect: .seconds(3), total: OutgoingDelivery.timeout, idle: OutgoingDelivery.timeout, maximumResponseBytes: 1 << 20))
  }
}
