import Glibc
import Sandbox
import TestKit
import Testing

/// S3-127, S3-063: many jobs, many workers, one effect each.
@Suite struct SharingTests {
  private static let count = 200

  @Test(.database) func `two workers share 200 tasks and make 200 issues`() async throws {
    try await Stage.play(.init(serve: ["--no-worker"])) { stage in
      _ = try await stage.product.work()
      _ = try await stage.product.work()
      try await stage.waitForHook()
      try await stage.sandbox.post("agent", ["on": false])
      try await withThrowingDiscardingTaskGroup { group in
        for number in 0..<Self.count { group.addTask { _ = try await stage.createTask("Task \(number)") } }
      }
      try await eventually("all triggers", within: .seconds(150)) {
        try await stage.product.count("tasks WHERE trigger_comment_id IS NOT NULL") == Int64(Self.count)
      }
      let picture = try await stage.sandbox.state()
      #expect(picture.issues().count == Self.count)
      #expect(Set(picture.issues().compactMap { $0["title"]?.string }).count == Self.count)
      let triggers = picture.issues().map { issue in
        (issue["comments"]?.array ?? []).count { $0["body"]?.string?.hasPrefix("/opencode implement") == true }
      }
      #expect(triggers.allSatisfy { $0 == 1 })
      #expect(try await stage.sandbox.calls("github", "POST /repos/:owner/:repo/issues").total == Int64(Self.count))
      let workers = try await stage.product.rows("SELECT worker, count(*) AS n FROM jobs WHERE kind = 'effect' GROUP BY worker")
      #expect(workers.count == 2, "\(workers)")
      #expect(try await stage.product.count("jobs WHERE state = 'failed'") == 0)
    }
  }

  @Test(.database) func `ten changes of one task at once make one issue`() async throws {
    try await Stage.play { stage in
      let gid = try await stage.createTask(auto: "")
      try await stage.sandbox.plan("duplicate", "asana", count: 100)
      try await withThrowingDiscardingTaskGroup { group in
        for number in 0..<10 {
          group.addTask { try await stage.sandbox.post("tasks/\(gid)", ["auto": "Yes", "notes": .string("Notes \(number)")]) }
        }
      }
      _ = try await stage.waitForPull(gid)
      try await stage.waitForQuiet()
      let picture = try await stage.sandbox.state()
      #expect(picture.issues().count == 1)
      #expect(try await stage.events(gid, "github.issue_created").count == 1)
      let statuses = try await stage.statuses(gid)
      #expect(statuses.count { $0 == "ISSUE_CREATED" } == 1, "\(statuses)")
    }
  }

  @Test(.database) func `a job that takes longer than its lease stays with its worker`() async throws {
    try await Stage.play(.init(serve: ["--no-worker"])) { stage in
      for _ in 0..<2 { _ = try await stage.product.work() }
      try await stage.waitForHook()
      try await stage.sandbox.plan("hang", "github", "POST", "/repos/acme/api/issues", seconds: 5)
      _ = try await stage.waitForPull(try await stage.createTask())
      try await stage.waitForQuiet()
      #expect(try await stage.sandbox.calls("github", "POST /repos/:owner/:repo/issues").total == 1)
      #expect(try await stage.product.count("jobs WHERE rescues > 0") == 0)
    }
  }

  /// A machine that pauses wakes up with a result that is too old: another worker has taken the job over, and found the issue.
  @Test(.database) func `the late result of a worker that was frozen is refused`() async throws {
    try await Stage.play(.init(serve: ["--no-worker"])) { stage in
      let frozen = try await stage.product.work()
      try await stage.waitForHook()
      try await stage.waitForQuiet()
      try await stage.sandbox.plan("hang_after", "github", "POST", "/repos/acme/api/issues", seconds: 1)
      let gid = try await stage.createTask()
      try await eventually("the issue outside") { try await stage.sandbox.state().issues().count == 1 }
      frozen.send(SIGSTOP)
      _ = try await stage.product.work()
      _ = try await stage.waitForPull(gid)
      frozen.send(SIGCONT)
      try await eventually("the refusal") { frozen.output.contains("lease was lost") }
      try await stage.waitForQuiet()
      let picture = try await stage.sandbox.state()
      let issue = picture.issues().first?["number"]?.integer ?? 0
      #expect(picture.issues().count == 1)
      #expect(picture.comments(ofIssue: issue).count { $0.hasPrefix("/opencode implement") } == 1)
      #expect(try await stage.events(gid, "github.issue_created").count == 1)
    }
  }
}
