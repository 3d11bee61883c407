import Synchronization

/// Collects values from many tasks, and lets a test wait until they fulfil a condition.
final class Recorder<Value: Sendable>: Sendable {
  private struct Waiter: Sendable {
    let isFulfilled: @Sendable ([Value]) -> Bool
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State: Sendable {
    var values: [Value] = []
    var waiters: [Waiter] = []
  }

  private let state = Mutex(State())

  var values: [Value] { state.withLock { $0.values } }

  func add(_ value: Value) {
    let fulfilled = state.withLock { state in
      state.values.append(value)
      let fulfilled = state.waiters.filter { $0.isFulfilled(state.values) }
      state.waiters.removeAll { $0.isFulfilled(state.values) }
      return fulfilled
    }
    for waiter in fulfilled { waiter.continuation.resume() }
  }

  func wait(until isFulfilled: @escaping @Sendable ([Value]) -> Bool) async {
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if isFulfilled(state.values) { return true }
        state.waiters.append(Waiter(isFulfilled: isFulfilled, continuation: continuation))
        return false
      }
      if isDone { continuation.resume() }
    }
  }

  func wait(count: Int) async { await wait { $0.count >= count } }
}
