import Domain
import EventLoop
import Pipeline
import Postgres
import Storage
import TestKit
import Testing

@Suite(.database, .timeLimit(.minutes(15)))
struct TaskLedgerTests {
  // MARK: Round trip

  @Test("Each state of the main job and of its detours is stored and read back as it was, every field of it")
  func roundTrip() async throws {
    let tenant = try await Tenant.make()
    let task = try await tenant.admit()
    var touched: Set<String> = []
    func check(_ applied: TaskLedger.Applied) async throws {
      #expect(try await tenant.state(task) == applied.state)
      for (field, fresh) in zip(Mirror(reflecting: applied.state).children, Mirror(reflecting: TaskState.new).children)
      where "\(field.value)" != "\(fresh.value)" {
        touched.insert(field.label ?? "")
      }
    }
    try await check(tenant.apply(.effectFailed(.createIssue, reason: "bad\u{0}token"), to: task))
    try await check(tenant.apply(.retryRequested, .repositoryChosen(tenant.repository), to: task))
    try await check(tenant.apply(.issueCreated(Tenant.issue()), to: task))
    try await check(tenant.apply(.triggerPosted(CommentReference(id: 900, url: "u")), .issueClosed, to: task))
    try await Tenant.run(
      "UPDATE projects SET agent_logins = '{opencode-agent}', updated_at = now() WHERE id = \(tenant.project)")
    try await tenant.save(
      Tenant.pullRequest(8, body: "Closes #12", author: "opencode-agent[bot]", branch: "opencode/issue12-20260101120000"))
    try await check(tenant.apply(to: task))
    try await check(tenant.apply(.pullRequestRepaired(8), to: task))
    try await tenant.save(Tenant.pullRequest(9, .closed))
    try await check(tenant.apply(.pullRequestForced(9), .noteAdded("hello"), to: task))
    try await check(tenant.apply(.pullRequestForced(8), .effectFailed(.commentNoteOnTracker(text: "hello"), reason: "no"), to: task))
    try await tenant.save(Tenant.pullRequest(8, .merged, branch: "opencode/issue12-20260101120000", commit: Tenant.commit, at: 2))
    try await tenant.save(Tenant.run(.success))
    try await check(tenant.apply(to: task))
    try await check(tenant.apply(.trackerCompleted(byUs: true), to: task))
    try await tenant.save(Tenant.pullRequest(10, body: "Closes #12", author: "opencode-agent", branch: "opencode/issue12-20260101120001"))
    try await check(tenant.apply(to: task))
    #expect(try await tenant.state(task).status == .deployed)
    #expect(try await tenant.state(task).pullRequests == [9, 8])
    let all = Mirror(reflecting: TaskState.new).children.compactMap(\.label)
    // A hold needs a sighting of its own: see the test of sightings.
    #expect(Set(all).subtracting(touched) == ["hold"])
  }

  @Test("Sightings change the row, the TaskSpec and the derived status; one that changes nothing writes nothing")
  func sightings() async throws {
    let tenant = try await Tenant.make()
    let task = try await tenant.admit("1")
    func see(_ sighting: TrackerSighting) async throws -> TaskLedger.Applied {
      let (id, applied) = try await tenant.ledger.admit(
        sighting, asanaGID: "1", origin: .system, project: tenant.project, requestID: "test")
      #expect(id == task)
      #expect(try await tenant.state(task) == applied.state)
      return applied
    }
    let events = try await tenant.count("task_events")
    #expect(try await see(tenant.sighting()).isChanged == false)
    #expect(try await tenant.count("task_events") == events)
    #expect(try await see(tenant.sighting(hold: .blocked, at: 2)).state.hold == .blocked)
    #expect(try await tenant.count("tasks", "status = 'BLOCKED' AND stage = 'taskspec_created'") == 1)
    #expect(try await see(tenant.sighting(title: "Two", at: 3)).state.specVersion == 2)
    #expect(try await tenant.count("taskspecs", "version = 2 AND spec ->> 'title' = 'Two'") == 1)
    #expect(try await see(tenant.sighting(title: "Old", at: 1)).isChanged == false)
  }

  @Test("U+0000 in a tracker's texts becomes U+FFFD everywhere, and reads the same next time")
  func zeroBytes() async throws {
    let tenant = try await Tenant.make()
    let sighting = tenant.sighting(title: "A\u{0}B", notes: "C\u{0}D")
    func see() async throws -> TaskLedger.Applied {
      try await tenant.ledger.admit(
        sighting, asanaGID: "1", origin: EventOrigin(source: .asana, actor: "x\u{0}"), project: tenant.project, requestID: "test"
      ).1
    }
    #expect(try await see().state.title == "A\u{FFFD}B")
    #expect(try await see().isChanged == false)
    #expect(try await tenant.count("tasks", "title = U&'A\\FFFDB'") == 1)
    #expect(try await tenant.count("taskspecs", "spec ->> 'notes' = U&'C\\FFFDD'") == 1)
    let task = try #require(try await tenant.ledger.findTask(asanaGID: "1", project: tenant.project))
    try await tenant.apply(.noteAdded("E\u{0}F"), to: task)
    #expect(try await tenant.count("task_events", "ref_json ->> 'note' = U&'E\\FFFDF'") == 1)
  }

  // MARK: One task once

