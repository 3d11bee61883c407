internal import CLinux
internal import Synchronization

/// One thread, one epoll, one task executor.
///
/// Everything a connection does happens on its loop's thread: a `Task(executorPreference: loop)` and all nonisolated async functions it
/// calls run here, so state that only such code touches needs no lock. `@unchecked Sendable` because the stored state below the line
/// "loop thread only" is confined by `assertOnLoop`, and everything else is behind `remote`; `EventLoopTests` runs it under TSan.
package final class EventLoop: TaskExecutor, @unchecked Sendable {
  /// Position in its group, from 0: index of per-loop resources.
  package let index: Int

  private let epoll: Int32
  private let wakeDescriptor: Int32
  private let remote = Mutex(Remote())

  // Loop thread only.
  private var local = Ring<UnownedJob>()
  private var registrations = RegistrationTable()
  private var timers = TimerHeap()
  private var tickHooks: [() -> Void] = []
  private var isRunning = true
  /// When the loop last looked at its sockets: nanoseconds of the monotonic clock. Cheaper than the clock where milliseconds do.
  package private(set) var tickTime = af_monotonic()
  /// Jobs run since the start, for tests that count hops.
  package private(set) var jobsRun = 0

  private struct Remote {
    var jobs: [UnownedJob] = []
    var closures: [@Sendable () -> Void] = []
    var isAsleep = false
  }

  /// Most jobs run between two looks at the sockets.
  private static let batchLimit = 512

  package init(index: Int) {
    self.index = index
    epoll = af_epoll_create()
    wakeDescriptor = af_eventfd()
    precondition(epoll >= 0 && wakeDescriptor >= 0, "the system refused an epoll or event descriptor")
    let added = af_epoll_control(epoll, 1, wakeDescriptor, Interest.read.bits, RegistrationTable.wakeToken)
    precondition(added == 0, "the wake-up descriptor could not be watched")
  }

  deinit {
    af_close(epoll)
    af_close(wakeDescriptor)
  }

  /// The loop whose thread is running, if any.
  package static var current: EventLoop? {
    guard let pointer = unsafe af_current_loop() else { return nil }
    return unsafe Unmanaged<EventLoop>.fromOpaque(pointer).takeUnretainedValue()
  }

  package var isCurrent: Bool {
    unsafe af_current_loop() == Unmanaged.passUnretained(self).toOpaque()
  }

  package func assertOnLoop() {
    assert(isCurrent, "loop state touched from another thread")
  }

  // MARK: Executor

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if isCurrent {
      local.append(job)
    } else {
      wakeIfNeeded { $0.jobs.append(job) }
    }
  }

  /// Runs a closure on the loop's thread, in order; from any thread.
  package func execute(_ body: @escaping @Sendable () -> Void) {
    wakeIfNeeded { $0.closures.append(body) }
  }

  private func wakeIfNeeded(_ add: (inout sending Remote) -> Void) {
    let wasAsleep = remote.withLock { remote in
      add(&remote)
      let wasAsleep = remote.isAsleep
      remote.isAsleep = false
      return wasAsleep
    }
    if wasAsleep { af_eventfd_signal(wakeDescriptor) }
  }

  // MARK: Descriptors, timers, hooks (loop thread only)

  /// Watches a descriptor until `unregister`.
  package func register(_ descriptor: Int32, _ interest: Interest, _ handler: any EventHandler) -> Registration {
    assertOnLoop()
    let registration = registrations.insert(handler)
    let added = af_epoll_control(epoll, 1, descriptor, interest.bits, registration.token)
    precondition(added == 0, "the descriptor cannot be watched")
    return registration
  }

  package func update(_ registration: Registration, _ descriptor: Int32, _ interest: Interest) {
    assertOnLoop()
    _ = af_epoll_control(epoll, 2, descriptor, interest.bits, registration.token)
  }

  /// Stops watching; events already fetched for it are dropped. Call before closing the descriptor.
  package func unregister(_ registration: Registration, _ descriptor: Int32) {
    assertOnLoop()
    registrations.remove(registration)
    _ = af_epoll_control(epoll, 3, descriptor, 0, 0)
  }

  /// Runs `action` once, on this thread, after `delay`.
  package func schedule(after delay: Duration, _ action: @escaping () -> Void) -> TimerID {
    assertOnLoop()
    return timers.insert(deadline: af_monotonic() + delay.inNanoseconds, action)
  }

  package func cancel(_ timer: TimerID) {
    assertOnLoop()
    timers.cancel(timer)
  }

  /// Runs `hook` after every batch of jobs, before the sockets are looked at: the place to flush what the batch wrote.
  package func onTick(_ hook: @escaping () -> Void) {
    assertOnLoop()
    tickHooks.append(hook)
  }

  // MARK: Running

  /// Owns the calling thread until `stop`.
  package func run() {
    unsafe af_set_current_loop(Unmanaged.passUnretained(self).toOpaque())
    while isRunning {
      takeRemote()
      runJobs()
      for hook in tickHooks { hook() }
      waitAndDispatch()
      runTimers()
    }
    af_set_current_loop(nil)
  }

  /// Ends `run` after the current batch; from any thread.
  package func stop() {
    execute { self.isRunning = false }
  }

  private func takeRemote() {
    let (jobs, closures) = remote.withLock { remote in
      let taken = (remote.jobs, remote.closures)
      remote.isAsleep = false
      if !remote.jobs.isEmpty { remote.jobs = [] }
      if !remote.closures.isEmpty { remote.closures = [] }
      return taken
    }
    for job in jobs { local.append(job) }
    for closure in closures { closure() }
  }

  private func runJobs() {
    var budget = Self.batchLimit
    let executor = unsafe asUnownedTaskExecutor()
    while budget > 0, let job = local.popFirst() {
      unsafe job.runSynchronously(on: executor)
      budget -= 1
    }
    jobsRun += Self.batchLimit - budget
  }

  private func waitAndDispatch() {
    let timeout = timeoutMilliseconds()
    unsafe withUnsafeTemporaryAllocation(of: af_event.self, capacity: 256) { buffer in
      let count = unsafe af_epoll_wait(epoll, buffer.baseAddress, 256, timeout)
      tickTime = af_monotonic()
      guard count > 0 else { return }
      for position in 0..<Int(count) {
        let event = unsafe buffer[position]
        dispatch(event.data, Readiness(bits: event.events))
      }
    }
  }

  private func dispatch(_ token: UInt64, _ readiness: Readiness) {
    if token == RegistrationTable.wakeToken {
      af_eventfd_drain(wakeDescriptor)
    } else {
      registrations.handler(for: token)?.ready(readiness)
    }
  }

  /// 0 when there is work or the end has come, -1 when nothing is planned, else rounded up so that a timer is never early.
  private func timeoutMilliseconds() -> Int32 {
    // A loop that was told to stop in this batch must not fall asleep first.
    if local.count > 0 || !isRunning { return 0 }
    let mayBlock = remote.withLock { remote in
      let isEmpty = remote.jobs.isEmpty && remote.closures.isEmpty
      remote.isAsleep = isEmpty
      return isEmpty
    }
    guard mayBlock else { return 0 }
    guard let deadline = timers.firstDeadline else { return -1 }
    let remaining = max(0, deadline - af_monotonic())
    return Int32(clamping: (remaining + 999_999) / 1_000_000)
  }

  private func runTimers() {
    while let action = timers.popDue(now: tickTime) { action() }
  }
}
