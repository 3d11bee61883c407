import Domain
import EventLoop
import Log
import Postgres
import Storage
import Synchronization
import TestKit
import Testing
import Worker

/// A worker with handlers made for the test; it sees the jobs of all projects, so these tests take turns.
@Suite(.database, .serialized, .timeLimit(.minutes(15)))
struct JobWorkerTests {
  private func job(_ payload: String = "", lane: String? = nil) -> NewJob {
    NewJob(kind: .nothing, lane: lane, key: nil, payload: payload, requestID: "test")
  }

  /// Runs a worker around `body`, and waits for its end.
  private func withWorker(
    _ handler: any JobHandler, _ adjust: (inout WorkerSettings) -> Void = { _ in },
    _ body: (Tenant, JobWorker) async throws -> Void
  ) async throws {
    try await Tenant.run("DELETE FROM jobs")
    let tenant = try await Tenant.make()
    var settings = WorkerSettings()
    settings.pollEvery = .milliseconds(20)
    adjust(&settings)
    let worker = JobWorker(
      queue: tenant.queue, handlers: [.nothing: handler], loops: TestDatabase.loops, settings: settings, log: .none, name: "test")
    let running = Task { await worker.run() }
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(tenant, worker)) } catch { outcome = .failure(error) }
    worker.stop()
    await running.value
    try outcome.get()
  }

  @Test("Everything runs once, never more at a time than allowed, and its end is written")
  func concurrency() async throws {
    let handler = Scripted { _ in .done }
    let most = Mutex((now: 0, most: 0))
    let counting = Scripted { job in
      most.withLock { $0 = (now: $0.now + 1, most: max($0.most, $0.now + 1)) }
      defer { most.withLock { $0.now -= 1 } }
      await Task.yield()
      return try await handler.run(job)
    }
    try await withWorker(counting, { $0.concurrency = 8 }) { tenant, worker in
      try await tenant.queue.enqueue((0..<200).map { job("\($0)", lane: $0 % 4 == 0 ? "l\($0 % 12)" : nil) }, project: tenant.project)
      await handler.runs.wait(count: 200)
      try await tenant.wait(200, "jobs", "state = 'done'")
      #expect(Set(handler.runs.values).count == 200)
      #expect(most.withLock { $0.most } <= 8)
      #expect(most.withLock { $0.most } > 1)
    }
  }

  @Test("A notification starts a job long before the next poll, also when all room was taken by jobs without a lane that failed")
  func notification() async throws {
    let handler = Scripted { job in
      if job.payload == "fails" { throw PortError.rejected(reason: "no") }
      return .done
    }
    let adjust: (inout WorkerSettings) -> Void = {
      $0.pollEvery = .seconds(600)
      $0.concurrency = 1
    }
    let listening = TestDatabase.current.connect(role: "autoflow_app")
    try await withWorker(handler, adjust) { tenant, worker in
      let heard = Recorder<String>()
      listening.listen(JobQueue.channel) { payload in
        worker.wake()
        heard.add(payload)
      }
      await heard.wait(count: 1)
      try await tenant.queue.enqueue([job("fails"), job("fails"), job("works")], project: tenant.project)
      await handler.runs.wait(count: 3)
      #expect(Set(handler.runs.values) == ["fails", "works"])
    }
    await listening.close()
  }

  @Test("Stop lets a running job end, and gives back with its attempt what does not end in time")
  func stop() async throws {
    let (gate, started) = (Recorder<String>(), Recorder<String>())
    let handler = Scripted { job in
      started.add(job.payload)
      if job.payload == "ends" { await gate.wait(count: 1) } else { try await TestDatabase.loops.any.sleep(for: .seconds(600)) }
      return .done
    }
    var kept: Tenant?
    try await withWorker(handler, { $0.grace = .milliseconds(300) }) { tenant, worker in
      kept = tenant
      try await tenant.queue.enqueue([job("ends"), job("hangs")], project: tenant.project)
      await started.wait(count: 2)
      worker.stop()
      gate.add("")
    }
    let tenant = try #require(kept)
    #expect(try await tenant.count("jobs", "payload = 'ends' AND state = 'done'") == 1)
    #expect(try await tenant.count("jobs", "payload = 'hangs' AND state = 'pending' AND attempts = 0") == 1)
  }

  @Test("A rate limit puts a job back for the time asked for and does not count as an attempt")
  func rateLimit() async throws {
    let handler = Scripted { _ in throw PortError.rateLimited(retryAfter: .seconds(500)) }
    try await withWorker(handler) { tenant, _ in
      try await tenant.queue.enqueue([job()], project: tenant.project)
      try await tenant.wait(1, "jobs", "state = 'pending' AND attempts = 0 AND run_at > now() + interval '400 seconds'")
      #expect(handler.abandoned.values == [])
    }
  }

  @Test("When the database does not answer or asks to try again a job waits, and that is no attempt", arguments: 0..<4)
  func passing(number: Int) async throws {
    let deadlock = DatabaseError.server(ServerError(sqlstate: "40P01", message: "deadlock detected"))
    let errors: [any Error] = [DatabaseError.connectionLost, DatabaseError.timeout, deadlock, StorageError.database(.poolExhausted)]
    let handler = Scripted { _ in throw errors[number] }
    try await withWorker(handler) { tenant, _ in
      try await tenant.queue.enqueue([job()], project: tenant.project)
      try await tenant.wait(1, "jobs", "state = 'pending' AND attempts = 0 AND run_at > now()")
      #expect(handler.abandoned.values == [])
    }
  }

  @Test("After three attempts a job is given up, once", arguments: ["transient", "unexpected"])
  func attempts(kind: String) async throws {
    struct Unexpected: Error {}
    let handler = Scripted { _ in
      if kind == "transient" { throw PortError.transient(reason: "bad gateway") }
      throw Unexpected()
    }
    try await withWorker(handler) { tenant, worker in
      try await tenant.queue.enqueue([job("x")], project: tenant.project)
      for attempt in 1...2 {
        await handler.runs.wait(count: attempt)
        try await tenant.wait(1, "jobs", "state = 'pending' AND attempts = \(attempt) AND run_at > now()")
        try await Tenant.run("UPDATE jobs SET run_at = now()")
        worker.wake()
      }
      await handler.abandoned.wait(count: 1)
      try await tenant.wait(1, "jobs", "state = 'failed'")
      #expect(handler.runs.values.count == 3)
      #expect(handler.abandoned.values.count == 1)
    }
  }

  @Test("What cannot succeed is given up at the first attempt", arguments: [0, 1, 2])
  func hopeless(number: Int) async throws {
    let errors: [any Error] = [
      StorageError.corrupt("jobs.payload"), PortError.unauthorised(reason: "revoked"),
      DatabaseError.decoding(column: "stage", expected: "a word"),
    ]
    let handler = Scripted { _ in throw errors[number] }
    try await withWorker(handler) { tenant, _ in
      try await tenant.queue.enqueue([job()], project: tenant.project)
      await handler.abandoned.wait(count: 1)
      try await tenant.wait(1, "jobs", "state = 'failed' AND attempts = 1")
      #expect(handler.abandoned.values.count == 1)
    }
  }

  @Test("A job that workers die of is given up in its turn, not run a sixth time")
  func poison() async throws {
    let handler = Scripted { _ in .done }
    try await withWorker(handler) { tenant, worker in
      try await Tenant.run("INSERT INTO jobs (project_id, kind, rescues) VALUES (\(tenant.project), 'nothing', 5)")
      worker.wake()
      await handler.abandoned.wait(count: 1)
      try await tenant.wait(1, "jobs", "state = 'failed'")
      #expect(handler.abandoned.values == ["5 workers died while they ran this job"])
      #expect(handler.runs.values == [])
    }
  }

  @Test("A job whose lease was lost while it ran ends once, by the claim that holds it now")
  func lostLease() async throws {
    let (gate, started) = (Recorder<Int>(), Recorder<Int64>())
    let handler = Scripted { job in
      started.add(job.lease)
      if job.lease == 1 { await gate.wait(count: 1) } else { await gate.wait(count: 2) }
      return .done
    }
    try await withWorker(handler) { tenant, worker in
      try await tenant.queue.enqueue([job("x")], project: tenant.project)
      await started.wait(count: 1)
      try await Tenant.run("UPDATE jobs SET lease_until = now() - interval '1 second'")
      #expect(try await tenant.queue.rescue() == 1)
      worker.wake()
      await started.wait(count: 2)
      gate.add(1)
      #expect(try await tenant.count("jobs", "state = 'running' AND lease = 3") == 1)
      gate.add(2)
      try await tenant.wait(1, "jobs", "state = 'done' AND lease = 4")
    }
  }

  @Test("A worker outlives a database that ends its connections and then refuses new ones, and loses nothing")
  func outage() async throws {
    let handler = Scripted { _ in .done }
    try await withWorker(handler) { tenant, worker in
      let name = TestDatabase.current.name
      // From another database: nobody may lock himself out of his own.
      let elsewhere = TestDatabase.current.ownerURL.replacing(name, with: "postgres")
      let session = try await ScriptSession.open(DatabaseConfiguration(url: elsewhere), loops: TestDatabase.loops)
      defer { session.close() }
      let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)' AND pid <> pg_backend_pid()"
      try await tenant.queue.enqueue((0..<100).map { job("\($0)") }, project: tenant.project)
      await handler.runs.wait(count: 10)
      try await session.run("ALTER DATABASE \(name) ALLOW_CONNECTIONS false")
      try await session.run(cut)
      await #expect(throws: DatabaseError.self) { try await tenant.queue.rescue() }
      try await session.run("ALTER DATABASE \(name) ALLOW_CONNECTIONS true")
      // What was running when the connections were cut may never be finished by its claim.
      while try await tenant.count("jobs", "state <> 'done'") > 0 {
        try await TestDatabase.loops.any.sleep(for: .milliseconds(20))
        try await Tenant.run("UPDATE jobs SET lease_until = now() - interval '1 second' WHERE state = 'running'")
        _ = try? await tenant.queue.rescue()
        worker.wake()
      }
      #expect(Set(handler.runs.values).count == 100)
    }
  }
}

/// A handler that does what the test says, and remembers.
private struct Scripted: JobHandler {
  let runs = Recorder<String>()
  let abandoned = Recorder<String>()
  let body: @Sendable (ClaimedJob) async throws -> JobOutcome

  init(_ body: @escaping @Sendable (ClaimedJob) async throws -> JobOutcome) { self.body = body }

  func run(_ job: ClaimedJob) async throws -> JobOutcome {
    defer { runs.add(job.payload) }
    return try await body(job)
  }

  func giveUp(_ job: ClaimedJob, reason: String) async throws {
    _ = try await JobQueue(database: TestDatabase.current.database).fail(job, reason: reason)
    abandoned.add(reason)
  }
}
