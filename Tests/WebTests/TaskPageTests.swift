import Domain
import Pipeline
import TestKit
import Testing

@testable import Web

@Suite(.database, .serialized) struct TaskPageTests {
  private struct Story {
    let web: WebFixture
    let person: Person
    let project: ProjectID
    let task: TaskID
    let path: String
  }

  /// A task that came as far as its merge.
  private func story(_ slug: String, upTo events: [TaskEvent] = TaskPageTests.wholeStory) async throws -> Story {
    let web = try WebFixture()
    let person = try await web.person("ann-" + slug, isAdmin: true)
    let project = try await web.project(slug)
    let task = try await web.task(project, slug + "-1", repository: try await web.repository(project))
    for (index, event) in events.enumerated() { try await web.apply([event], task, project, delivery: "delivery-\(index)-abcdef") }
    return Story(web: web, person: person, project: project, task: task, path: "/p/\(slug)/t/\(task)")
  }

  private static let commit = String(repeating: "4f9c2a1b", count: 5)
  private static let merged = PullRequestFact(
    number: 131, url: "https://github.com/acme/api/pull/131", author: "agent", headBranch: "x", baseBranch: "main", state: .merged,
    mergeCommit: commit, fixes: [128], closes: [128])
  private static let run = WorkflowRun(
    id: 9, attempt: 1, workflowID: 3, name: "ci", headCommit: commit, branch: "main", event: "push", conclusion: nil,
    url: "https://github.com/acme/api/actions/runs/9", updatedAt: Timestamp(microseconds: 1))
  private static let wholeStory: [TaskEvent] = [
    .issueCreated(IssueReference(number: 128, url: "https://github.com/acme/api/issues/128")),
    .triggerPosted(CommentReference(id: 77, url: "https://github.com/acme/api/issues/128#issuecomment-77")),
    .hostSeen(HostFacts(pullRequests: [merged], runs: [run])),
  ]

