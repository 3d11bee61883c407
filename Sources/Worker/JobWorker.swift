internal import Domain
package import EventLoop
package import Log
internal import Pipeline
package import Storage
internal import Synchronization

/// Claims jobs and runs them, many at a time; any number of workers share one database.
package final class JobWorker: Sendable {
  private let queue: JobQueue
  private let handlers: [JobKind: any JobHandler]
  private let loops: EventLoopGroup
  private let settings: WorkerSettings
  private let log: Log
  private let name: String
  private let signal: WakeSignal
  private let running = RunningJobs()
  private let isStopping = Atomic(false)
  private let retries = RetryPolicy.standard
  private let observe: @Sendable (ClaimedJob) -> Void

  /// - Parameters:
  ///   - name: tells workers apart in the table.
  ///   - observe: told of every job that starts; for measuring.
  package init(
    queue: JobQueue, handlers: [JobKind: any JobHandler], loops: EventLoopGroup, settings: WorkerSettings, log: Log, name: String,
    observe: @escaping @Sendable (ClaimedJob) -> Void = { _ in }
  ) {
    self.queue = queue
    self.handlers = handlers
    self.loops = loops
    self.settings = settings
    self.log = log
    self.name = name
    self.observe = observe
    signal = WakeSignal(loop: loops.loops[0])
  }

  /// Says that there may be work; from any thread.
  package func wake() { signal.raise() }

  /// Makes `run` finish what it holds, give back the rest and return.
  package func stop() {
    isStopping.store(true, ordering: .relaxed)
    signal.raise()
  }

  /// Works until `stop`.
  package func run() async {
    await withTaskExecutorPreference(loops.loops[0]) {
      let upkeep = Task(executorPreference: loops.loops[0]) { await self.keepUp() }
      await withDiscardingTaskGroup { group in
        await work(&group)
        await drain()
        group.cancelAll()
      }
      upkeep.cancel()
      await writeEnds()
    }
  }

  // MARK: Claiming

  private func work(_ group: inout DiscardingTaskGroup) async {
    var turn = 0
    while !isStopping.load(ordering: .relaxed) {
      await writeEnds()
      let (claimed, pause) = await claim()
      running.begin(claimed)
      for job in claimed {
        turn &+= 1
        group.addTask(executorPreference: loops.loops[turn % loops.loops.count]) { await self.perform(job) }
      }
      if claimed.isEmpty { await signal.wait(timeout: pause) }
    }
  }

  /// - Returns: also how long to wait when there was nothing.
  private func claim() async -> ([ClaimedJob], pause: Duration) {
    let room = settings.concurrency - running.count
    guard room > 0 else { return ([], settings.pollEvery) }
    do {
      let claim = try await queue.claim(limit: room, kinds: Array(handlers.keys), worker: name, lease: settings.lease)
      return (claim.jobs, min(settings.pollEvery, claim.nextDue.map { $0 + .milliseconds(1) } ?? settings.pollEvery))
    } catch {
      // The database is away: the next round sees.
      log.warning("claiming failed", [("error", .text("\(error)"))])
      return ([], settings.pollEvery)
    }
  }

  private func writeEnds() async {
    let finished = running.takeFinished()
    guard !finished.isEmpty else { return }
    do { try await queue.finish(finished) } catch {
      running.putBack(finished)
      log.warning(
        "job ends were not written, will be tried again", [("count", .integer(Int64(finished.count))), ("error", .text("\(error)"))])
    }
  }

  // MARK: Running

  private func perform(_ job: ClaimedJob) async {
    observe(job)
    var writesEnd = false
    do {
      if job.rescues >= settings.mostRescues {
        try await giveUp(job, "\(job.rescues) workers died while they ran this job")
      } else {
        writesEnd = try await handlers[job.kind]?.run(job) == .done
        report(job, "done", nil)
      }
    } catch StorageError.leaseLost {
      log.warning("a job's lease was lost, its result was refused", fields(job))
    } catch  where Task.isCancelled || isStopping.load(ordering: .relaxed) {
      // Being given back: not a failure of the job.
      try? await queue.release([job])
    } catch {
      await settle(job, error)
    }
    running.end(job, writesEnd: writesEnd)
    // There is room again, the next of its lane may run now, or an end is to be written.
    signal.raise()
  }

  /// Decides whether a failed job gets another attempt.
  private func settle(_ job: ClaimedJob, _ error: any Error) async {
    let failure = JobFailure(error)
    do {
      if case .wait(let duration) = failure.advice {
        try await queue.retry(job, after: duration, reason: failure.reason, countsAsAttempt: false)
        return report(job, "waits", failure.reason)
      }
      if case .again = failure.advice, let delay = retries.delay(afterAttempt: job.attempt, random: UInt64.random(in: .min ... .max)) {
        try await queue.retry(job, after: delay, reason: failure.reason, countsAsAttempt: true)
        return report(job, "retries", failure.reason)
      }
      try await giveUp(job, failure.reason)
    } catch {
      // The lease runs out and the job is rescued.
      log.error("the end of a job could not be written", fields(job) + [("error", .text("\(error)"))])
    }
  }

  private func giveUp(_ job: ClaimedJob, _ reason: String) async throws {
    try await handlers[job.kind]?.giveUp(job, reason: reason)
    report(job, "failed", reason)
  }

  private func report(_ job: ClaimedJob, _ outcome: String, _ reason: String?) {
    if job.kind == .nothing { return }
    let cause: [(String, LogValue)] = reason.map { [("reason", .text($0))] } ?? []
    log.info("job", fields(job) + [("outcome", .text(outcome))] + cause)
  }

  private func fields(_ job: ClaimedJob) -> [(String, LogValue)] {
    [
      ("job", .integer(job.id.rawValue)), ("kind", .text(job.kind.rawValue)), ("project", .integer(job.projectID.rawValue)),
      ("attempt", .integer(Int64(job.attempt))), ("request", .text(job.requestID)),
    ]
  }

  // MARK: Upkeep

  /// Prolongs our leases and takes jobs back from workers that died.
  private func keepUp() async {
    var (sinceRescue, sincePurge) = (Duration.zero, Duration.zero)
    while (try? await loops.loops[0].sleep(for: settings.heartbeatEvery)) != nil {
      let held = running.all
      if !held.isEmpty { _ = try? await queue.heartbeat(held, lease: settings.lease) }
      sincePurge += settings.heartbeatEvery
      if sincePurge >= settings.purgeEvery {
        sincePurge = .zero
        _ = try? await queue.purge()
      }
      sinceRescue += settings.heartbeatEvery
      guard sinceRescue >= settings.rescueEvery else { continue }
      sinceRescue = .zero
      if let count = try? await queue.rescue(), count > 0 {
        log.warning("jobs were taken back from workers that died", [("count", .integer(count))])
        signal.raise()
      }
    }
  }

  /// Waits for running jobs, then gives the rest back.
  private func drain() async {
    let started = ContinuousClock.now
    while running.count > 0, ContinuousClock.now - started < settings.grace {
      await signal.wait(timeout: .milliseconds(50))
      await writeEnds()
    }
    let rest = running.takeRunning()
    guard !rest.isEmpty else { return }
    do { try await queue.release(rest) } catch { log.error("jobs could not be given back", [("error", .text("\(error)"))]) }
  }
}
