internal import CLinux
internal import Domain
internal import EventLoop
internal import HTTPClient
internal import Log
internal import Postgres
internal import Storage
internal import Worker

/// A worker with its handlers, and the clockwork that gives it regular jobs.
struct Working: Sendable {
  private let worker: JobWorker
  private let running: Task<Void, Never>
  private let upkeep: Task<Void, Never>

  /// How often webhooks are looked after.
  private static let upkeepEvery: Duration = .seconds(300)

  init(_ configuration: Configuration, _ stores: Stores, _ runtime: Runtime, _ settings: WorkerSettings) {
    let client = HTTPClient(
      loops: runtime.loops,
      configuration: HTTPClient.Configuration(
        userAgent: "auto-flow", allowedPrivateAddresses: configuration.allowedPrivateAddresses, maximumConnectionsPerHost: 16))
    let worker = JobWorker(
      queue: stores.queue, handlers: stores.handlers(configuration, client), loops: runtime.loops, settings: settings,
      log: configuration.log, name: "pid-\(af_process_id())")
    self.worker = worker
    stores.database.listen(JobQueue.channel) { _ in worker.wake() }
    running = Task(executorPreference: runtime.loops.loops[0]) { await worker.run() }
    let loop = runtime.loops.loops[0]
    upkeep = Task(executorPreference: loop) {
      await Self.enqueueUpkeep(stores, configuration.log, key: nil)
      while (try? await loop.sleep(for: Self.upkeepEvery)) != nil {
        // Several processes come to the same key for the same five minutes: one job.
        let bucket = af_realtime() / (Self.upkeepEvery.components.seconds * 1_000_000)
        await Self.enqueueUpkeep(stores, configuration.log, key: "hooks:\(bucket)")
      }
    }
  }

  private static func enqueueUpkeep(_ stores: Stores, _ log: Log, key: String?) async {
    do {
      for project in try await stores.projects.list() where !project.isArchived {
        let job = NewJob(kind: .hooks, lane: "hooks", key: key, requestID: "upkeep")
        try await stores.queue.enqueue([job], project: project.id)
      }
    } catch { log.warning("upkeep could not be planned", [("error", .text("\(error)"))]) }
  }

  func stop() {
    upkeep.cancel()
    worker.stop()
  }

  /// Returns when the worker has finished or given back what it held.
  func finish() async { await running.value }
}
