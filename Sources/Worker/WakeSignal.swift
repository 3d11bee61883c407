package import EventLoop
internal import Synchronization

/// Lets one waiter sleep until somebody says that there is work, or until a time is up. A call between two waits is not lost.
package final class WakeSignal: Sendable {
  private struct State: Sendable {
    var isRaised = false
    var waiter: CheckedContinuation<Void, Never>?
    var waits: UInt64 = 0
  }

  private let state = Mutex(State())
  private let loop: EventLoop

  package init(loop: EventLoop) { self.loop = loop }

  /// Ends the current wait, or makes the next one end at once; from any thread.
  package func raise() {
    resume { _ in true }
  }

  /// Returns when `raise` was called, or after `timeout`.
  func wait(timeout: Duration) async {
    await withCheckedContinuation { continuation in
      let number: UInt64? = state.withLock { state in
        if state.isRaised {
          state.isRaised = false
          return nil
        }
        state.waits += 1
        state.waiter = continuation
        return state.waits
      }
      guard let number else { return continuation.resume() }
      loop.execute { [self] in
        // A timer of an earlier wait finds another number and does nothing.
        _ = loop.schedule(after: timeout) { self.resume { $0 == number } }
      }
    }
  }

  /// - Parameter applies: told the number of the current wait.
  private func resume(_ applies: (UInt64?) -> Bool) {
    let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
      guard let waiting = state.waiter else {
        if applies(nil) { state.isRaised = true }
        return nil
      }
      guard applies(state.waits) else { return nil }
      state.waiter = nil
      return waiting
    }
    waiter?.resume()
  }
}
