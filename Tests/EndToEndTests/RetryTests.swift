import Domain
import Sandbox
import TestKit
import Testing

/// Refusals of the outside: S3-126 and rate limits.
@Suite struct RetryTests {
  @Test(.database) func `a rate limit is waited for and is no attempt`() async throws {
    try await Stage.play { stage in
      try await stage.sandbox.plan("rate_limit", "github", "POST", "/repos/acme/api/issues", seconds: 3)
      let gid = try await stage.createTask()
      _ = try await stage.waitForIssue(gid)
      let posts = try await Self.posts(stage)
      #expect(posts.count == 2)
      #expect(posts[1].since(posts[0]) >= .seconds(3))
      let job = try await stage.product.rows("SELECT attempts FROM jobs WHERE key LIKE '%:create_issue'").first
      #expect(job?["attempts"]?.integer == 1)
      #expect(try await stage.events(gid, "error").isEmpty)
    }
  }

  private static func posts(_ stage: Stage) async throws -> [Timestamp] {
    let exchanges = try await stage.sandbox.get("exchanges").array ?? []
    return exchanges.filter { $0["pattern"]?.string == "/repos/:owner/:repo/issues" && $0["method"]?.string == "POST" }
      .compactMap { $0["at"]?.string.flatMap(Timestamp.init(iso8601:)) }
  }

  @Test(.database) func `three failures make the task FAILED with its reason, and Retry goes on from there`() async throws {
    try await Stage.play(.init(environment: ["INIT_ADMIN_TOKEN": SignedIn.token])) { stage in
      let browser = try await SignedIn(stage.product)
      try await stage.sandbox.plan("error", "github", "POST", "/repos/acme/api/issues", count: 3, status: 502)
      let gid = try await stage.createTask()
      let task = try await stage.wait(gid, for: "FAILED", within: .seconds(60))
      #expect(task["failure_reason"]?.string?.contains("502") == true)
      let error = try #require(try await stage.events(gid, "error").first?["ref_json"])
      #expect(error["effect"]?.string == "create_issue")
      #expect(error["reason"]?.string?.contains("502") == true)
      #expect(try await Self.posts(stage).count == 3)
      let job = try await stage.product.rows("SELECT * FROM jobs WHERE state = 'failed'").first
      #expect(job?["attempts"]?.integer == 3)
      #expect(job?["last_error"]?.string?.contains("502") == true)
      let id = try #require(task["id"]?.integer)
      #expect(try await browser.read("/p/demo/t/\(id)").contains("502"))
      try await browser.press("/p/demo/t/\(id)/retry")
      _ = try await stage.waitForPull(gid)
      #expect(try await stage.sandbox.state().issues().count == 1)
      #expect(try await stage.events(gid, "manual.action").first?["actor"]?.string == "tester")
    }
  }

  /// An answer that never came may hide an act: it is looked for before it is repeated.
  @Test(.database, arguments: ["cut_after", "error_after"]) func `an act whose answer was lost is found and not repeated`(
    _ fault: String
  ) async throws {
    try await Stage.play { stage in
      try await stage.sandbox.plan(fault, "github", "POST", "/repos/acme/api/issues")
      try await stage.sandbox.plan(fault, "github", "POST", "/repos/acme/api/issues/*/comments")
      let gid = try await stage.createTask()
      _ = try await stage.waitForPull(gid)
      try await stage.waitForQuiet()
      let picture = try await stage.sandbox.state()
      let issue = try #require(picture.issues().first?["number"]?.integer)
      #expect(picture.issues().count == 1)
      #expect(picture.comments(ofIssue: issue).count { $0.hasPrefix("/opencode implement") } == 1)
      #expect(try await Self.posts(stage).count == 1)
    }
  }
}
