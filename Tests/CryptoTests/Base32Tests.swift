import Crypto
import TestKit
import Testing

@Suite struct Base32Tests {
  /// RFC 4648 §10.
  static let vectors = [
    ("", ""), ("f", "MY======"), ("fo", "MZXQ===="), ("foo", "MZXW6==="), ("foob", "MZXW6YQ="), ("fooba", "MZXW6YTB"),
    ("foobar", "MZXW6YTBOI======"),
  ]

  @Test(arguments: Base32Tests.vectors)
  func `the published texts are written and read`(plain: String, text: String) {
    let bytes = Array(plain.utf8)
    let unpadded = String(text.prefix { $0 != "=" })
    #expect(Base32.encode(bytes, .padded) == text)
    #expect(Base32.encode(bytes, .unpadded) == unpadded)
    #expect(Base32.decode(text, .padded) == bytes)
    #expect(Base32.decode(unpadded, .unpadded) == bytes)
  }

  @Test(arguments: [
    "M", "MY", "MY=====", "MZ======", "my======", "MY ====", "M1======", "========", "MZXW6YTB========", "MZXW6YTBO=======", "=Y======",
  ])
  func `a text that is not the one of its value is refused`(text: String) {
    #expect(Base32.decode(text, .padded) == nil)
  }

  @Test(arguments: ["M", "MZX", "MZXW6Y", "MY======", "MZ", "mzxq"])
  func `a text without padding is held to the same`(text: String) {
    #expect(Base32.decode(text, .unpadded) == nil)
  }

  @Test func `every length comes back`() {
    for length in 0...64 {
      let bytes = RandomSource.system.bytes(length)
      #expect(Base32.decode(Base32.encode(bytes, .padded), .padded) == bytes)
      #expect(Base32.decode(Base32.encode(bytes, .unpadded), .unpadded) == bytes)
    }
  }
}