  @Test("Ten sightings of a new task at the same moment make one task, one TaskSpec and one job that creates the issue")
  func together() async throws {
    let tenant = try await Tenant.make()
    let tasks = try await withThrowingTaskGroup(of: TaskID.self) { group in
      for number in 0..<10 {
        group.addTask(executorPreference: TestDatabase.loops.loops[number % 2]) { try await tenant.admit() }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(tasks.count == 1)
    #expect(try await tenant.count("tasks") == 1)
    #expect(try await tenant.count("taskspecs") == 1)
    #expect(try await tenant.count("jobs", "payload LIKE '%createIssue%'") == 1)
    #expect(try await tenant.count("jobs") == 1)
    #expect(try await tenant.count("task_counts", "status = 'TASKSPEC_CREATED' AND count = 1") == 1)
    #expect(try await tenant.count("task_counts", "status <> 'TASKSPEC_CREATED' AND count <> 0") == 0)
  }

  @Test("Seeing a known task again uses up no number")
  func numbers() async throws {
    let tenant = try await Tenant.make()
    try await Tenant.run("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'an insert'; END $$")
    let first = try await tenant.admit("1")
    try await Tenant.run(
      "CREATE TRIGGER refuse BEFORE INSERT ON tasks FOR EACH ROW WHEN (NEW.project_id = \(tenant.project)) EXECUTE FUNCTION refuse()")
    #expect(try await tenant.admit("1") == first)
    await #expect(throws: DatabaseError.self) { try await tenant.admit("2") }
  }

  @Test("The same tracker id in two projects is two tasks with jobs in lanes of their own")
  func twoProjects() async throws {
    let (one, two) = (try await Tenant.make(), try await Tenant.make())
    let (first, second) = (try await one.admit("5"), try await two.admit("5"))
    #expect(first != second)
    try await one.apply(.issueCreated(Tenant.issue()), to: first)
    #expect(try await one.state(first).issue != nil)
    #expect(try await two.state(second).issue == nil)
    #expect(try await two.count("jobs") == 1)
  }

  // MARK: Atomic

  @Test("State, timeline, TaskSpec, jobs and the end of the causing job are written together or not at all")
  func atomic() async throws {
    let tenant = try await Tenant.make()
    let job = NewJob(kind: .refresh, lane: NewJob.lane(asanaGID: "1"), key: nil, payload: "marked", requestID: "test")
    try await tenant.queue.enqueue([job], project: tenant.project)
    let held = ClaimedJob(
      projectID: tenant.project, id: JobID(rawValue: try await Tenant.number("SELECT id FROM jobs WHERE payload = 'marked'")),
      kind: .refresh, lane: job.lane, taskID: nil, deliveryID: nil, payload: "", attempt: 1, rescues: 0, lease: 1, requestID: "test")
    func admit() async throws {
      _ = try await tenant.ledger.admit(
        tenant.sighting(), asanaGID: "1", origin: .system, project: tenant.project, requestID: "test", ending: .done(held))
    }
    await #expect(throws: StorageError.self) { try await admit() }
    for table in ["tasks", "task_events", "taskspecs"] { #expect(try await tenant.count(table) == 0, "\(table)") }
    #expect(try await tenant.count("task_counts", "count <> 0") == 0)
    #expect(try await tenant.count("jobs") == 1)
    try await Tenant.run(
      "UPDATE jobs SET state = 'running', lease = 1, lease_until = now() + interval '1 hour' WHERE id = \(held.id)")
    try await admit()
    for table in ["tasks", "taskspecs"] { #expect(try await tenant.count(table) == 1, "\(table)") }
    #expect(try await tenant.count("jobs", "state = 'done'") == 1)
    #expect(try await tenant.count("jobs", "kind = 'effect' AND state = 'pending' AND lane = 'asana:1'") == 1)
  }

  @Test("A receipt is written once for each delivery and task, and its events are applied once, also at the same moment")
  func receipts() async throws {
    let tenant = try await Tenant.make()
    let task = try await tenant.admit()
    try await tenant.apply(.issueCreated(Tenant.issue()), to: task)
    func deliver(_ id: String, _ event: TaskEvent) async throws {
      let origin = EventOrigin(source: .github, actor: "dev", deliveryID: id)
      let receipt = TaskLedger.Receipt(type: .githubWebhookReceived, origin: origin, reference: [.init("event", .text("issues"))])
      try await tenant.ledger.apply([(event, origin)], task: task, project: tenant.project, requestID: "test", receipt: receipt)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<10 { group.addTask { try await deliver("d1", .issueClosed) } }
      try await group.waitForAll()
    }
    #expect(try await tenant.count("task_events", "delivery_id = 'd1' AND event_type = 'github.webhook_received'") == 1)
    #expect(try await tenant.count("task_events", "event_type = 'github.issue_closed'") == 1)
    try await deliver("d2", .issueReopened)
    try await deliver("d1", .issueClosed)
    #expect(try await tenant.state(task).isIssueClosed == false)
  }

  @Test("An issue stays in the repository it was created in, although another was chosen meanwhile")
  func issuePlace() async throws {
    let tenant = try await Tenant.make()
    let task = try await tenant.admit()
    let other = try await Tenant.number("INSERT INTO repositories (project_id, name) VALUES (\(tenant.project), 'acme/web') RETURNING id")
    try await tenant.apply(.repositoryChosen(RepositoryID(rawValue: other)), to: task)
    try await tenant.ledger.apply(
      [(.issueCreated(Tenant.issue()), .system)], task: task, project: tenant.project, requestID: "test",
      issueRepository: tenant.repository)
    #expect(try await tenant.state(task).repository == tenant.repository)
    let reference = "event_type = 'github.issue_created' AND ref_json ->> 'repository' = '\(tenant.repository)'"
    #expect(try await tenant.count("task_events", reference) == 1)
  }

  @Test("Each change is announced to open pages with project, task and revision")
  func announcement() async throws {
    let tenant = try await Tenant.make()
    let heard = Recorder<String>()
    tenant.database.listen("tasks") { heard.add($0) }
    await heard.wait(count: 1)
    let task = try await tenant.admit()
    let expected = "\(tenant.project):\(task):1"
    await heard.wait { $0.contains(expected) }
  }
}
