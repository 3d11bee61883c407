import Crypto
import HTTP
import HTTPClient

/// A webhook as GitHub sends it, or nearly so.
struct SignedDelivery: Sendable {
  var event = "ping"
  var id = "d-\(UInt64.random(in: .min ... .max))"
  var body = Array(#"{"zen":"Keep it logically awesome.","hook_id":1}"#.utf8)
  var secret = "sandbox-webhook-secret"

  /// - Parameter headers: instead of the signature.
  func send(to address: String, _ headers: [(FieldName, String)]? = nil) async throws -> ClientResponse {
    let parts = address.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
    let client = try PlainClient("\(parts[0])//\(parts[1])")
    return try await client.send(
      .post, "/" + parts[2], body: body,
      headers: [("x-github-event", event), ("x-github-delivery", id)] + (headers ?? [("x-hub-signature-256", signature)]))
  }

  var signature: String { "sha256=" + Hex.encode(HMAC.sha256(key: Array(secret.utf8), message: body)) }
  var oldSignature: String { "sha1=" + Hex.encode(HMAC.sha1(key: Array(secret.utf8), message: body)) }
}
