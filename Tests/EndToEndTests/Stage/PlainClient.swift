import HTTP
import HTTPClient
import TestKit

/// Requests to one address on loopback.
struct PlainClient: Sendable {
  private let base: BaseURL
  private let client: HTTPClient

  init(_ address: String) throws {
    base = try BaseURL(parsing: address)
    client = HTTPClient(
      loops: TestDatabase.loops,
      configuration: .init(userAgent: "end-to-end-tests", allowedPrivateAddresses: [base.hostPort], maximumConnectionsPerHost: 16))
  }

  /// - Parameter target: path and query as they stand in an address.
  func send(
    _ method: HTTP.Method, _ target: String, body: [UInt8]? = nil, contentType: FieldValue = "application/json",
    headers: [(FieldName, String)] = [], within limit: Duration = .seconds(15)
  ) async throws -> ClientResponse {
    let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
    var fields = Headers()
    for (name, value) in headers { fields.append(name, FieldValue(replacingForbiddenBytesIn: value)) }
    let query = FormFields(urlEncoded: Array((parts.count > 1 ? parts[1] : "").utf8))?.pairs ?? []
    return try await client.send(
      ClientRequest(
        method, base, path: parts[0].split(separator: "/").map(String.init), query: query, headers: fields, body: body,
        contentType: body == nil ? nil : contentType,
        limits: .init(connect: limit, total: limit, idle: limit, maximumResponseBytes: 16 << 20)))
  }
}
