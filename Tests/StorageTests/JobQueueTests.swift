import Domain
import EventLoop
import Pipeline
import Postgres
import Storage
import Synchronization
import TestKit
import Testing

/// The queue sees all projects, so these tests take turns and begin with an empty table.
@Suite(.database, .serialized, .timeLimit(.minutes(15)))
struct JobQueueTests {
  private static let lease: Duration = .seconds(60)

  private func empty() async throws -> Tenant {
    try await Tenant.run("DELETE FROM jobs")
    return try await Tenant.make()
  }

  private func job(_ payload: String, lane: String? = nil, key: String? = nil) -> NewJob {
    NewJob(kind: .nothing, lane: lane, key: key, payload: payload, requestID: "test")
  }

  private func claim(_ tenant: Tenant, _ limit: Int = 100) async throws -> [ClaimedJob] {
    try await tenant.queue.claim(limit: limit, kinds: JobKind.allCases, worker: "w", lease: Self.lease).jobs
  }

  private func one(_ tenant: Tenant) async throws -> ClaimedJob {
    let jobs = try await claim(tenant)
    #expect(jobs.count == 1)
    return try #require(jobs.first)
  }

  // MARK: Claiming

  @Test(
    "A hundred claimers of two processes run a thousand jobs once each, lanes in order and one at a time, and leave no open transaction")
  func crowd() async throws {
    let tenant = try await empty()
    let jobs = (0..<1000).map { job("\($0)", lane: $0 % 5 == 0 ? nil : "lane-\($0 % 40)") }
    for start in stride(from: 0, to: 1000, by: 250) {
      try await tenant.queue.enqueue(Array(jobs[start..<start + 250]), project: tenant.project)
    }
    let second = TestDatabase.current.connect(role: "autoflow_app")
    let book = LaneBook()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for claimer in 0..<100 {
        let queue = JobQueue(database: claimer % 2 == 0 ? tenant.database : second)
        let loop = TestDatabase.loops.loops[claimer % 2]
        group.addTask(executorPreference: loop) { try await book.work(queue, name: "w\(claimer)", until: 1000) }
      }
      try await group.waitForAll()
    }
    await second.close()
    #expect(book.faults == [])
    #expect(book.finished.count == 1000)
    #expect(Set(book.finished).count == 1000)
    #expect(try await tenant.count("jobs", "state = 'done' AND attempts = 1") == 1000)
    let idle = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
    #expect(try await Tenant.number(idle) == 0)
  }

  @Test("Jobs of one insert run in its order, and one that waits for its time holds up its own lane only")
  func order() async throws {
    let tenant = try await empty()
    try await tenant.queue.enqueue(
      [job("a1", lane: "a"), job("a2", lane: "a"), job("b1", lane: "b"), job("b2", lane: "b")], project: tenant.project)
    let heads = try await claim(tenant)
    #expect(heads.map(\.payload) == ["a1", "b1"])
    #expect(try await claim(tenant).isEmpty)
    try await tenant.queue.retry(heads[0], after: .seconds(3600), reason: "later", countsAsAttempt: true)
    try await tenant.queue.finish([heads[1]])
    #expect(try await claim(tenant).map(\.payload) == ["b2"])
  }

  @Test("The same lane in two projects is two lanes")
  func lanesOfProjects() async throws {
    let (one, two) = (try await empty(), try await Tenant.make())
    for tenant in [one, two] { try await tenant.queue.enqueue([job("x", lane: "same")], project: tenant.project) }
    #expect(try await claim(one).count == 2)
  }

  @Test("A job whose insert commits late waits for the later one of its lane that is running")
  func lateCommit() async throws {
    let tenant = try await empty()
    let session = try await ScriptSession.open(DatabaseConfiguration(url: TestDatabase.current.ownerURL), loops: TestDatabase.loops)
    defer { session.close() }
    let insert = "INSERT INTO jobs (project_id, kind, lane, payload) VALUES (\(tenant.project), 'nothing', 'a', 'early')"
    try await session.run("BEGIN; SET LOCAL app.scope = 'system'; \(insert)")
    try await tenant.queue.enqueue([job("late", lane: "a")], project: tenant.project)
    let late = try await one(tenant)
    try await session.run("COMMIT")
    #expect(try await claim(tenant).isEmpty)
    try await tenant.queue.finish([late])
    #expect(try await one(tenant).payload == "early")
  }

  @Test("A claim that meets another one at a lane looks again at once and takes the jobs of other lanes")
  func meeting() async throws {
    let tenant = try await empty()
    try await tenant.queue.enqueue([job("first", lane: "a"), job("second", lane: "a"), job("free")], project: tenant.project)
    let session = try await ScriptSession.open(DatabaseConfiguration(url: TestDatabase.current.ownerURL), loops: TestDatabase.loops)
    defer { session.close() }
    let seize = "UPDATE jobs SET state = 'running', lease_until = now() + interval '1 hour' WHERE payload = 'second'"
    try await session.run("BEGIN; SET LOCAL app.scope = 'system'; \(seize)")
    async let claimed = claim(tenant)
    try await Tenant.waitUntilBlocked()
    try await session.run("COMMIT")
    #expect(try await claimed.map(\.payload) == ["free"])
  }

  @Test("Jobs of kinds this release does not run are left for one that does")
  func kinds() async throws {
    let tenant = try await empty()
    try await Tenant.run("INSERT INTO jobs (project_id, kind) VALUES (\(tenant.project), 'of_tomorrow')")
    #expect(try await claim(tenant).isEmpty)
    #expect(try await tenant.count("jobs", "state = 'pending'") == 1)
  }

  @Test("A claim tells when the next job is due")
  func nextDue() async throws {
    let tenant = try await empty()
    try await tenant.queue.enqueue([job("a")], project: tenant.project)
    try await tenant.queue.retry(try await one(tenant), after: .seconds(50), reason: "later", countsAsAttempt: true)
    let due = try await tenant.queue.claim(limit: 1, kinds: JobKind.allCases, worker: "w", lease: Self.lease).nextDue
    #expect(try #require(due) > .seconds(20))
    #expect(try #require(due) <= .seconds(50))
  }

  // MARK: Keys

  @Test("A second job with the same key is not made, also at the same moment; another project may use it")
  func keys() async throws {
    let (tenant, other) = (try await empty(), try await Tenant.make())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 { group.addTask { try await tenant.queue.enqueue([job("x", key: "k"), job("y")], project: tenant.project) } }
      try await group.waitForAll()
    }
    try await other.queue.enqueue([job("x", key: "k")], project: other.project)
    #expect(try await tenant.count("jobs", "key = 'k'") == 1)
    #expect(try await tenant.count("jobs", "key IS NULL") == 20)
    #expect(try await other.count("jobs") == 1)
  }

  @Test("A storm of refreshes of one task leaves fifty waiting, which read what the others would; nothing else is held back")
  func storm() async throws {
    let tenant = try await empty()
    func refresh(_ lane: String) async throws {
      let job = NewJob(kind: .refresh, lane: lane, key: nil, requestID: "test")
      try await tenant.queue.enqueue([job, self.job("other", lane: lane)], project: tenant.project)
    }
    for _ in 0..<60 { try await refresh("a") }
    try await refresh("b")
    #expect(try await tenant.count("jobs", "lane = 'a' AND kind = 'refresh'") == 50)
    #expect(try await tenant.count("jobs", "lane = 'a' AND kind = 'nothing'") == 60)
    #expect(try await tenant.count("jobs", "lane = 'b'") == 2)
    _ = try await claim(tenant)
    try await refresh("a")
    #expect(try await tenant.count("jobs", "lane = 'a' AND kind = 'refresh'") == 51)
  }

  // MARK: Leases

  private func expire(_ job: ClaimedJob) async throws {
    try await Tenant.run("UPDATE jobs SET lease_until = now() - interval '1 second' WHERE id = \(job.id)")
  }

  @Test("When a lease ends the job is taken back, runs again, and the first worker's result is refused together with what it wrote")
  func rescue() async throws {
    let tenant = try await empty()
    let task = try await tenant.admit()
    try await Tenant.run("DELETE FROM jobs")
    try await tenant.queue.enqueue([job("x", lane: "a")], project: tenant.project)
    let first = try await one(tenant)
    #expect(try await tenant.queue.rescue() == 0)
    try await expire(first)
    #expect(try await tenant.queue.rescue() == 1)
    let second = try await one(tenant)
    #expect(second.attempt == 1)
    #expect(second.rescues == 1)
    #expect(second.lease > first.lease)
    let before = try await tenant.state(task)
    let error = await #expect(throws: StorageError.self) {
      try await tenant.ledger.apply(
        [(.issueCreated(Tenant.issue()), .system)], task: task, project: tenant.project, requestID: "test", ending: .done(first))
    }
    guard case .leaseLost = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try await tenant.state(task) == before)
    #expect(try await tenant.count("jobs") == 1)
    #expect(try await tenant.count("task_events", "event_type = 'github.issue_created'") == 0)
    for end in [JobEnd.done(first), .failed(first, reason: "no")] {
      await #expect(throws: StorageError.self) {
        try await tenant.ledger.apply([], task: task, project: tenant.project, requestID: "test", ending: end)
      }
    }
    try await tenant.queue.finish([first])
    #expect(try await tenant.queue.fail(first, reason: "no") == false)
    try await tenant.queue.retry(first, after: .zero, reason: "no", countsAsAttempt: true)
    try await tenant.queue.release([first])
    #expect(try await tenant.count("jobs", "state = 'running' AND lease = \(second.lease)") == 1)
  }

  @Test("A heartbeat prolongs what is held, tells what was lost, and does not wait for a row that is being ended")
  func heartbeat() async throws {
    let tenant = try await empty()
    try await tenant.queue.enqueue([job("a"), job("b"), job("c")], project: tenant.project)
    let jobs = try await claim(tenant)
    try await expire(jobs[0])
    try await expire(jobs[1])
    try await Tenant.run("UPDATE jobs SET lease = lease + 1 WHERE id = \(jobs[1].id)")
    let session = try await ScriptSession.open(DatabaseConfiguration(url: TestDatabase.current.ownerURL), loops: TestDatabase.loops)
    defer { session.close() }
    try await session.run("BEGIN; SET LOCAL app.scope = 'system'; SELECT FROM jobs WHERE id = \(jobs[2].id) FOR UPDATE")
    #expect(try await tenant.queue.heartbeat(jobs, lease: Self.lease) == [jobs[0].id])
    try await session.run("COMMIT")
    #expect(try await tenant.queue.rescue() == 1)
    #expect(try await tenant.count("jobs", "id = \(jobs[0].id) AND lease_until > now() + interval '30 seconds'") == 1)
  }

  // MARK: Ends

  @Test("A retry waits and counts as an attempt unless told otherwise; deaths of workers in a row are counted anew")
  func retries() async throws {
    let tenant = try await empty()
    try await tenant.queue.enqueue([job("x")], project: tenant.project)
    var claimed = try await one(tenant)
    try await expire(claimed)
    _ = try await tenant.queue.rescue()
    claimed = try await one(tenant)
    try await tenant.queue.retry(claimed, after: .milliseconds(1500), reason: "bad\u{0}luck", countsAsAttempt: true)
    #expect(try await tenant.count("jobs", "run_at BETWEEN now() + interval '1 second' AND now() + interval '2 seconds'") == 1)
    #expect(try await tenant.count("jobs", "state = 'pending' AND attempts = 1 AND last_error LIKE 'bad_luck'") == 1)
    try await Tenant.run("UPDATE jobs SET run_at = now()")
    claimed = try await one(tenant)
    #expect(claimed.attempt == 2)
    #expect(claimed.rescues == 0)
    try await tenant.queue.retry(claimed, after: .zero, reason: "rate limit", countsAsAttempt: false)
    #expect(try await one(tenant).attempt == 2)
  }

  @Test("A failed job keeps its reason and frees its lane; a released one goes back with its attempt")
  func failAndRelease() async throws {
    let tenant = try await empty()
    try await tenant.queue.enqueue([job("1", lane: "a"), job("2", lane: "a")], project: tenant.project)
    #expect(try await tenant.queue.fail(try await one(tenant), reason: "token revoked"))
    #expect(try await tenant.count("jobs", "state = 'failed' AND last_error = 'token revoked' AND finished_at IS NOT NULL") == 1)
    let second = try await one(tenant)
    try await tenant.queue.release([second])
    #expect(try await tenant.count("jobs", "state = 'pending' AND attempts = 0 AND worker IS NULL") == 1)
    #expect(try await one(tenant).payload == "2")
  }

  @Test("Jobs that were done long ago are removed, and no others")
  func purge() async throws {
    let tenant = try await empty()
    try await Tenant.run(
      """
      INSERT INTO jobs (project_id, kind, state, created_at, finished_at, payload)
      SELECT \(tenant.project), 'nothing', state, now() - age, CASE WHEN state <> 'pending' THEN now() END, state
      FROM (VALUES ('done', interval '31 days'), ('done', '1 day'), ('failed', '31 days'), ('pending', '31 days')) AS old (state, age)
      """)
    #expect(try await tenant.queue.purge() == 1)
    #expect(try await tenant.count("jobs") == 3)
  }
}

