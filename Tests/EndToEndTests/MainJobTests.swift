import Sandbox
import TestKit
import Testing

@Suite struct MainJobTests {
  private static let notes = """
    Отчёт нужен в CSV.

    Requirements:
    - кнопка «Экспорт» на доске
    Constraints:
    - no new dependency
    Acceptance criteria:
    - файл открывается в таблице

    ````text
    ```
    fenced twice
    ```
    ````
    """

  @Test(.database) func `a ticked task becomes an issue, a pull request, a merge, and is DEPLOYED and completed`() async throws {
    try await Stage.play { stage in
      let gid = try await stage.createTask("Экспорт в CSV", notes: Self.notes)
      let pull = try await stage.waitForPull(gid)
      try await stage.merge(pull)
      try await stage.waitForEnd(gid)
      try await Self.checkOutside(stage, gid, pull)
      try await Self.checkTimeline(stage, gid, pull)
    }
  }

  private static func checkOutside(_ stage: Stage, _ gid: String, _ pull: Int64) async throws {
    let picture = try await stage.sandbox.state()
    let issue = try #require(picture.issues().first)
    let number = try #require(issue["number"]?.integer)
    #expect(picture.issues().count == 1)
    #expect(issue["title"]?.string == "Экспорт в CSV")
    try checkBody(try #require(issue["body"]?.string), gid)
    let triggers = picture.comments(ofIssue: number).filter { $0.hasPrefix("/opencode implement") }
    #expect(triggers.count == 1)
    #expect(triggers.first?.split(separator: "\n").contains("Fixes #\(number)") == true)
    #expect(picture.comments(ofIssue: number).count { $0.contains("DEPLOYED") } == 1)
    #expect(picture.task(gid)?["completed"]?.bool == true)
    let stories = picture.comments(ofTask: gid)
    let address = try #require(picture.pull(pull)?["html_url"]?.string)
    #expect(stories.count { $0.contains(address) && !$0.contains("DEPLOYED") } == 1)
    #expect(stories.count { $0.contains("DEPLOYED") } == 1)
  }

  private static func checkBody(_ body: String, _ gid: String) throws {
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for heading in ["Context", "Requirements", "Constraints", "Acceptance criteria", "Project Context"] {
      #expect(lines.contains("## \(heading)"), "\(heading)")
    }
    #expect(body.contains(gid))
    #expect(body.contains("https://example.com/handbook"))
    #expect(body.contains("Platform team"))
    #expect(body.contains("Small pull requests. Every change comes with a test."))
    #expect(lines.contains("/opencode implement"))
    // Four backticks in the notes: five around them.
    let start = try #require(body.firstRange(of: "`````text\n"))
    #expect(body[start.upperBound...].hasPrefix(notes + "\n`````\n"))
  }

  private static func checkTimeline(_ stage: Stage, _ gid: String, _ pull: Int64) async throws {
    let events = try await stage.events(gid)
    let types = events.compactMap { $0["event_type"]?.string }
    #expect(
      try await stage.statuses(gid) == ["RECEIVED", "TASKSPEC_CREATED", "ISSUE_CREATED", "PR_CREATED", "WAITING_CI", "DEPLOYED"])
    let inOrder = [
      "task.created_or_seen", "task.spec_created", "github.issue_created", "github.agent_triggered", "github.pr_linked",
      "github.pr_merged", "ci.updated", "asana.completed_set",
    ]
    let positions = inOrder.compactMap { types.firstIndex(of: $0) }
    #expect(positions.count == inOrder.count && positions == positions.sorted(), "\(types)")
    try await checkCI(stage, events.filter { $0["event_type"]?.string == "ci.updated" }, gid)
    try await checkDeliveries(stage, events)
  }

  private static func checkCI(_ stage: Stage, _ events: [JSONValue], _ gid: String) async throws {
    let sha = try #require(try await stage.task(gid)?["merge_commit_sha"]?.string)
    let last = try #require(events.last?["ref_json"])
    #expect(last["sha"]?.string == sha)
    #expect(last["status"]?.string == "passed")
    #expect(last["url"]?.string?.contains("/actions/runs/") == true)
  }

  /// S3-147, S3-148: an event says by which delivery it came, and holds no payload.
  private static func checkDeliveries(_ stage: Stage, _ events: [JSONValue]) async throws {
    let guids = Set(try await stage.sandbox.state().deliveries("github").compactMap { $0["guid"]?.string })
    let received = events.filter { $0["event_type"]?.string == "github.webhook_received" }
    #expect(!received.isEmpty)
    #expect(received.allSatisfy { guids.contains($0["delivery_id"]?.string ?? "") })
    let merged = events.first { $0["event_type"]?.string == "github.pr_merged" }
    #expect(guids.contains(merged?["delivery_id"]?.string ?? ""))
    #expect(try await stage.product.count("task_events WHERE octet_length(ref_json::text) > 2000") == 0)
    #expect(try await stage.product.count("deliveries WHERE octet_length(summary) > 4000 OR summary LIKE '%\"sender\"%'") == 0)
  }
}
