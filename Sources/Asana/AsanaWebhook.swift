package import Crypto
package import HTTP

/// Names and signature of Asana's webhooks (developers.asana.com/docs/webhooks-guide, 2026-03-23).
package enum AsanaWebhook {
  /// Carries the shared secret in the handshake; the answer repeats it.
  package static let secretField: FieldName = "x-hook-secret"
  /// Carries the signature of a delivery.
  package static let signatureField: FieldName = "x-hook-signature"

  /// Whether `signature` is the hexadecimal HMAC-SHA-256 of the raw body; compared in constant time. Both cases of digits are accepted.
  package static func verify(body: [UInt8], signature: String?, secret: SecretBytes) -> Bool {
    guard let signature, let claimed = Hex.decode(signature), secret.count > 0 else { return false }
    return constantTimeEquals(HMAC.sha256(key: secret, message: body), claimed)
  }
}
