import Crypto
import FoundationEssentials
import Testing

/// Signed deliveries kept beside the project for its developers; a checkout without them skips this.
@Suite struct AsanaSampleTests {
  private struct Sample: Decodable {
    let secret: String
    let headers: [String: String]
    let rawBody: String

    enum CodingKeys: String, CodingKey {
      case secret, headers
      case rawBody = "raw_body"
    }
  }

  private static let folder = "../shared/contracts/data/asana/samples"

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: folder), "the folder ../shared is not here"),
    arguments: ["webhook-events.derived.json", "webhook-heartbeat.derived.json"])
  func `a recorded Asana signature is reproduced`(file: String) throws {
    let json = try Data(contentsOf: URL(filePath: "\(Self.folder)/\(file)"))
    let sample = try JSONDecoder().decode(Sample.self, from: json)
    let signature = HMAC.sha256(key: Array(sample.secret.utf8), message: Array(sample.rawBody.utf8))
    #expect(Hex.encode(signature) == sample.headers["X-Hook-Signature"])
  }
}
