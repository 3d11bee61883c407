import Sandbox
import TestKit
import Testing

/// S3-087, S3-125: kill -9 of the worker before and after each act of the main job.
@Suite struct CrashTests {
  /// An act outside, and the call that performs it.
  enum Act: String, Sendable, CaseIterable {
    case readTask, createIssue, postTrigger, repairPullRequest, commentPullRequest, readRuns, complete, commentDeployedOnTask
    case commentDeployedOnIssue

    var call: (vendor: String, method: String, path: String) {
      switch self {
      case .readTask: ("asana", "GET", "/tasks/*")
      case .createIssue: ("github", "POST", "/repos/acme/api/issues")
      case .postTrigger, .commentDeployedOnIssue: ("github", "POST", "/repos/acme/api/issues/*/comments")
      case .repairPullRequest: ("github", "PATCH", "/repos/acme/api/pulls/*")
      case .commentPullRequest, .commentDeployedOnTask: ("asana", "POST", "/tasks/*/stories")
      case .readRuns: ("github", "GET", "/repos/acme/api/actions/runs")
      case .complete: ("asana", "PUT", "/tasks/*")
      }
    }

    /// Acts of the second half are waited for from the merge on.
    var isAfterMerge: Bool {
      switch self {
      case .readTask, .createIssue, .postTrigger, .repairPullRequest, .commentPullRequest: false
      case .readRuns, .complete, .commentDeployedOnTask, .commentDeployedOnIssue: true
      }
    }
  }

  struct Point: Sendable, CustomTestStringConvertible {
    let act: Act
    /// The act has taken place, its answer has not come.
    let isAfter: Bool

    var testDescription: String { "\(isAfter ? "after" : "before") \(act.rawValue)" }
  }

  static let points = Act.allCases.flatMap { [Point(act: $0, isAfter: false), Point(act: $0, isAfter: true)] }

  @Test(.database, arguments: points) func `a worker killed at any point leaves nothing out and does nothing twice`(_ point: Point)
    async throws
  {
    try await Stage.play(.init(serve: nil)) { stage in
      let serve = try await stage.product.serve(["--no-worker"])
      let first = try await stage.product.work()
      try await stage.waitForHook()
      try await stage.waitForQuiet()
      if !point.act.isAfterMerge { try await Self.arm(stage, point) }
      let gid = try await stage.createTask()
      if point.act.isAfterMerge {
        let pull = try await stage.waitForPull(gid)
        try await stage.waitForQuiet()
        try await Self.arm(stage, point)
        try await stage.merge(pull)
      }
      try await Self.kill(first, stage, point, gid)
      _ = try await stage.product.work()
      if !point.act.isAfterMerge { try await stage.merge(try await stage.waitForPull(gid)) }
      try await stage.waitForEnd(gid)
      try await Self.check(stage, gid)
      #expect(serve.status == nil)
    }
  }

  private static func arm(_ stage: Stage, _ point: Point) async throws {
    let call = point.act.call
    try await stage.sandbox.plan(point.isAfter ? "hang_after" : "hang", call.vendor, call.method, call.path)
  }

  private static func kill(_ worker: ChildProcess, _ stage: Stage, _ point: Point, _ gid: String) async throws {
    try await eventually("the call \(point.act.rawValue)") { try await stage.sandbox.hasMetFaults() }
    if point.isAfter {
      try await eventually("the act \(point.act.rawValue)") { try await isDone(point.act, try await stage.sandbox.state(), gid) }
    }
    try await worker.crash()
    #expect(worker.status == -9)
  }

  private static func isDone(_ act: Act, _ picture: SandboxPicture, _ gid: String) async throws -> Bool {
    let issue = picture.issues().first?["number"]?.integer ?? 0
    return switch act {
    case .readTask, .readRuns: true
    case .createIssue: issue > 0
    case .postTrigger: picture.comments(ofIssue: issue).contains { $0.hasPrefix("/opencode implement") }
    case .repairPullRequest: picture.pulls().first?["body"]?.string?.contains("Fixes #") == true
    case .commentPullRequest: !picture.comments(ofTask: gid).isEmpty
    case .complete: picture.task(gid)?["completed"]?.bool == true
    case .commentDeployedOnTask: picture.comments(ofTask: gid).contains { $0.contains("DEPLOYED") }
    case .commentDeployedOnIssue: picture.comments(ofIssue: issue).contains { $0.contains("DEPLOYED") }
    }
  }

  private static func check(_ stage: Stage, _ gid: String) async throws {
    let picture = try await stage.sandbox.state()
    #expect(picture.issues().count == 1)
    let issue = picture.issues().first?["number"]?.integer ?? 0
    #expect(picture.comments(ofIssue: issue).count { $0.hasPrefix("/opencode implement") } == 1)
    #expect(picture.comments(ofIssue: issue).count { $0.contains("DEPLOYED") } == 1)
    #expect(picture.pulls().count == 1)
    let lines = picture.pulls().first?["body"]?.string?.split(separator: "\n") ?? []
    #expect(lines.count { $0 == "Fixes #\(issue)" } == 1)
    let stories = picture.comments(ofTask: gid)
    #expect(stories.count { $0.contains("is linked to this task") } == 1)
    #expect(stories.count { $0.contains("DEPLOYED") } == 1)
    let completions = (picture.task(gid)?["stories"]?.array ?? []).count { $0["subtype"]?.string == "marked_complete" }
    #expect(completions == 1)
    #expect(try await stage.events(gid, "asana.completed_set").count == 1)
    #expect(try await stage.events(gid, "error").isEmpty)
    #expect(try await stage.product.count("jobs WHERE state = 'failed'") == 0)
  }
}
