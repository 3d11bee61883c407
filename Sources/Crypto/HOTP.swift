/// One-time passwords by counter (RFC 4226) with HMAC-SHA-1.
package enum HOTP {
  /// Decimal digits with leading zeros (§5.3).
  /// - Parameters:
  ///   - counter: of the password; not negative.
  ///   - digits: 6 to 8.
  package static func password(secret: SecretBytes, counter: Int64, digits: Int) -> String {
    precondition((6...8).contains(digits) && counter >= 0, "6 to 8 digits of a counter from zero")
    let mac = unsafe secret.withUnsafeBytes { unsafe MACTemplate.sha1.compute(key: $0, message: bigEndian(counter)) }
    let offset = Int(mac[mac.count - 1] & 15)
    let truncated = mac[offset..<(offset + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
    let limit = (0..<digits).reduce(UInt32(1)) { power, _ in power * 10 }
    let text = String(truncated % limit)
    return String(repeating: "0", count: digits - text.count) + text
  }

  private static func bigEndian(_ counter: Int64) -> [UInt8] {
    stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: counter >> Int64($0)) }
  }
}
