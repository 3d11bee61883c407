import Crypto
import GitHub
import Testing

@Suite struct GitHubWebhookTests {
  static let secret = SecretBytes("It's a Secret to Everybody")
  static let body = Array("Hello, World!".utf8)
  static let digest = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"

  @Test(arguments: ["sha256=\(digest)", "sha256=\(digest.uppercased())"])
  func `GitHub's documented example is accepted`(signature: String) {
    #expect(GitHubWebhook.verify(body: Self.body, signature: signature, secret: Self.secret))
  }

  @Test(arguments: [
    nil, "", "sha256=", digest, "SHA256=\(digest)", "sha256=\(digest.dropLast())", "sha256=\(digest)0", "sha256= \(digest)",
    "sha256=\(digest.dropLast())0", "sha1=7d38cdd689735b008b3c702edd92eea23791c5f6", "sha256=\(digest.dropLast(2))zz",
  ])
  func `anything else is refused`(signature: String?) {
    #expect(!GitHubWebhook.verify(body: Self.body, signature: signature, secret: Self.secret))
  }

  @Test func `a changed body, another secret and an empty secret are refused`() {
    let signature = "sha256=\(Self.digest)"
    #expect(!GitHubWebhook.verify(body: Self.body + [0x0A], signature: signature, secret: Self.secret))
    #expect(!GitHubWebhook.verify(body: Self.body, signature: signature, secret: SecretBytes("It's a secret to everybody")))
    let unkeyed = "sha256=" + Hex.encode(HMAC.sha256(key: SecretBytes(""), message: Self.body))
    #expect(!GitHubWebhook.verify(body: Self.body, signature: unkeyed, secret: SecretBytes("")))
  }
}
