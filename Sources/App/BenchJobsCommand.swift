internal import CLinux
internal import Domain
internal import EventLoop
internal import Log
internal import Postgres
internal import Storage
internal import Synchronization
internal import Worker

/// `autoflow bench-jobs`: the queue alone, with a handler that does nothing.
///
/// Prints name and value, a tab between them: `jobs_per_second` (all waiting at the start), `start_p50_ms` and `start_p99_ms` (insert to start at
/// 500 a second).
enum BenchJobsCommand {
  private static let project = "bench-jobs"

  static func run(_ arguments: [String], _ runtime: Runtime) async throws {
    let options = try Options(arguments, values: ["--count", "--seconds"])
    let configuration = try Configuration(runtime.variables)
    try await SchemaCheck.require(configuration.databaseURL, runtime)
    let stores = Stores(configuration, loops: runtime.loops)
    _ = try await stores.projects.create(slug: project, name: "Benchmark of the queue", admin: nil, by: .command)
    guard let found = try await stores.projects.find(slug: project) else { throw CommandFailure("no project") }
    let throughput = try await throughput(stores, runtime, found.id, count: try options.number("--count") ?? 50_000)
    Output.line("jobs_per_second\t\(throughput)")
    let latencies = try await latencies(stores, runtime, found.id, seconds: try options.number("--seconds") ?? 10)
    Output.line("start_p50_ms\t\(milliseconds(latencies, 50))")
    Output.line("start_p99_ms\t\(milliseconds(latencies, 99))")
    await stores.database.close()
  }

  private static func job() -> NewJob { NewJob(kind: .nothing, lane: nil, key: nil, payload: "\(af_monotonic())", requestID: "bench") }

  private static func throughput(_ stores: Stores, _ runtime: Runtime, _ project: ProjectID, count: Int) async throws -> Int {
    for _ in 0..<(count / 1000) { try await stores.queue.enqueue((0..<1000).map { _ in job() }, project: project) }
    let started = Mutex(0)
    let worker = worker(stores, runtime) { _ in started.withLock { $0 += 1 } }
    let begin = af_monotonic()
    let running = Task(executorPreference: runtime.loops.loops[0]) { await worker.run() }
    while started.withLock({ $0 }) < count / 1000 * 1000 { try await runtime.loops.loops[0].sleep(for: .milliseconds(2)) }
    let elapsed = af_monotonic() - begin
    worker.stop()
    await running.value
    return count / 1000 * 1000 * 1_000_000_000 / Int(elapsed)
  }

  /// - Returns: nanoseconds, sorted.
  private static func latencies(_ stores: Stores, _ runtime: Runtime, _ project: ProjectID, seconds: Int) async throws -> [Int64] {
    let measured = Mutex<[Int64]>([])
    let worker = worker(stores, runtime) { job in
      if let inserted = Int64(job.payload) { measured.withLock { $0.append(af_monotonic() - inserted) } }
    }
    stores.database.listen(JobQueue.channel) { _ in worker.wake() }
    let running = Task(executorPreference: runtime.loops.loops[0]) { await worker.run() }
    let begin = af_monotonic()
    try await withThrowingDiscardingTaskGroup { group in
      for number in 0..<(seconds * 500) {
        let due = begin + Int64(number) * 2_000_000
        let wait = due - af_monotonic()
        if wait > 0 { try? await runtime.loops.loops[0].sleep(for: .nanoseconds(wait)) }
        group.addTask { try await stores.queue.enqueue([job()], project: project) }
      }
    }
    while measured.withLock({ $0.count }) < seconds * 500 { try await runtime.loops.loops[0].sleep(for: .milliseconds(5)) }
    worker.stop()
    await running.value
    return measured.withLock { $0.sorted() }
  }

  private static func worker(_ stores: Stores, _ runtime: Runtime, _ observe: @escaping @Sendable (ClaimedJob) -> Void) -> JobWorker {
    var settings = WorkerSettings()
    settings.concurrency = 256
    return JobWorker(
      queue: stores.queue, handlers: [.nothing: NothingJob()], loops: runtime.loops, settings: settings, log: .none, name: "bench",
      observe: observe)
  }

  private static func milliseconds(_ sorted: [Int64], _ percent: Int) -> String {
    guard !sorted.isEmpty else { return "-" }
    let microseconds = sorted[min(sorted.count - 1, sorted.count * percent / 100)] / 1000
    return "\(microseconds / 1000).\(String(microseconds % 1000 + 1000).dropFirst())"
  }
}
