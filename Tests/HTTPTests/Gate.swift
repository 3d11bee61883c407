import Synchronization

/// Holds whoever comes by until a test opens it, deaf to cancellation.
final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var arrived = 0
    var held: [CheckedContinuation<Void, Never>] = []
    var watchers: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  /// Waits until the gate is open.
  func pass() async {
    await withCheckedContinuation { continuation in
      let (passes, watchers) = state.withLock { state in
        state.arrived += 1
        defer { state.watchers = [] }
        if !state.isOpen { state.held.append(continuation) }
        return (state.isOpen, state.watchers)
      }
      if passes { continuation.resume() }
      for watcher in watchers { watcher.resume() }
    }
  }

  /// Waits until somebody has come.
  func arrival() async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.arrived == 0 { state.watchers.append(continuation) }
        return state.arrived > 0
      }
      if isThere { continuation.resume() }
    }
  }

  func open() {
    let held = state.withLock { state in
      state.isOpen = true
      defer { state.held = [] }
      return state.held
    }
    for continuation in held { continuation.resume() }
  }
}
