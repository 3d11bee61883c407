internal import EventLoop
internal import Synchronization

/// Waits for SIGTERM or SIGINT.
final class StopSignal: Sendable {
  private struct State: Sendable {
    var isRaised = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  init(_ runtime: Runtime) {
    let loop = runtime.loops.loops[0]
    let descriptor = runtime.signals
    loop.execute { [self] in
      _ = Signals(descriptor: descriptor, loop: loop) { kind in
        if kind != .hangUp { self.raise() }
      }
    }
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      let isRaised = state.withLock { state in
        if !state.isRaised { state.waiter = continuation }
        return state.isRaised
      }
      if isRaised { continuation.resume() }
    }
  }

  private func raise() {
    let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
      state.isRaised = true
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume()
  }
}
