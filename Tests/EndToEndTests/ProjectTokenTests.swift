import Crypto
import Sandbox
import TestKit
import Testing

/// S3-029: a project's tokens go out for that project alone.
@Suite struct ProjectTokenTests {
  private static let tokens = [
    "sandbox-asana-token": "demo", "sandbox-github-token": "demo", "sandbox-second-token": "other", "sandbox-writer-token": "other",
  ]
  /// Asana does not know it: the product asks for it all the same.
  private static let otherProject = "1200000000000099"

  /// The demonstration with one repository, so that the path of a call tells whose it has to be.
  private static let demo: @Sendable (JSONValue) -> JSONValue = { project in
    let github = project["github"]?.with(["repositories": [["name": "acme/api", "default": true]]]) ?? nil
    let asana = project["asana"]?.with(["repository_map": ["Api": "acme/api"]]) ?? nil
    return project.with(["github": github, "asana": asana])
  }

  private static func other(projects: [JSONValue]) -> JSONValue {
    [
      "slug": "other", "name": "Other", "asana": ["token": ["env": "OTHER_ASANA_TOKEN"], "projects": .array(projects)],
      "github": ["token": ["env": "OTHER_GITHUB_TOKEN"], "repositories": [["name": "acme/web", "default": true]]],
    ]
  }

  /// One call, and the project whose token it carried.
  private struct Sent {
    let project: String?
    /// Everything that was asked for.
    let text: String
  }

  private static func sent(_ stage: Stage) async throws -> [Sent] {
    let names = Dictionary(uniqueKeysWithValues: tokens.map { (Hex.encode(SHA256.digest(Array($0.key.utf8))), $0.value) })
    return (try await stage.sandbox.get("exchanges").array ?? []).map { call in
      let body = call["request_body"].map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
      let text = [call["path"]?.string, call["query"]?.string, body].compactMap { $0 }.joined(separator: " ")
      return Sent(project: call["token_sha256"]?.string.flatMap { names[$0] }, text: text)
    }
  }

  @Test(.database) func `of two projects each sends its own tokens only`() async throws {
    let environment = [
      "INIT_ADMIN_TOKEN": SignedIn.token, "OTHER_ASANA_TOKEN": "sandbox-second-token", "OTHER_GITHUB_TOKEN": "sandbox-writer-token",
    ]
    try await Stage.play(.init(environment: environment, project: Self.demo)) { stage in
      try await stage.product.apply(Self.other(projects: []))
      let admin = try await SignedIn(stage.product)
      try await stage.waitForQuiet()
      for project in ["other", "demo"] { try await expectOwnTokens(project, admin, stage) }
      let task = try await stage.createTask()
      try await stage.merge(try await stage.waitForPull(task))
      try await stage.waitForEnd(task)
      try await stage.product.apply(Self.other(projects: [.string(Self.otherProject)]))
      try await eventually("a call for the other project") {
        try await Self.sent(stage).contains { $0.text.contains(Self.otherProject) }
      }
      try await expectOwnAddresses(stage)
    }
  }

  /// The checks and live lists of a project's settings.
  private func expectOwnTokens(_ project: String, _ admin: SignedIn, _ stage: Stage) async throws {
    let before = try await Self.sent(stage).count
    for part in ["asana/check", "github/check"] { try await admin.press("/p/\(project)/settings/\(part)") }
    for part in ["asana/projects", "asana/fields", "github/repositories"] { _ = try await admin.read("/p/\(project)/settings/\(part)") }
    let calls = try await Self.sent(stage).dropFirst(before)
    #expect(calls.count >= 4, "\(project): \(calls.count)")
    for call in calls { #expect(call.project == project, "\(call.text)") }
  }

  private func expectOwnAddresses(_ stage: Stage) async throws {
    let owners = ["/repos/acme/api": "demo", "/repos/acme/web": "other", Self.otherProject: "other", "1200000000000002": "demo"]
    let calls = try await Self.sent(stage)
    for (address, owner) in owners {
      let own = calls.filter { $0.text.contains(address) }
      #expect(!own.isEmpty, "\(address)")
      for call in own { #expect(call.project == owner, "\(call.text)") }
    }
  }
}
