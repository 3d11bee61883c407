import Sandbox
import TestKit
import Testing

/// S3-089 to S3-094, through real deliveries.
@Suite struct LinkingTests {
  struct Row: Sendable, CustomTestStringConvertible {
    /// `N` stands for the issue's number.
    let body: String
    var repository = SandboxPicture.repository
    let isLinked: Bool

    var testDescription: String { "\(body) in \(repository)" }
  }

  private static let rows = [
    Row(body: "Fixes #N", isLinked: true), Row(body: "It does.\n\nFixes #N.", isLinked: true), Row(body: "#N", isLinked: false),
    Row(body: "see #N", isLinked: false), Row(body: "prefixes #N", isLinked: false), Row(body: "Fixes N", isLinked: false),
    Row(body: "Fixes #N3", isLinked: false), Row(body: "Closes #N", isLinked: false),
    Row(body: "Fixes #N", repository: "acme/web", isLinked: false), Row(body: "Fixes acme/web#N", isLinked: false),
    Row(body: "Fixes acme/api#N", repository: "acme/web", isLinked: false),
  ]

  /// One stage for all rows: each has a task of its own, told apart by the title.
  @Test(.database) func `only the strict form in the issue's own repository links`() async throws {
    try await Stage.play { stage in
      try await stage.sandbox.post("agent", ["on": false])
      var cases: [(row: Row, gid: String, pull: Int64)] = []
      for row in Self.rows {
        let gid = try await stage.createTask("Task for \(row.body)")
        let number = try await stage.waitForIssue(gid)
        let body = row.body.split(separator: "N", maxSplits: 1, omittingEmptySubsequences: false).joined(separator: "\(number)")
        let pull = try await stage.sandbox.post(
          "pulls",
          ["title": "P", "body": .string(body), "repository": .string(row.repository), "head": .string("b\(cases.count)")])
        cases.append((row, gid, try stage.required(pull["number"]?.integer, "number")))
      }
      try await eventually("all pull requests") { try await stage.product.count("pull_requests") == Int64(Self.rows.count) }
      try await stage.waitForQuiet()
      for each in cases {
        let linked = try await stage.task(each.gid)?["pr_number"]?.integer
        #expect(linked == (each.row.isLinked ? each.pull : nil), "\(each.row.testDescription)")
      }
    }
  }

  /// Decision 6.1 and S3-094: one line more, the rest kept.
  @Test(.database) func `the agent's own pull request gets the line it lacks, once`() async throws {
    try await Stage.play { stage in
      let gid = try await stage.createTask()
      let pull = try await stage.waitForPull(gid)
      let number = try await stage.waitForIssue(gid)
      try await stage.waitForQuiet()
      let body = try stage.required(try await stage.sandbox.state().pull(pull)?["body"]?.string, "body")
      let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count { $0 == "Fixes #\(number)" } == 1)
      #expect(lines.contains("Closes #\(number)"))
      #expect(body.contains("Implemented \"Export in CSV\" and added tests for it."))
      #expect(body.contains("[opencode session]"))
      #expect(try await stage.events(gid, "github.pr_repaired").count == 1)
      #expect(try await stage.events(gid, "github.pr_linked").count == 1)
    }
  }

  /// S3-092.
  @Test(.database) func `a pull request is linked when its text comes to say so`() async throws {
    try await Stage.play { stage in
      try await stage.sandbox.post("agent", ["style": "none"])
      let gid = try await stage.createTask()
      let number = try await stage.waitForIssue(gid)
      let pull = try await eventually("the agent's pull request") {
        try await stage.sandbox.state().pulls().first?["number"]?.integer
      }
      try await eventually("its event") { try await stage.product.count("pull_requests") == 1 }
      try await stage.waitForQuiet()
      #expect(try await stage.task(gid)?["status"]?.string == "ISSUE_CREATED")
      try await stage.editPull(pull, body: "Now it says so.\n\nFixes #\(number)")
      #expect(try await stage.waitForPull(gid) == pull)
      #expect(try await stage.events(gid, "github.pr_linked").count == 1)
    }
  }

  /// S3-097.
  @Test(.database) func `a pull request closed without a merge takes the task back and deploys nothing`() async throws {
    try await Stage.play { stage in
      let gid = try await stage.createTask()
      let pull = try await stage.waitForPull(gid)
      try await stage.wait(gid, for: "PR_CREATED")
      try await stage.sandbox.post("pulls/close", ["number": .integer(pull)])
      try await stage.wait(gid, for: "ISSUE_CREATED")
      try await stage.waitForQuiet()
      #expect(try await stage.events(gid, "github.pr_closed").count == 1)
      #expect(try await stage.sandbox.state().task(gid)?["completed"]?.bool == false)
    }
  }

  /// S3-091: two projects of this tool, whose issues have the same number in repositories of their own, and who both hear of everything.
  @Test(.database) func `a pull request does not link the task of another project that has an issue of that number`() async throws {
    try await Stage.play { stage in
      try await stage.sandbox.post("agent", ["on": false])
      let demo = try await stage.sandbox.get("demo-project")
      let github = (demo["github"] ?? [:]).with(["repositories": [["name": "acme/web", "default": true]]])
      let asana = (demo["asana"] ?? [:]).with(["repository_map": ["Api": "acme/web"]])
      let printed = try await stage.product.apply(demo.with(["slug": "other", "name": "Other", "github": github, "asana": asana]))
      let line = printed.split(separator: "\n").first { $0.hasPrefix("github webhook") }
      let address = try stage.required(line.flatMap { $0.split(separator: " ").last }.map(String.init), "address")
      try await stage.sandbox.post("github-hook", ["url": .string(address)])
      try await stage.waitForHook(count: 2)
      _ = try await stage.createTask()
      try await eventually("both issues") { try await stage.product.count("tasks WHERE issue_number = 1") == 2 }
      try await stage.sandbox.post("pulls", ["title": "P", "body": "Fixes #1", "head": "b"])
      try await eventually("the link") { try await stage.product.count("tasks WHERE pr_number IS NOT NULL") == 1 }
      try await stage.waitForQuiet()
      let linked = try await stage.product.rows(
        "SELECT slug, pr_number FROM tasks JOIN projects ON projects.id = project_id WHERE pr_number IS NOT NULL")
      #expect(linked.compactMap { $0["slug"]?.string } == ["demo"])
    }
  }
}
