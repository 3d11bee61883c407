import Sandbox
import TestKit
import Testing

/// S3-144 to S3-146: one run in which everything happens.
@Suite struct TimelineTests {
  /// The names of the seed, section 5.1.
  private static let types: Set<String> = [
    "asana.webhook_received", "github.webhook_received", "task.created_or_seen", "task.status_changed", "task.repo_missing",
    "task.repo_resolved", "github.issue_created", "github.issue_closed", "github.pr_linked", "github.pr_merged", "ci.updated",
    "asana.completed_set", "asana.reopened_set", "manual.action", "error",
  ]

  @Test(.database) func `every type of event occurs in one run`() async throws {
    try await Stage.play(.init(environment: ["INIT_ADMIN_TOKEN": SignedIn.token], project: Self.withoutDefault)) { stage in
      let browser = try await SignedIn(stage.product)
      let gid = try await stage.createTask(repository: "")
      let id = try #require(try await stage.wait(gid, for: "NEEDS_REPO")["id"]?.integer)
      // The comment with the pull request's address is refused for good.
      try await stage.sandbox.plan("error", "asana", "POST", "/tasks/*/stories", status: 403)
      try await browser.press("/p/demo/t/\(id)/repository", "repository=acme/api")
      try await stage.merge(try await stage.waitForPull(gid))
      try await stage.wait(gid, for: "DEPLOYED")
      try await eventually("completion") { try await stage.sandbox.state().task(gid)?["completed"]?.bool == true }
      try await stage.waitForQuiet()
      try await Self.failAgain(stage, gid)
      let events = try await stage.events(gid)
      let missing = Self.types.subtracting(events.compactMap { $0["event_type"]?.string })
      #expect(missing.isEmpty, "\(missing)")
      try Self.check(events)
      let page = try await browser.read("/p/demo/t/\(id)")
      #expect(page.contains("FAILED"))
    }
  }

  /// Without a default a task needs its repository chosen.
  private static let withoutDefault: @Sendable (JSONValue) -> JSONValue = { project in
    let names = (project["github"]?["repositories"]?.array ?? []).compactMap { $0["name"]?.string }
    let repositories = JSONValue.array(names.map { ["name": .string($0)] })
    return project.with(["github": (project["github"] ?? [:]).with(["repositories": repositories])])
  }

  /// CI is run again on the merge commit and fails: the completion is taken back.
  private static func failAgain(_ stage: Stage, _ gid: String) async throws {
    let commit = try await stage.task(gid)?["merge_commit_sha"]
    let run = try await stage.sandbox.state().pushRuns().first { $0["head_sha"] == commit }
    try await stage.sandbox.post("runs/\(run?["id"]?.integer ?? 0)/rerun", ["conclusion": "failure"])
    try await stage.wait(gid, for: "FAILED")
    try await eventually("the task open again") { try await stage.sandbox.state().task(gid)?["completed"]?.bool == false }
    try await stage.waitForQuiet()
    let picture = try await stage.sandbox.state()
    #expect(picture.comments(ofTask: gid).contains { $0.contains("FAILED") && $0.contains("/actions/runs/") })
  }

  private static func check(_ events: [JSONValue]) throws {
    let sources = Set(events.compactMap { $0["source"]?.string })
    #expect(sources.isSubset(of: ["asana", "github", "system", "user", "api"]))
    let changes = events.filter { $0["event_type"]?.string == "task.status_changed" }.compactMap { $0["ref_json"] }
    var shown: String?
    for change in changes {
      #expect(change["from"]?.string == shown)
      #expect(change["to"]?.string != change["from"]?.string)
      #expect(change["reason"]?.string?.isEmpty == false)
      shown = change["to"]?.string
    }
    #expect(changes.first?["to"]?.string == "RECEIVED")
    let updates = events.filter { $0["event_type"]?.string == "ci.updated" }.compactMap { $0["ref_json"] }
    #expect(updates.allSatisfy { $0["sha"]?.string?.count == 40 && $0["status"]?.string != nil && $0["url"]?.string != nil })
    #expect(updates.contains { $0["status"]?.string == "passed" } && updates.contains { $0["status"]?.string == "failed" })
    let chosen = events.first { $0["event_type"]?.string == "manual.action" }
    #expect(chosen?["source"]?.string == "user" && chosen?["actor"]?.string == "tester")
  }
}
