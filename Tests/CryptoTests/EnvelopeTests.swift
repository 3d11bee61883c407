import Crypto
import TestKit
import Testing

@Suite struct EnvelopeTests {
  /// McGrew and Viega, "The Galois/Counter Mode of Operation" (submitted to NIST), Appendix B.
  struct GCMVector: Sendable {
    let number: Int
    let key, plain, associated, nonce, sealed: String
  }

  static let vectors = [
    GCMVector(
      number: 13, key: String(repeating: "00", count: 32), plain: "", associated: "", nonce: String(repeating: "00", count: 12),
      sealed: "530f8afbc74536b9a963b4f1c4cb738b"),
    GCMVector(
      number: 14, key: String(repeating: "00", count: 32), plain: String(repeating: "00", count: 16), associated: "",
      nonce: String(repeating: "00", count: 12), sealed: "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"),
    GCMVector(
      number: 16, key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
      plain: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
      associated: "feedfacedeadbeeffeedfacedeadbeefabaddad2", nonce: "cafebabefacedbaddecaf888",
      sealed: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662" + "76fc6ece0f4e1768cddf8853bb2d551b"),
  ]

  @Test(arguments: EnvelopeTests.vectors)
  func `AES-256-GCM gives the published answer`(vector: GCMVector) throws {
    let keyBytes = try #require(Hex.decode(vector.key))
    let key = try #require(SymmetricKey(SecretBytes(keyBytes)))
    let plainBytes = try #require(Hex.decode(vector.plain))
    let plain = SecretBytes(plainBytes)
    let nonce = try #require(Hex.decode(vector.nonce))
    let associated = try #require(Hex.decode(vector.associated))
    let sealed = AES256GCM.seal(plain, key: key, nonce: nonce, associated: associated)
    #expect(Hex.encode(sealed) == vector.sealed)
    #expect(AES256GCM.open(sealed, key: key, nonce: nonce, associated: associated) == plain)
  }

  private let key = SymmetricKey.random()
  private let context = SealContext(projectID: 7, name: "asana.token", version: 3)

  @Test(arguments: [UInt64(11), 12])
  func `any secret survives sealing`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for size in [0, 1, 15, 16, 17, 40, 1000, 100_000] {
      let secret = SecretBytes(random.bytes(size))
      let sealed = Envelope.seal(secret, key: key, context: context)
      #expect(sealed.count == 1 + 8 + 12 + size + 16)
      #expect(try Envelope.open(sealed, key: key, context: context) == secret)
    }
  }

  @Test func `sealing twice never gives the same bytes`() {
    let secret = SecretBytes("token")
    #expect(Envelope.seal(secret, key: key, context: context) != Envelope.seal(secret, key: key, context: context))
  }

  @Test func `a change of any bit is refused`() {
    let sealed = Envelope.seal(SecretBytes("ghp_0123456789"), key: key, context: context)
    for index in sealed.indices {
      for bit in 0..<8 {
        var changed = sealed
        changed[index] ^= 1 << UInt8(bit)
        #expect(throws: Envelope.Failure.self, "byte \(index), bit \(bit)") {
          try Envelope.open(changed, key: key, context: context)
        }
      }
    }
  }

  @Test func `a cut or extended value is refused`() {
    let sealed = Envelope.seal(SecretBytes("ghp_0123456789"), key: key, context: context)
    for count in 0..<sealed.count {
      #expect(throws: Envelope.Failure.damaged) { try Envelope.open(Array(sealed.prefix(count)), key: key, context: context) }
    }
    #expect(throws: Envelope.Failure.damaged) { try Envelope.open(sealed + [0], key: key, context: context) }
  }

  @Test(arguments: [
    SealContext(projectID: 8, name: "asana.token", version: 3),
    SealContext(projectID: 7, name: "github.token", version: 3),
    SealContext(projectID: 7, name: "asana.token", version: 4),
    SealContext(projectID: 7, name: "asana.token\u{0}", version: 3),
    SealContext(projectPublicID: "7", name: "asana.token", version: 3),
    SealContext(projectPublicID: "\0\0\0\0\0\0\0\u{7}", name: "asana.token", version: 3),
  ])
  func `a value moved elsewhere does not open`(elsewhere: SealContext) {
    let sealed = Envelope.seal(SecretBytes("token"), key: key, context: context)
    #expect(throws: Envelope.Failure.damaged) { try Envelope.open(sealed, key: key, context: elsewhere) }
  }

  @Test func `the wrong key is told apart from damage`() {
    let sealed = Envelope.seal(SecretBytes("token"), key: key, context: context)
    #expect(throws: Envelope.Failure.wrongKey(key.id)) { try Envelope.open(sealed, key: .random(), context: context) }
    #expect(throws: Envelope.Failure.unknownVersion(2)) { try Envelope.open([2] + sealed.dropFirst(), key: key, context: context) }
  }

  @Test func `a key id is the start of the key's SHA-256`() throws {
    let key = try #require(SymmetricKey(SecretBytes([UInt8](repeating: 1, count: 32))))
    #expect(key.id.bytes == Array(SHA256.digest([UInt8](repeating: 1, count: 32)).prefix(8)))
    #expect(SymmetricKey(SecretBytes([1])) == nil)
  }
}
