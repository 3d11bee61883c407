import Sandbox
import TestKit
import Testing

/// S3-102 and what interfaces.md says of early events: the order of arrival does not matter.
@Suite struct OrderTests {
  enum Disorder: String, Sendable, CaseIterable {
    case integrationBeforeMerge, mergeHeldBack, runHeldBack, everythingTwice
  }

  @Test(.database, arguments: Disorder.allCases) func `any order ends at DEPLOYED`(_ disorder: Disorder) async throws {
    try await Stage.play { stage in
      let gid = try await stage.createTask()
      let pull = try await stage.waitForPull(gid)
      try await Self.disturb(stage, disorder)
      try await stage.merge(pull)
      try await stage.waitForEnd(gid)
      let picture = try await stage.sandbox.state()
      #expect(picture.comments(ofTask: gid).count { $0.contains("DEPLOYED") } == 1)
      #expect(picture.task(gid)?["completed"]?.bool == true)
      #expect(try await stage.events(gid, "github.pr_merged").count == 1)
      #expect(try await stage.events(gid, "asana.completed_set").count == 1)
      #expect(try await Array(stage.statuses(gid).suffix(2)) == ["WAITING_CI", "DEPLOYED"])
    }
  }

  private static func disturb(_ stage: Stage, _ disorder: Disorder) async throws {
    switch disorder {
    case .integrationBeforeMerge: try await stage.sandbox.post("ci", ["before_merge_event": true])
    case .mergeHeldBack: try await stage.sandbox.plan("delay", "github", seconds: 2, event: "pull_request", action: "closed")
    case .runHeldBack: try await stage.sandbox.plan("delay", "github", seconds: 2, event: "workflow_run", action: "completed")
    case .everythingTwice:
      try await stage.sandbox.plan("duplicate", "github", count: 100)
      try await stage.sandbox.plan("duplicate", "asana", count: 100)
    }
  }

  @Test(.database, arguments: ["merge", "squash", "rebase"]) func `each way of merging gives the merge commit`(_ method: String)
    async throws
  {
    try await Stage.play { stage in
      let gid = try await stage.createTask()
      let pull = try await stage.waitForPull(gid)
      try await stage.merge(pull, method: method)
      let task = try await stage.wait(gid, for: "DEPLOYED")
      let merged = try await stage.sandbox.state().pull(pull)
      #expect(task["merge_commit_sha"]?.string == merged?["merge_commit_sha"]?.string)
    }
  }

  /// The answer to our POST never comes: the issue is there, and a pull request for it, before anything is known here.
  @Test(.database) func `a pull request that names the issue before it is recorded is kept and linked later`() async throws {
    try await Stage.play { stage in
      try await stage.sandbox.plan("cut_after", "github", "POST", "/repos/acme/api/issues")
      let gid = try await stage.createTask()
      let number = try await eventually("the issue outside") {
        try await stage.sandbox.state().issues().first?["number"]?.integer
      }
      let pull = try await stage.sandbox.post("pulls", ["title": "Early", "body": .string("Fixes #\(number)"), "head": "early"])
      try await eventually("the early pull request") { try await stage.product.count("pull_requests") == 1 }
      #expect(try await stage.task(gid)?["issue_number"]?.integer == nil)
      #expect(try await stage.waitForIssue(gid) == number)
      #expect(try await stage.waitForPull(gid) == pull["number"]?.integer)
      try await stage.waitForQuiet()
      #expect(try await stage.sandbox.state().issues().count == 1)
    }
  }

  /// S3-099: the agent's and the pull request's own runs count for nothing.
  @Test(.database) func `runs that are not of the merge commit deploy nothing`() async throws {
    try await Stage.play { stage in
      try await stage.sandbox.post("ci", ["hold": true])
      let gid = try await stage.createTask()
      let pull = try await stage.waitForPull(gid)
      try await stage.merge(pull)
      let task = try await stage.wait(gid, for: "WAITING_CI")
      let head = try stage.required(try await stage.sandbox.state().pull(pull)?["head_sha"], "head")
      try await stage.sandbox.post("runs", ["sha": head, "event": "push", "branch": "opencode", "conclusion": "success"])
      let commit = try stage.required(task["merge_commit_sha"], "merge commit")
      try await stage.sandbox.post("runs", ["sha": commit, "event": "issue_comment", "conclusion": "success"])
      let sent = try await stage.sandbox.state().deliveries("github").count
      try await eventually("all deliveries taken") {
        let deliveries = try await stage.sandbox.state().deliveries("github")
        return deliveries.count >= sent && deliveries.allSatisfy { $0["status_code"]?.integer != nil }
      }
      try await stage.waitForQuiet()
      #expect(try await stage.task(gid)?["status"]?.string == "WAITING_CI")
      let run = try await eventually("the held run") {
        try await stage.sandbox.state().pushRuns().first { $0["head_sha"] == commit && $0["status"]?.string != "completed" }
      }
      try await stage.sandbox.post("runs/\(run["id"]?.integer ?? 0)", ["conclusion": "success"])
      try await stage.wait(gid, for: "DEPLOYED")
    }
  }
}
