package import Crypto
package import HTTP

/// Names and signature of GitHub's webhooks (docs.github.com, "Validating webhook deliveries").
package enum GitHubWebhook {
  /// Carries the signature that counts. `X-Hub-Signature` (SHA-1) is never looked at.
  package static let signatureField: FieldName = "x-hub-signature-256"
  /// Name of the event; the body does not repeat it.
  package static let eventField: FieldName = "x-github-event"
  /// GUID, shared by all webhooks that got the event and kept by a redelivery.
  package static let deliveryField: FieldName = "x-github-delivery"

  /// Whether `signature`, the value of `X-Hub-Signature-256`, is `sha256=` and the hexadecimal HMAC-SHA-256 of the raw body; compared in constant
  /// time.
  package static func verify(body: [UInt8], signature: String?, secret: SecretBytes) -> Bool {
    guard let signature, signature.hasPrefix("sha256="), let claimed = Hex.decode(signature.dropFirst(7)), secret.count > 0 else {
      return false
    }
    return constantTimeEquals(HMAC.sha256(key: secret, message: body), claimed)
  }
}
