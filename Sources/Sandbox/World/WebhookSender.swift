package import EventLoop
internal import HTTP
internal import HTTPClient
internal import Synchronization

/// Sends deliveries over HTTP. Hooks lead wherever the sandbox's user points them, also into private networks.
package final class WebhookSender: Sendable {
  private let loops: EventLoopGroup
  private let clients = Mutex<[HostPort: HTTPClient]>([:])

  /// Receivers whose connections are kept.
  private static let clientLimit = 16
  private static let limits = ClientRequest.Limits(
    connect: .seconds(5), total: OutgoingDelivery.timeout, idle: OutgoingDelivery.timeout, maximumResponseBytes: 1 << 20)

  package init(loops: EventLoopGroup) {
    self.loops = loops
  }

  package func send(_ delivery: OutgoingDelivery) async -> DeliveryOutcome {
    guard let request = request(delivery) else { return .failed(reason: "not a valid address") }
    do throws(ClientError) {
      let response = try await client(request.base.hostPort).send(request)
      return .answered(status: response.status, headers: response.headers, body: response.body)
    } catch {
      return .failed(reason: "\(error)")
    }
  }

  private func request(_ delivery: OutgoingDelivery) -> ClientRequest? {
    let parts = delivery.url.split(separator: "?", maxSplits: 1)
    guard let address = parts.first, let base = try? BaseURL(parsing: String(address)),
      let query = FormFields(urlEncoded: Array((parts.dropFirst().first ?? "").utf8))
    else { return nil }
    var headers = Headers()
    for field in delivery.headers.fields where field.name != "content-type" { headers.append(field.name, field.value) }
    return ClientRequest(
      .post, base, path: [], query: query.pairs, headers: headers, body: delivery.body,
      contentType: delivery.headers["content-type"].flatMap { FieldValue($0) }, limits: Self.limits)
  }

  private func client(_ target: HostPort) -> HTTPClient {
    clients.withLock { clients in
      if let client = clients[target] { return client }
      if clients.count >= Self.clientLimit { clients.removeAll() }
      let client = HTTPClient(
        loops: loops,
        configuration: .init(userAgent: "Sandbox-Webhooks", allowedPrivateAddresses: [target], maximumConnectionsPerHost: 8))
      clients[target] = client
      return client
    }
  }
}
