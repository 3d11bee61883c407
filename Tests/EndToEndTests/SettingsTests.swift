import HTTP
import Sandbox
import TestKit
import Testing

/// A project that is set up through the pages alone.
@Suite struct SettingsTests {
  /// Neither tokens nor projects: only a name, so that there is an address for GitHub's webhook.
  private static let nameOnly: @Sendable (JSONValue) -> JSONValue = { _ in ["slug": "demo", "name": "Demo"] }

  private static func form(_ fields: [(String, String)]) -> String {
    fields.map { "\(PercentEncoding.encode($0))=\(PercentEncoding.encode($1))" }.joined(separator: "&")
  }

  /// Values of the fields of a name, as the page has them.
  private static func values(_ name: String, in page: String) -> [String] {
    page.split(separator: "<input ").compactMap { tag in
      guard tag.contains("name=\"\(name)\""), let start = tag.firstRange(of: "value=\"") else { return nil }
      return String(tag[start.upperBound...].prefix { $0 != "\"" })
    }
  }

  @Test(.database) func `a project is set up through its pages, and its first task is DEPLOYED`() async throws {
    let plan = Stage.Plan(serve: nil, environment: ["INIT_ADMIN_TOKEN": SignedIn.token], project: Self.nameOnly)
    try await Stage.play(plan) { stage in
      _ = try await stage.product.serve()
      let admin = try await SignedIn(stage.product)
      try await Self.connectAsana(admin)
      try await Self.connectGitHub(admin)
      try await Self.map(admin)
      try await stage.waitForHook()
      let gid = try await stage.createTask("Set up by hand")
      let pull = try await stage.waitForPull(gid)
      try await stage.merge(pull)
      try await stage.waitForEnd(gid)
      let page = try await admin.read("/p/demo/settings")
      #expect(page.contains("Connected as Auto-Flow"))
      #expect(page.contains("Connected as auto-flow-demo"))
      for secret in ["sandbox-asana-token", "sandbox-github-token", "sandbox-webhook-secret"] { #expect(!page.contains(secret)) }
    }
  }

  private static func connectAsana(_ admin: SignedIn) async throws {
    try await admin.press("/p/demo/settings/asana/token", form([("token", "sandbox-asana-token")]))
    #expect(try await admin.read("/p/demo/settings").contains("Opens the workspaces Acme."))
    let projects = values("project", in: try await admin.read("/p/demo/settings/asana/projects"))
    #expect(projects == ["1200000000000002"])
    try await admin.press(
      "/p/demo/settings/asana/projects", form([("workspace", "1200000000000001")] + projects.map { ("project", $0) }))
    let fields = try await admin.read("/p/demo/settings/asana/fields")
    for name in ["AutoTask", "Repo", "Status"] { #expect(fields.contains(name)) }
    try await admin.press(
      "/p/demo/settings/asana/fields",
      form([("auto", "1200000000000003"), ("repository", "1200000000000004"), ("status", "1200000000000005")]))
    let options = values("option", in: try await admin.read("/p/demo/settings/asana/values"))
    try await admin.press("/p/demo/settings/asana/values", form(options.filter { $0.hasSuffix("|Yes") }.map { ("option", $0) }))
  }

  private static func connectGitHub(_ admin: SignedIn) async throws {
    try await admin.press("/p/demo/settings/github/token", form([("token", "sandbox-github-token")]))
    let repositories = values("repository", in: try await admin.read("/p/demo/settings/github/repositories"))
    #expect(repositories.contains("acme/api"))
    try await admin.press(
      "/p/demo/settings/github/repositories", form(repositories.map { ("repository", $0) } + [("default", "acme/api")]))
    try await admin.press("/p/demo/settings/github/secret", form([("secret", "sandbox-webhook-secret")]))
    try await admin.press("/p/demo/settings/github/rules", form([("agents", "opencode-agent"), ("linking", "repair")]))
    #expect(try await admin.read("/p/demo/settings").contains("acme/api: admin access, so the agent listens."))
  }

  private static func map(_ admin: SignedIn) async throws {
    let statuses = values("option", in: try await admin.read("/p/demo/settings/status-map"))
    let holds = ["Active": "none", "Blocked": "blocked", "Cancelled": "cancelled"]
    try await admin.press(
      "/p/demo/settings/status-map",
      form(statuses.flatMap { [("option", $0), ("meaning", holds[String($0.drop { $0 != "|" }.dropFirst())] ?? "none")] }))
    let options = values("option", in: try await admin.read("/p/demo/settings/repository-map"))
    #expect(options.contains { $0.hasSuffix("|Api") })
    try await admin.press(
      "/p/demo/settings/repository-map",
      form(options.flatMap { [("option", $0), ("meaning", $0.hasSuffix("|Api") ? "acme/api" : "")] }))
  }
}
