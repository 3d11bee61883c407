/// Keyed hashes (RFC 2104) of messages that are in memory.
package enum HMAC {
  /// HMAC-SHA-256: 32 bytes. The message is read in place.
  package static func sha256(key: [UInt8], message: [UInt8]) -> [UInt8] {
    compute(.sha256, key: key, message: message)
  }

  /// HMAC-SHA-256 with a key that stays wrapped: 32 bytes.
  package static func sha256(key: SecretBytes, message: [UInt8]) -> [UInt8] {
    unsafe key.withUnsafeBytes { key in unsafe MACTemplate.sha256.compute(key: key, message: message) }
  }

  /// HMAC-SHA-1: 20 bytes. Only to recognise what older senders sign; never a reason to accept a request.
  package static func sha1(key: [UInt8], message: [UInt8]) -> [UInt8] {
    compute(.sha1, key: key, message: message)
  }

  private static func compute(_ template: MACTemplate, key: [UInt8], message: [UInt8]) -> [UInt8] {
    // OpenSSL reads a null address as "no key given", and an empty array may have one.
    guard key.isEmpty else { return unsafe key.withUnsafeBufferPointer { unsafe template.compute(key: $0, message: message) } }
    return unsafe SecretBytes(key).withUnsafeBytes { unsafe template.compute(key: $0, message: message) }
  }
}
