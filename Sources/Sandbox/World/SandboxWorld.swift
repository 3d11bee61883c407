internal import Domain
internal import Synchronization

/// Owner of the state: every look at it and every change goes through one short critical section that never waits.
package final class SandboxWorld: Sendable {
  private let state: Mutex<SandboxState>
  private let configuration: SandboxConfiguration
  private let wake: AsyncStream<Void>.Continuation
  /// One element, at least, after something became due earlier than known before.
  let wakeUps: AsyncStream<Void>

  package init(_ configuration: SandboxConfiguration) {
    self.configuration = configuration
    state = Mutex(SandboxState(configuration))
    (wakeUps, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  /// Brings the world to the present, runs `body`, and does what became due by it.
  func with<Result: Sendable, Failure: Error>(_ body: (inout SandboxState) throws(Failure) -> Result) throws(Failure) -> Result {
    let now = configuration.clock.now
    defer { wake.yield() }
    return try state.withLock { (state) throws(Failure) -> Result in
      state.now = max(state.now, now)
      state.advance()
      let result = try body(&state)
      state.advance()
      return result
    }
  }

  /// What has to be sent now, and when to ask again.
  func takeReady() -> (deliveries: [OutgoingDelivery], next: Timestamp?) {
    let now = configuration.clock.now
    return state.withLock { state in
      state.now = max(state.now, now)
      state.advance()
      defer { state.ready = [] }
      return (state.ready, state.schedule.next)
    }
  }

  func finish(_ delivery: OutgoingDelivery, _ outcome: DeliveryOutcome) {
    with { $0.finish(delivery.id, outcome) }
  }

  var now: Timestamp { configuration.clock.now }
}
