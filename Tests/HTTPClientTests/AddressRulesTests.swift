import Glibc
import HTTP
import HTTPClient
import Testing

@testable import HTTPClient

@Suite struct AddressRulesTests {
  private static let special: [[UInt8]] = [
    [0, 0, 0, 0], [10, 0, 0, 1], [10, 255, 255, 255],
    [100, 64, 0, 1], [100, 127, 255, 255], [127, 0, 0, 1], [127, 9, 9, 9], [169, 254, 169, 254],
    [172, 16, 0, 1], [172, 31, 255, 255], [192, 0, 0, 1], [192, 0, 2, 1], [192, 168, 1, 1], [198, 18, 0, 1], [198, 19, 255, 255],
    [198, 51, 100, 1], [203, 0, 113, 1], [224, 0, 0, 1], [239, 1, 1, 1], [240, 0, 0, 1], [255, 255, 255, 255], [], [1, 2, 3],
  ]

  @Test(arguments: special)
  func `a special IPv4 address is not public`(address: [UInt8]) {
    #expect(!AddressRules.isPublic(address))
  }

  private static let ordinary: [[UInt8]] = [
    [1, 1, 1, 1], [9, 255, 255, 255], [11, 0, 0, 0], [100, 63, 255, 255], [100, 128, 0, 0], [126, 1, 1, 1],
    [128, 0, 0, 1], [140, 82, 121, 4],
    [172, 15, 255, 255], [172, 32, 0, 0], [192, 169, 0, 1], [198, 17, 1, 1], [198, 20, 0, 1], [223, 255, 255, 255],
  ]

  @Test(arguments: ordinary)
  func `an ordinary IPv4 address is public`(address: [UInt8]) {
    #expect(AddressRules.isPublic(address))
  }

  @Test(arguments: [
    ("::", false), ("::1", false), ("::ffff:1.1.1.1", false), ("::ffff:127.0.0.1", false), ("::1.1.1.1", false), ("fc00::1", false),
    ("fdff::1", false), ("fe80::1", false), ("fec0::1", false), ("ff02::1", false), ("2001:db8::1", false), ("2002:7f00:1::", false),
    ("2001::1", false), ("100::1", false), ("64:ff9b::127.0.0.1", false), ("64:ff9b::10.0.0.1", false), ("64:ff9b:1::1", false),
    ("3fff::1", false), ("64:ff9b::1.1.1.1", true), ("2606:50c0:8000::64", true), ("2a00:1450::1", true), ("2001:4860::1", true),
  ])
  func `an IPv6 address is public only in the global block`(text: String, isPublic: Bool) throws {
    #expect(AddressRules.isPublic(try ipv6(text)) == isPublic)
  }

  /// Nothing listens to these: a client that opened a socket would report something else than the refusal.
  @Test(arguments: [
    "http://127.0.0.1:9", "http://localhost:9", "http://2130706433:9", "http://0x7f.1:9", "http://0177.0.0.1:9", "http://10.0.0.1:9",
    "http://169.254.169.254", "http://192.168.0.1:9", "http://0.0.0.0:9", "http://[::1]:9", "http://[::ffff:127.0.0.1]:9",
    "http://[fe80::1]:9", "http://[fd00::1]:9", "http://100.64.0.1", "https://172.16.0.1",
  ])
  func `no socket is opened to a private address`(address: String) async throws {
    let request = ClientRequest(.get, try BaseURL(parsing: address), path: ["x"], limits: .test)
    await #expect(throws: ClientError.forbiddenAddress) { try await HTTPClient.test().send(request) }
  }

  @Test func `being allowed one port of a host allows no other`() async throws {
    try await withServer({ $0.answerAll("secret") }) { server in
      let client = HTTPClient.test(ports: server.port == 1 ? 2 : 1)
      await #expect(throws: ClientError.forbiddenAddress) { try await client.send(.local(server.port)) }
      #expect(server.accepted == 0)
    }
  }
}

private func ipv6(_ text: String) throws -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: 16)
  try #require(inet_pton(AF_INET6, text, &bytes) == 1)
  return bytes
}
