internal import EventLoop

/// Hears notifications on a connection of its own and brings it back when it ends.
///
/// `@unchecked Sendable`: confined to its loop; `add` and `close` hop to it.
final class Listener: @unchecked Sendable {
  typealias Handler = @Sendable (String) -> Void

  private enum State {
    /// Nobody listens yet. Can transition to: connecting, closed.
    case idle
    /// Can transition to: listening, waiting, closed.
    case connecting
    /// Can transition to: waiting, closed.
    case listening(ScriptConnection)
    /// The next attempt is planned. Can transition to: connecting, closed.
    case waiting(TimerID)
    case closed
  }

  private let configuration: DatabaseConfiguration
  private let loop: EventLoop
  private let report: @Sendable (DatabaseEvent) -> Void
  private var state = State.idle
  private var handlers: [String: [Handler]] = [:]
  /// Channels that the present connection does not listen to yet.
  private var missing: [String] = []
  private var backoff = Backoff()

  init(_ configuration: DatabaseConfiguration, loop: EventLoop, report: @escaping @Sendable (DatabaseEvent) -> Void) {
    self.configuration = configuration
    self.loop = loop
    self.report = report
  }

  func add(_ channel: String, _ handler: @escaping Handler) {
    loop.perform {
      self.handlers[channel, default: []].append(handler)
      self.missing.append(channel)
      if case .idle = self.state { self.connect() } else { self.listenToMissing() }
    }
  }

  private func connect() {
    state = .connecting
    let connector = Connector.plain(configuration)
    // Ends by itself at the connect timeout.
    Task(executorPreference: loop) { self.arrived(await connector.open()) }
  }

  private func arrived(_ result: Result<Wire, Connector.Failure>) {
    guard case .connecting = state else { return }
    switch result {
    case .success(let wire):
      report(.connected(loop: loop.index))
      missing = Array(handlers.keys)
      state = .listening(
        ScriptConnection(wire, loop: loop, notified: { self.deliver($0, $1) }, ended: { self.lost() }))
      listenToMissing()
    case .failure(let failure):
      report(.connectFailed(loop: loop.index, reason: failure.reason))
      retry()
    }
  }

  private func listenToMissing() {
    guard case .listening(let connection) = state, !connection.isBusy, !missing.isEmpty else { return }
    let channels = missing
    missing = []
    connection.run(channels.map { "LISTEN \(ScriptSession.identifier($0))" }.joined(separator: ";")) { answer in
      guard case .success = answer else { return connection.end() }
      self.backoff.succeed()
      for channel in channels { self.deliver(channel, "") }
      self.listenToMissing()
    }
  }

  private func deliver(_ channel: String, _ payload: String) {
    for handler in handlers[channel] ?? [] { handler(payload) }
  }

  private func lost() {
    guard case .listening = state else { return }
    report(.connectionLost(loop: loop.index))
    retry()
  }

  private func retry() {
    state = .waiting(loop.schedule(after: backoff.next()) { self.connect() })
  }

  func close() async {
    await unsafe withUnsafeContinuation { continuation in
      loop.perform {
        let previous = self.state
        self.state = .closed
        self.handlers = [:]
        if case .waiting(let timer) = previous { self.loop.cancel(timer) }
        if case .listening(let connection) = previous { connection.end() }
        unsafe continuation.resume()
      }
    }
  }
}
