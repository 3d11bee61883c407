internal import CLinux
internal import Synchronization

extension Duration {
  /// Whole nanoseconds, rounded down, capped at about 292 years.
  package var inNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? .max : product &+ attoseconds / 1_000_000_000
  }

  /// Whole microseconds, rounded down.
  package var inMicroseconds: Int64 { inNanoseconds / 1000 }
}

extension EventLoop {
  /// Suspends for at least `duration` without holding the thread; callable from any executor.
  /// - Throws: `CancellationError` at once when the task is cancelled.
  package func sleep(for duration: Duration) async throws {
    let sleeper = Sleeper(loop: self)
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        sleeper.start(duration, continuation)
      }
    } onCancel: {
      sleeper.cancel()
    }
  }
}

/// Resumes its continuation exactly once: by the timer or by cancellation, whichever comes first.
private final class Sleeper: Sendable {
  private enum State {
    case idle
    case cancelled
    case waiting(CheckedContinuation<Void, any Error>, TimerID?)
    case done
  }

  private let loop: EventLoop
  private let state = Mutex(State.idle)

  init(loop: EventLoop) { self.loop = loop }

  func start(_ duration: Duration, _ continuation: CheckedContinuation<Void, any Error>) {
    let wasCancelled = state.withLock { state in
      if case .cancelled = state { return true }
      state = .waiting(continuation, nil)
      return false
    }
    if wasCancelled {
      continuation.resume(throwing: CancellationError())
    } else if loop.isCurrent {
      schedule(duration)
    } else {
      loop.execute { self.schedule(duration) }
    }
  }

  private func schedule(_ duration: Duration) {
    let timer = loop.schedule(after: duration) { self.take()?.continuation.resume() }
    let isWanted = state.withLock { state in
      guard case .waiting(let continuation, _) = state else { return false }
      state = .waiting(continuation, timer)
      return true
    }
    if !isWanted { loop.cancel(timer) }
  }

  func cancel() {
    let isIdle = state.withLock { state in
      guard case .idle = state else { return false }
      state = .cancelled
      return true
    }
    guard !isIdle, let (continuation, timer) = take() else { return }
    if let timer { loop.execute { self.loop.cancel(timer) } }
    continuation.resume(throwing: CancellationError())
  }

  /// - Returns: what waits, to the first who asks.
  private func take() -> (continuation: CheckedContinuation<Void, any Error>, timer: TimerID?)? {
    state.withLock { state in
      guard case .waiting(let continuation, let timer) = state else { return nil }
      state = .done
      return (continuation, timer)
    }
  }
}
