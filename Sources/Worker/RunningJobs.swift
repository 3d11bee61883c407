internal import Domain
internal import Storage
internal import Synchronization

/// The jobs a worker holds, and those whose end is still to be written.
final class RunningJobs: Sendable {
  /// A job that was lost and claimed again is another one: the first run may still be under way.
  private struct Key: Hashable, Sendable {
    let id: JobID
    let lease: Int64

    init(_ job: ClaimedJob) {
      id = job.id
      lease = job.lease
    }
  }

  private struct State: Sendable {
    var running: [Key: ClaimedJob] = [:]
    var finished: [ClaimedJob] = []
  }

  private let state = Mutex(State())

  var count: Int { state.withLock { $0.running.count } }
  var all: [ClaimedJob] { state.withLock { Array($0.running.values) } }

  func begin(_ jobs: [ClaimedJob]) {
    state.withLock { state in
      for job in jobs { state.running[Key(job)] = job }
    }
  }

  /// - Parameter writesEnd: the job's end is not in the database yet.
  func end(_ job: ClaimedJob, writesEnd: Bool) {
    state.withLock { state in
      guard state.running.removeValue(forKey: Key(job)) != nil else { return }
      if writesEnd { state.finished.append(job) }
    }
  }

  func takeFinished() -> [ClaimedJob] {
    state.withLock { state in
      let finished = state.finished
      state.finished = []
      return finished
    }
  }

  func putBack(_ jobs: [ClaimedJob]) {
    state.withLock { $0.finished += jobs }
  }

  /// Forgets everything that still runs: it is being given back.
  func takeRunning() -> [ClaimedJob] {
    state.withLock { state in
      let running = Array(state.running.values)
      state.running = [:]
      return running
    }
  }
}
