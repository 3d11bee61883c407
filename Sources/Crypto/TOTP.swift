/// One-time passwords by time (RFC 6238): HMAC-SHA-1, six digits, a new one every 30 seconds, which is what every authenticator app understands.
package struct TOTP: Sendable {
  /// Seconds one password lasts (§5.2).
  package static let period: Int64 = 30
  /// Characters of a password.
  package static let digits = 6
  /// Bytes of a new secret: as many as HMAC-SHA-1 gives (RFC 4226 §4, R6).
  package static let secretSize = 20

  /// What the server and the app share.
  package let secret: SecretBytes

  /// A secret that is known already.
  package init(secret: SecretBytes) {
    self.secret = secret
  }

  /// A new secret.
  package init(random: RandomSource) {
    secret = SecretBytes(random.bytes(Self.secretSize))
  }

  /// Number of the 30 seconds that contain a moment.
  /// - Parameter seconds: since 1970; not negative.
  package static func step(at seconds: Int64) -> Int64 { seconds / period }

  /// The six digits of a step.
  package func password(step: Int64) -> String {
    HOTP.password(secret: secret, counter: step, digits: Self.digits)
  }

  /// The step a typed password belongs to: the present one, or one step to either side for a clock that is off and a person who types slowly (§5.2).
  ///
  /// Keep the step and give it as `after` next time: a password is good once.
  /// - Parameters:
  ///   - typed: spaces in it are ignored, because apps show two groups of three.
  ///   - seconds: now, since 1970.
  ///   - last: the step of the last password that was accepted; that one and older ones are refused.
  package func matchedStep(_ typed: String, at seconds: Int64, after last: Int64?) -> Int64? {
    let typed = typed.utf8.filter { $0 != UInt8(ascii: " ") }
    guard typed.count == Self.digits else { return nil }
    let present = Self.step(at: seconds)
    // Every candidate is computed, so that time does not tell which one it was.
    let matches = ((present - 1)...(present + 1)).filter { step in
      step >= 0 && constantTimeEquals(Array(password(step: step).utf8), typed)
    }
    return matches.last { $0 > last ?? -1 }
  }

  /// What a QR code for an authenticator app says (Key URI Format of Google Authenticator's wiki).
  /// - Parameters:
  ///   - issuer: name of the product or of its address; a colon in it is left out.
  ///   - account: who logs in.
  package func address(issuer: String, account: String) -> String {
    let issuer = Self.escaped(issuer.filter { $0 != ":" })
    return "otpauth://totp/\(issuer):\(Self.escaped(account))?secret=\(typedSecret)&issuer=\(issuer)"
      + "&algorithm=SHA1&digits=\(Self.digits)&period=\(Self.period)"
  }

  /// The secret as people type it into an app: Base 32 without padding.
  package var typedSecret: String { Base32.encode(secret.reveal(), .unpadded) }

  /// Percent-encoded but for the unreserved characters of RFC 3986 §2.3.
  private static func escaped(_ text: String) -> String {
    text.utf8.reduce(into: "") { result, byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += "%" + Hex.encode([byte]).uppercased()
      }
    }
  }
}