/// What the claimers saw: every rule a lane has is checked while they work.
private final class LaneBook: Sendable {
  private struct State: Sendable {
    var running: Set<String> = []
    var last: [String: Int64] = [:]
    var finished: [Int64] = []
    var faults: [String] = []
  }

  private let state = Mutex(State())

  var finished: [Int64] { state.withLock { $0.finished } }
  var faults: [String] { state.withLock { $0.faults } }

  func work(_ queue: JobQueue, name: String, until total: Int) async throws {
    while finished.count < total {
      let jobs = try await queue.claim(limit: 7, kinds: [.nothing], worker: name, lease: .seconds(60)).jobs
      for job in jobs { begin(job) }
      for job in jobs { end(job) }
      try await queue.finish(jobs)
      if jobs.isEmpty { try await TestDatabase.loops.any.sleep(for: .milliseconds(3)) }
    }
  }

  private func begin(_ job: ClaimedJob) {
    state.withLock { state in
      guard let lane = job.lane else { return }
      if !state.running.insert(lane).inserted { state.faults.append("two of \(lane) at a time") }
      if let last = state.last[lane], last >= job.id.rawValue { state.faults.append("\(lane) out of order") }
      state.last[lane] = job.id.rawValue
    }
  }

  private func end(_ job: ClaimedJob) {
    state.withLock { state in
      if let lane = job.lane { state.running.remove(lane) }
      state.finished.append(job.id.rawValue)
    }
  }
}
