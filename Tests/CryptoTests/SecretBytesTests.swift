import Crypto
import Testing

@Suite struct SecretBytesTests {
  private struct Holder { let token: SecretBytes }

  @Test func `a secret shows itself nowhere`() {
    let secret = SecretBytes("hunter2-hunter2")
    var dumped = ""
    dump(Holder(token: secret), to: &dumped)
    for text in ["\(secret)", String(describing: secret), String(reflecting: secret), "\(Holder(token: secret))", "\([secret])", dumped] {
      #expect(text.contains("(secret)"))
      #expect(!text.contains("hunter2") && !text.contains("104"))
    }
    #expect(Mirror(reflecting: secret).children.isEmpty)
  }

  @Test func `a secret lends and reveals its bytes`() {
    let secret = SecretBytes("tökén")
    #expect(secret.count == 7)
    #expect(secret.withBytes { $0.count } == 7)
    #expect(secret.withBytes { $0[0] } == UInt8(ascii: "t"))
    #expect(secret.reveal() == Array("tökén".utf8))
    #expect(secret.revealText() == "tökén")
    #expect(SecretBytes([0xff]).revealText() == nil)
    #expect(SecretBytes([]).reveal() == [])
  }

  @Test(arguments: [([UInt8](), [UInt8](), true), ([1], [1], true), ([1], [2], false), ([1], [1, 2], false), ([], [0], false)])
  func `equality looks at every byte and the length`(left: [UInt8], right: [UInt8], isEqual: Bool) {
    #expect((SecretBytes(left) == SecretBytes(right)) == isEqual)
    #expect(constantTimeEquals(left, right) == isEqual)
  }

  @Test func `tokens are url-safe, as long as asked and never the same`() {
    let tokens = (0..<1000).map { _ in RandomSource.system.token(bytes: 32) }
    #expect(Set(tokens).count == 1000)
    for token in tokens { #expect(Base64.decode(token, .urlSafe)?.count == 32) }
  }
}
