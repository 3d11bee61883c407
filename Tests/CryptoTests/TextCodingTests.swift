import Crypto
import TestKit
import Testing

@Suite struct TextCodingTests {
  /// RFC 4648 §10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `base64 agrees with the standard's examples`(plain: String, encoded: String) {
    #expect(Base64.encode(Array(plain.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(plain.utf8))
    let unpadded = String(encoded.prefix { $0 != "=" })
    #expect(Base64.encode(Array(plain.utf8), .standardUnpadded) == unpadded)
    #expect(Base64.encode(Array(plain.utf8), .urlSafe) == unpadded)
    #expect(Base64.decode(unpadded, .urlSafe) == Array(plain.utf8))
  }

  @Test(arguments: [
    "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm9v\n", " Zm9v", "Zm9v====", "Z", "=", "====", "Zm-v", "Zm_v", "Zé9v",
    "Zg==Zg==",
  ])
  func `base64 refuses what is not the one right text`(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test(arguments: ["Zg==", "Zh", "Zm+v", "Zm/v", "Z", "Zm9vY"])
  func `url-safe base64 refuses what is not the one right text`(text: String) {
    #expect(Base64.decode(text, .urlSafe) == nil)
  }

  @Test(arguments: ["0", "0g", "xy", "0x10", "é0"])
  func `hex refuses what is not pairs of digits`(text: String) {
    #expect(Hex.decode(text) == nil)
  }

  @Test func `hex accepts capital digits`() {
    #expect(Hex.decode("00fFAb") == [0, 255, 171])
  }

  @Test(arguments: [UInt64(1), 2, 3, 20_261])
  func `any bytes survive each text form`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for size in 0..<200 {
      let bytes = random.bytes(size)
      #expect(Hex.decode(Hex.encode(bytes)) == bytes)
      for variant in [Base64.Variant.standard, .standardUnpadded, .urlSafe] {
        #expect(Base64.decode(Base64.encode(bytes, variant), variant) == bytes)
      }
    }
  }

  @Test(arguments: [UInt64(4), 5])
  func `text that base64 accepts is what it would write`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let characters = Array("AQgw+/-_= \nZ".unicodeScalars)
    for _ in 0..<20_000 {
      let scalars = (0..<Int.random(in: 0...8, using: &random)).compactMap { _ in characters.randomElement(using: &random) }
      let text = String(String.UnicodeScalarView(scalars))
      for variant in [Base64.Variant.standard, .standardUnpadded, .urlSafe] {
        guard let bytes = Base64.decode(text, variant) else { continue }
        #expect(Base64.encode(bytes, variant) == text)
      }
    }
  }
}
