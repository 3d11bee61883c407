import Crypto
import Testing

@Suite struct OneTimePasswordTests {
  /// The secret of both RFCs' examples.
  static let secret = SecretBytes("12345678901234567890")

  /// RFC 4226, appendix D.
  static let counters: [(Int64, String)] = [
    (0, "755224"), (1, "287082"), (2, "359152"), (3, "969429"), (4, "338314"),
    (5, "254676"), (6, "287922"), (7, "162583"), (8, "399871"), (9, "520489"),
  ]

  /// RFC 6238, appendix B, rows of SHA-1.
  static let moments: [(Int64, String)] = [
    (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
    (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
  ]

  @Test(arguments: OneTimePasswordTests.counters)
  func `a counter gives the published password`(counter: Int64, expected: String) {
    #expect(HOTP.password(secret: Self.secret, counter: counter, digits: 6) == expected)
  }

  @Test(arguments: OneTimePasswordTests.moments)
  func `a moment gives the published password`(seconds: Int64, expected: String) {
    let step = TOTP.step(at: seconds)
    #expect(HOTP.password(secret: Self.secret, counter: step, digits: 8) == expected)
    #expect(TOTP(secret: Self.secret).password(step: step) == String(expected.suffix(6)))
  }

  @Test(arguments: [(-2, nil), (-1, 99), (0, 100), (1, 101), (2, nil)] as [(Int64, Int64?)])
  func `a password is taken one step early and one step late`(offset: Int64, expected: Int64?) {
    let totp = TOTP(secret: Self.secret)
    #expect(totp.matchedStep(totp.password(step: 100 + offset), at: 100 * 30 + 7, after: nil) == expected)
  }

  @Test(arguments: [(nil, true), (99, true), (100, false), (101, false)] as [(Int64?, Bool)])
  func `a password is good once, and an older one is not good after it`(last: Int64?, isTaken: Bool) {
    let totp = TOTP(secret: Self.secret)
    #expect((totp.matchedStep(totp.password(step: 100), at: 3000, after: last) == 100) == isTaken)
  }

  @Test(arguments: ["", "28708", "2870822", "28708a", "２８７０８２", "287 082 1", "+87082"])
  func `what is not six right digits is refused`(typed: String) {
    #expect(TOTP(secret: Self.secret).matchedStep(typed, at: 59, after: nil) == nil)
  }

  @Test func `spaces in a typed password do not matter`() {
    #expect(TOTP(secret: Self.secret).matchedStep(" 287 082", at: 59, after: nil) == 1)
  }

  @Test func `the first step has no step before it`() {
    let totp = TOTP(secret: Self.secret)
    #expect(totp.matchedStep("755224", at: 0, after: nil) == 0)
    #expect(totp.matchedStep("000000", at: 0, after: nil) == nil)
  }

  @Test func `the address for an app escapes what people call themselves`() {
    let address = TOTP(secret: Self.secret).address(issuer: "Auto: Flow", account: "anna&co=мир")
    #expect(
      address == "otpauth://totp/Auto%20Flow:anna%26co%3D%D0%BC%D0%B8%D1%80?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        + "&issuer=Auto%20Flow&algorithm=SHA1&digits=6&period=30")
  }

  @Test func `new secrets have twenty bytes and differ`() {
    let first = TOTP(random: .system)
    #expect(first.secret.count == 20)
    #expect(first.secret != TOTP(random: .system).secret)
  }
}