  @Test func `the first screenful says where the task is and what it waits for`() async throws {
    let story = try await story("where")
    let answer = await story.web.get(story.path, as: story.person)
    #expect(answer.status == 200)
    #expect(answer.page.faults == [])
    #expect(answer.text.contains("Waits for CI on 4f9c2a1"))
    #expect(answer.text.contains("data-status=\"WAITING_CI\""))
    let links = answer.page.links
    for link in [
      "https://app.asana.com/0/1/where-1", "https://github.com/acme/api/issues/128", "https://github.com/acme/api/pull/131",
      "https://github.com/acme/api/commit/\(Self.commit)", "https://github.com/acme/api/actions/runs/9",
    ] { #expect(links.contains(link), "\(link)") }
    let states = answer.page.all("li").filter { $0["class"] == "step" }.compactMap { $0["data-state"] }
    #expect(states == ["done", "done", "done", "done", "done", "current", "todo"])
  }

  @Test func `the timeline is newest first, with who did it, links and ids to copy`() async throws {
    let story = try await story("story")
    let answer = await story.web.get(story.path + "?fragment=timeline", as: story.person)
    #expect(!answer.text.contains("<html"))
    let texts = answer.text.split(separator: "<p class=\"entry-text\"").dropFirst().compactMap {
      $0.split(separator: ">", maxSplits: 1).last?.split(separator: "<").first.map(String.init)
    }
    let milestones = [
      "Pull request #131 merged as 4f9c2a1", "Pull request #131 linked", "Agent started with a comment", "Issue #128 created",
      "TaskSpec version 1 written", "Task seen in Asana",
    ]
    #expect(texts.filter(milestones.contains) == milestones)
    #expect(texts.contains("PR created → Waiting CI: pull request #131 was merged"))
    #expect(answer.page.links.contains("https://github.com/acme/api/issues/128#issuecomment-77"))
    let copies = answer.page.all("button").compactMap { $0["data-copy"] }
    #expect(copies.contains(Self.commit) && copies.contains("delivery-0-abcdef") && copies.contains("77"))
    #expect(answer.text.contains("<span class=\"entry-source\">agent</span>"))
    #expect(answer.text.contains("<span class=\"entry-source\">Alice</span>"))
  }

  @Test func `a long timeline has pages`() async throws {
    let story = try await story("long", upTo: [])
    try await TestDatabase.current.runAsOwner(
      """
      INSERT INTO task_events (project_id, task_id, source, event_type, ref_json)
      SELECT \(story.project), \(story.task), 'user', 'manual.action', jsonb_build_object('action', 'add_note', 'note', 'Line ' || n)
      FROM generate_series(1, 120) AS n
      """)
    let first = await story.web.get(story.path, as: story.person)
    #expect(first.text.contains("Note: Line 120") && first.text.contains("Note: Line 71") && !first.text.contains("Note: Line 70"))
    #expect(first.page.links.contains(story.path + "?timeline=2"))
    let second = await story.web.get(story.path + "?timeline=2", as: story.person)
    #expect(second.text.contains("Note: Line 70") && second.page.links.contains(story.path))
    #expect(await story.web.get(story.path + "?timeline=0", as: story.person).status == 400)
  }

  @Test func `a line of a type that a newer release wrote is shown by its name`() async throws {
    let story = try await story("newer", upTo: [])
    try await TestDatabase.current.runAsOwner(
      """
      INSERT INTO task_events (project_id, task_id, source, event_type, ref_json)
      VALUES (\(story.project), \(story.task), 'system', 'moon.landed', '{"nested": {"a": 1}, "none": null}')
      """)
    #expect(await story.web.get(story.path, as: story.person).text.contains("moon.landed"))
  }

  static let deliveries: [(String, String)] = [
    (#"{"event": "pull_request", "action": "opened", "number": 2}"#, "GitHub reported: pull request #2 opened"),
    (#"{"event": "workflow_run", "action": "in_progress", "run": 4}"#, "GitHub reported: workflow run in progress"),
    (#"{"event": "ping"}"#, "GitHub reported: ping"), ("{}", "GitHub reported a change"),
  ]

  @Test(arguments: deliveries) func `a delivery is told in words`(details: String, text: String) async throws {
    let web = try WebFixture()
    let person = try await web.person("delia", isAdmin: true)
    if try await web.number("SELECT count(*) FROM projects WHERE slug = 'delivered'") == 0 {
      _ = try await web.task(try await web.project("delivered"), "delivered-1")
    }
    let task = try await web.number("SELECT id FROM tasks WHERE asana_gid = 'delivered-1'")
    try await TestDatabase.current.runAsOwner(
      """
      INSERT INTO task_events (project_id, task_id, source, event_type, ref_json, actor)
      SELECT project_id, id, 'github', 'github.webhook_received', '\(details)'::jsonb, NULL FROM tasks WHERE id = \(task)
      UNION ALL SELECT project_id, id, 'asana', 'asana.webhook_received', '{}'::jsonb, '1200000000000011' FROM tasks WHERE id = \(task)
      """)
    let answer = await web.get("/p/delivered/t/\(task)?fragment=timeline", as: person)
    #expect(answer.text.contains(">\(text)<"))
    #expect(answer.text.contains("<span class=\"entry-source\">github</span>"))
    #expect(answer.text.contains("<span class=\"entry-source\">asana</span>"))
    #expect(!answer.text.contains("1200000000000011"))
  }

  struct Button: CustomTestStringConvertible, Sendable {
    let name: String
    let fields: [(String, String)]
    let line: String
    let flash: String
    /// Kind of the job that follows, if one does.
    let job: String?

    var testDescription: String { name }
  }

  static let buttons = [
    Button(name: "retry", fields: [], line: "Retry pipeline", flash: "goes on from the step", job: "post_trigger"),
    Button(name: "resync", fields: [], line: "Re-sync from Asana", flash: "being read from Asana", job: "read_tracker"),
    Button(
      name: "pull-request", fields: [("pull_request", " #140 ")], line: "Force link PR #140", flash: "is linked",
      job: "comment_pull_request_on_tracker"),
    Button(
      name: "pull-request", fields: [("pull_request", "https://github.com/ACME/api/pull/141/files?w=1#diff")], line: "Force link PR #141",
      flash: "is linked", job: "comment_pull_request_on_tracker"),
    Button(
      name: "notes", fields: [("note", "Смотри <сюда>")], line: "Note: Смотри &lt;сюда&gt;", flash: "The note is in",
      job: "comment_note_on_tracker"),
  ]

  @Test(arguments: buttons) func `a button acts, comes back and tells what it did`(button: Button) async throws {
    let story = try await story("act-\(Self.buttons.firstIndex { $0.line == button.line } ?? 0)", upTo: [Self.wholeStory[0]])
    try await TestDatabase.current.runAsOwner("DELETE FROM jobs")
    let answer = await story.web.post(story.path + "/" + button.name, button.fields, as: story.person)
    #expect(answer.status == 303)
    #expect(answer.location == story.path)
    let flash = try #require(answer.cookie("flash"))
    let page = await story.web.get(story.path, as: story.person, cookies: ["flash=" + flash])
    #expect(page.text.contains(button.flash))
    #expect(page.cookie("flash") == "")
    #expect(page.text.contains(button.line))
    #expect(page.text.contains("<span class=\"entry-source\">\(story.person.name)</span>"))
    let job = button.job ?? ""
    #expect(
      try await story.web.number("SELECT count(*) FROM jobs WHERE key LIKE '%:\(job)' AND request_id = 'request-1'") >= 1)
    #expect(try await story.web.number("SELECT count(*) FROM task_events WHERE task_id = \(story.task) AND source = 'user'") >= 1)
  }

  static let badValues: [(String, String, String)] = [
    ("pull-request", "pull_request", ""), ("pull-request", "pull_request", "abc"), ("pull-request", "pull_request", "-1"),
    ("pull-request", "pull_request", "0"), ("pull-request", "pull_request", "99999999999999999999"),
    ("pull-request", "pull_request", "https://github.com/acme/web/pull/1"),
    ("pull-request", "pull_request", "https://github.com/acme/api/issues/1"),
    ("pull-request", "pull_request", "javascript:/github.com/acme/api/pull/1"), ("notes", "note", " \n "),
    ("notes", "note", String(repeating: "я", count: 6000)), ("repository", "repository", ""), ("repository", "repository", "acme/unknown"),
    ("repository", "repository", "acme/api"),
  ]

  @Test(arguments: badValues) func `a value that cannot be used is said so, and nothing happens`(name: String, field: String, value: String)
    async throws
  {
    let web = try WebFixture()
    let person = try await web.person("bad", isAdmin: true)
    if try await web.number("SELECT count(*) FROM projects WHERE slug = 'bad'") == 0 {
      let project = try await web.project("bad")
      let task = try await web.task(project, "bad-1", repository: try await web.repository(project))
      try await web.apply([Self.wholeStory[0]], task, project)
    }
    let task = try await web.number("SELECT id FROM tasks WHERE asana_gid = 'bad-1'")
    let before = try await web.number("SELECT revision FROM tasks WHERE asana_gid = 'bad-1'")
    let answer = await web.post("/p/bad/t/\(task)/\(name)", [(field, value)], as: person)
    #expect(answer.status == 422)
    #expect(answer.page.all("p").contains { $0["class"] == "flash" && $0["data-tone"] == "bad" })
    #expect(answer.page.faults == [])
    #expect(try await web.number("SELECT revision FROM tasks WHERE asana_gid = 'bad-1'") == before)
  }

  @Test func `a task without a repository asks for one where it stands, and gets it`() async throws {
    let web = try WebFixture()
    let person = try await web.person("repo", isAdmin: true)
    let project = try await web.project("needs")
    let task = try await web.task(project, "needs-1")
    let path = "/p/needs/t/\(task)"
    let page = await web.get(path, as: person)
    #expect(page.text.contains("data-status=\"NEEDS_REPO\""))
    #expect(page.text.contains("Select repo + Create issue"))
    #expect(page.page.faults == [])
    let answer = await web.post(path + "/repository", [("repository", "ACME/API")], as: person)
    #expect(answer.status == 303)
    #expect(try await web.number("SELECT count(*) FROM jobs WHERE task_id = \(task) AND key LIKE '%:create_issue'") == 1)
    #expect(await web.get(path, as: person).text.contains("GitHub is asked to create the issue"))
  }

  @Test func `TaskSpec versions stand newest first, with what changed`() async throws {
    let story = try await story("specs", upTo: [])
    let repository = try await story.web.repository(story.project)
    _ = try await story.web.task(
      story.project, "specs-1", title: "Rate limit on import endpoint", repository: repository, modifiedAt: 1_791_000_000_000_000)
    let answer = await story.web.get(story.path, as: story.person)
    let first = try #require(answer.text.firstRange(of: "Version 2"))
    let second = try #require(answer.text.firstRange(of: "Version 1"))
    #expect(first.lowerBound < second.lowerBound)
    #expect(answer.text.contains("data-kind=\"added\">Rate limit on import endpoint<"))
    #expect(answer.text.contains("data-kind=\"removed\">Rate limit on export endpoint<"))
  }

  static let waits: [(String, String, String)] = [
    ("status = 'AUTO_DISABLED', auto_enabled = false", "AutoTask is off", "AUTO_DISABLED"),
    ("status = 'BLOCKED', hold = 'blocked'", "Blocked in Asana", "BLOCKED"),
    ("status = 'CANCELLED', hold = 'cancelled'", "Cancelled in Asana", "CANCELLED"),
    ("status = 'FAILED', stage = 'failed', failure_stage = 'issue_created', failure_reason = 'no right'", "Failed: no right", "FAILED"),
    ("status = 'ISSUE_CREATED', stage = 'issue_created'", "Waits for the coding agent to be started", "ISSUE_CREATED"),
    ("status = 'PR_CREATED', stage = 'pr_created', pr_number = 9", "Waits for pull request #9 to be merged", "PR_CREATED"),
    ("status = 'WAITING_CI', stage = 'waiting_ci'", "Waits for the merge commit", "WAITING_CI"),
    ("status = 'DEPLOYED', stage = 'deployed', failed_effects = '[{}]'", "Deployed, but not everything was told", "DEPLOYED"),
  ]

  @Test(arguments: waits) func `each status says what the task waits for`(columns: String, text: String, status: String) async throws {
    let web = try WebFixture()
    let person = try await web.person("wait", isAdmin: true)
    if try await web.number("SELECT count(*) FROM projects WHERE slug = 'wait'") == 0 {
      let project = try await web.project("wait")
      _ = try await web.task(project, "wait-1", repository: try await web.repository(project))
    }
    try await TestDatabase.current.runAsOwner(
      """
      DELETE FROM jobs;
      UPDATE tasks SET hold = 'none', auto_enabled = true, failure_stage = NULL, failure_reason = NULL WHERE asana_gid = 'wait-1';
      UPDATE tasks SET \(columns) WHERE asana_gid = 'wait-1'
      """)
    let task = try await web.number("SELECT id FROM tasks WHERE asana_gid = 'wait-1'")
    let answer = await web.get("/p/wait/t/\(task)", as: person)
    #expect(answer.status == 200)
    #expect(answer.text.contains(text))
    #expect(answer.text.contains("data-status=\"\(status)\""))
    #expect(answer.page.faults == [])
  }
}
