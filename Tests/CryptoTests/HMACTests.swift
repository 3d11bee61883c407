import Crypto
import Testing

/// One published answer.
struct MACVector: Sendable, CustomTestStringConvertible {
  let name: String
  let key: [UInt8]
  let message: [UInt8]
  let expected: String

  init(_ name: String, key: [UInt8], message: [UInt8], _ expected: String) {
    self.name = name
    self.key = key
    self.message = message
    self.expected = expected
  }

  var testDescription: String { name }
}

@Suite struct HMACTests {
  static let counting = Array(UInt8(1)...25)

  /// RFC 4231 §4; case 5 is truncated there and left out.
  static let sha256Vectors = [
    MACVector(
      "case 1", key: .init(repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    MACVector(
      "case 2", key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    MACVector(
      "case 3", key: .init(repeating: 0xaa, count: 20), message: .init(repeating: 0xdd, count: 50),
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    MACVector(
      "case 4", key: counting, message: .init(repeating: 0xcd, count: 50),
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
    MACVector(
      "case 6", key: .init(repeating: 0xaa, count: 131), message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    MACVector(
      "GitHub's documented example", key: Array("It's a Secret to Everybody".utf8), message: Array("Hello, World!".utf8),
      "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"),
    MACVector(
      "empty key and message", key: [], message: [], "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
  ]

  /// RFC 2202 §3.
  static let sha1Vectors = [
    MACVector(
      "case 1", key: .init(repeating: 0x0b, count: 20), message: Array("Hi There".utf8), "b617318655057264e28bc0b6fb378c8ef146be00"),
    MACVector(
      "case 2", key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
      "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
    MACVector(
      "case 3", key: .init(repeating: 0xaa, count: 20), message: .init(repeating: 0xdd, count: 50),
      "125d7342b9ac11cd91a39af48aa17b4f63f175d3"),
    MACVector(
      "case 4", key: counting, message: .init(repeating: 0xcd, count: 50), "4c9007f4026250c6bc8414f9bf50c86c2d7235da"),
    MACVector(
      "case 6", key: .init(repeating: 0xaa, count: 80), message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      "aa4ae5e15272d00e95705637ce8a3b55ed402112"),
  ]

  @Test(arguments: HMACTests.sha256Vectors)
  func `HMAC-SHA-256 gives the published answer`(vector: MACVector) {
    #expect(Hex.encode(HMAC.sha256(key: vector.key, message: vector.message)) == vector.expected)
    #expect(Hex.encode(HMAC.sha256(key: SecretBytes(vector.key), message: vector.message)) == vector.expected)
  }

  @Test(arguments: HMACTests.sha1Vectors)
  func `HMAC-SHA-1 gives the published answer`(vector: MACVector) {
    #expect(Hex.encode(HMAC.sha1(key: vector.key, message: vector.message)) == vector.expected)
  }

  @Test func `a message of 26 MB is hashed`() {
    let message = [UInt8](repeating: 0x61, count: 26 << 20)
    // Made with Python's hmac module.
    let expected = "faf88da7f0848290d3a89f8b2d2a8c227a6df5f5250f22d2801c52a9d122990c"
    #expect(Hex.encode(HMAC.sha256(key: Array("key".utf8), message: message)) == expected)
  }

  @Test func `two tasks hashing at once do not disturb each other`() async {
    await withTaskGroup(of: Bool.self) { group in
      for vector in Self.sha256Vectors {
        group.addTask {
          (0..<500).allSatisfy { _ in Hex.encode(HMAC.sha256(key: vector.key, message: vector.message)) == vector.expected }
        }
      }
      for await wasRight in group { #expect(wasRight) }
    }
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  ])
  func `SHA-256 gives the published answer`(text: String, expected: String) {
    #expect(Hex.encode(SHA256.digest(Array(text.utf8))) == expected)
  }
}
