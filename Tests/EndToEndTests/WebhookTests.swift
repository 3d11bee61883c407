import HTTP
import HTTPClient
import Sandbox
import TestKit
import Testing

/// What the webhook addresses promise to their senders.
@Suite struct WebhookTests {
  /// What stands where the signature should.
  enum Signature: Sendable {
    case right, none, wrong, oldOnly, oldInNewField

    func fields(_ delivery: SignedDelivery) -> [(FieldName, String)] {
      switch self {
      case .right: [("x-hub-signature-256", delivery.signature)]
      case .none: []
      case .wrong: [("x-hub-signature-256", "sha256=" + String(delivery.signature.dropFirst(7).reversed()))]
      case .oldOnly: [("x-hub-signature", delivery.oldSignature)]
      case .oldInNewField: [("x-hub-signature-256", delivery.oldSignature)]
      }
    }
  }

  struct Row: Sendable {
    let name: String
    var delivery = SignedDelivery()
    var signature: Signature = .right
    var project: String?
    let status: Int
  }

  private static let rows = [
    Row(name: "good", status: 200), Row(name: "no signature", signature: .none, status: 401),
    Row(name: "wrong signature", signature: .wrong, status: 401), Row(name: "SHA-1 only", signature: .oldOnly, status: 401),
    Row(name: "SHA-1 in the new field", signature: .oldInNewField, status: 401),
    Row(name: "another secret", delivery: SignedDelivery(secret: "secret-of-another-project"), status: 401),
    Row(name: "unknown project", project: "nobodyknowsthisproject00", status: 404),
    Row(name: "malformed JSON", delivery: SignedDelivery(body: Array("{\"zen\":".utf8)), status: 400),
    Row(name: "malformed JSON of an event nobody asked for", delivery: SignedDelivery(event: "star", body: Array("{".utf8)), status: 400),
    Row(name: "JSON of another shape", delivery: SignedDelivery(event: "pull_request", body: Array("{\"action\":1}".utf8)), status: 400),
    Row(
      name: "an event nobody asked for", delivery: SignedDelivery(event: "star", body: Array("{\"action\":\"created\"}".utf8)), status: 200),
  ]

  @Test(.database) func `each request gets its status, and only good ones are stored`() async throws {
    try await Stage.play { stage in
      let before = try await stage.product.count("deliveries")
      for row in Self.rows {
        let address = row.project.map { stage.product.address + "/webhooks/github/" + $0 } ?? stage.githubAddress
        let answer = try await row.delivery.send(to: address, row.signature.fields(row.delivery))
        #expect(answer.status == row.status, "\(row.name)")
      }
      let good = Self.rows.count { $0.status == 200 }
      #expect(try await stage.product.count("deliveries") == before + Int64(good))
      let refused = try await stage.product.rows("SELECT failures FROM github_hook_health").first?["failures"]?.integer
      #expect(refused == Int64(Self.rows.count { $0.status == 401 }))
      let address = String(stage.githubAddress.dropFirst(stage.product.address.count))
      let get = try await stage.product.http.send(.get, address)
      #expect(get.status == 405)
      #expect(get.headers["allow"]?.contains("POST") == true)
      #expect(try await stage.product.http.send(.get, "/livez").status == 200)
    }
  }

  @Test(.database) func `another project's secret opens nothing`() async throws {
    try await Stage.play { stage in
      let other: JSONValue = [
        "slug": "other", "name": "Other", "github": ["webhook_secret": ["env": "OTHER_SECRET"], "repositories": [["name": "acme/other"]]],
      ]
      let result = try await stage.product.run(
        ["project", "apply", try stage.product.write(other)], ["OTHER_SECRET": "secret-of-another-project"])
      #expect(result.status == 0, "\(result.output)")
      let line = result.output.split(separator: "\n").first { $0.hasPrefix("github webhook") }
      let address = try stage.required(line.flatMap { $0.split(separator: " ").last }.map(String.init), "address")
      let foreign = SignedDelivery(secret: "secret-of-another-project")
      #expect(try await foreign.send(to: stage.githubAddress).status == 401)
      #expect(try await foreign.send(to: address).status == 200)
      #expect(try await SignedDelivery().send(to: address).status == 401)
    }
  }

  @Test(.database) func `a body over 26 MB is refused by its length, and the connection closed`() async throws {
    try await Stage.play { stage in
      let parts = stage.githubAddress.split(separator: "/", maxSplits: 2)
      let port = try stage.required(parts[1].split(separator: ":").last.flatMap { UInt16($0) }, "port")
      let connection = try await RawConnection(port: port)
      defer { connection.close() }
      try await connection.send(
        "POST /\(parts[2]) HTTP/1.1\r\nhost: \(parts[1])\r\ncontent-type: application/json\r\ncontent-length: \(26 * 1_048_576 + 1)\r\n\r\n{"
      )
      let answer = try await connection.read()
      #expect(answer.hasPrefix("HTTP/1.1 413 "))
      #expect(answer.lowercased().contains("connection: close"))
      #expect(try await stage.product.http.send(.get, "/livez").status == 200)
    }
  }

  /// S3-050, decision 6.15.
  @Test(.database) func `a repeated delivery has no second effect, and revives a job that failed`() async throws {
    try await Stage.play { stage in
      let delivery = SignedDelivery()
      let job = "SELECT jobs.* FROM jobs JOIN deliveries AS d ON d.id = jobs.delivery_id WHERE external_id = '\(delivery.id)'"
      for _ in 0..<2 { #expect(try await delivery.send(to: stage.githubAddress).status == 200) }
      try await eventually("its job") { try await stage.product.rows(job).first?["state"]?.string == "done" }
      #expect(try await stage.product.rows(job).count == 1)
      let kept = try await stage.product.rows("SELECT duplicates FROM deliveries WHERE external_id = '\(delivery.id)'")
      #expect(kept.first?["duplicates"]?.integer == 1)
      let number = try stage.required(try await stage.product.rows(job).first?["id"]?.integer, "job")
      try await stage.product.change("UPDATE jobs SET state = 'failed', last_error = 'for the test' WHERE id = \(number)")
      #expect(try await delivery.send(to: stage.githubAddress).status == 200)
      try await eventually("the revived job") { try await stage.product.rows(job).first?["state"]?.string == "done" }
      #expect(try await stage.product.rows(job).count == 1)
    }
  }

  /// S3-052.
  @Test(.database) func `webhooks are answered at once while Asana and GitHub hang`() async throws {
    try await Stage.play { stage in
      try await stage.waitForQuiet()
      try await stage.sandbox.plan("hang", "asana", count: 1000)
      try await stage.sandbox.plan("hang", "github", count: 1000)
      let gids = [try await stage.createTask("One"), try await stage.createTask("Two")]
      try await eventually("jobs that hang") { try await stage.product.count("jobs WHERE state = 'running'") >= 1 }
      for _ in 0..<20 {
        let started = ContinuousClock.now
        #expect(try await SignedDelivery().send(to: stage.githubAddress).status == 200)
        #expect(ContinuousClock.now - started < .seconds(3))
      }
      #expect(try await stage.product.count("tasks") == 0)
      #expect(gids.count == 2)
    }
  }
}
