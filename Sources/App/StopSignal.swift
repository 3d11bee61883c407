internal import EventLoop
internal import Glibc
internal import Synchronization

/// Waits for SIGTERM or SIGINT. Until somebody waits, either ends the program at once, as it would by default.
final class StopSignal: Sendable {
  private enum State: Sendable {
    case unattended
    case attended
    case awaited(CheckedContinuation<Void, Never>)
    case raised
  }

  private let state = Mutex(State.unattended)

  /// - Parameter descriptor: reports the signals, which are blocked.
  init(descriptor: Int32, loop: EventLoop) {
    loop.execute { [self] in
      _ = Signals(descriptor: descriptor, loop: loop) { kind in
        switch kind {
        case .terminate: self.raise(code: 143)
        case .interrupt: self.raise(code: 130)
        case .hangUp: break
        }
      }
    }
  }

  /// From here on the program ends in its own time.
  func attend() {
    state.withLock { state in
      if case .unattended = state { state = .attended }
    }
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      let isRaised = state.withLock { state in
        if case .raised = state { return true }
        state = .awaited(continuation)
        return false
      }
      if isRaised { continuation.resume() }
    }
  }

  private func raise(code: Int32) {
    let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
      defer { state = .raised }
      switch state {
      case .unattended: exit(code)
      case .awaited(let waiter): return waiter
      case .attended, .raised: return nil
      }
    }
    waiter?.resume()
  }
}
