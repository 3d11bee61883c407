internal import CLinux
internal import EventLoop

/// The connections of one loop for one kind of use, and the requests that wait for them.
///
/// `@unchecked Sendable`: confined to its loop; references travel so that others can hop to it.
final class ConnectionSet: @unchecked Sendable {
  enum Use {
    /// Many requests at a time on each connection.
    case shared
    /// One transaction at a time on each connection.
    case exclusive
  }

  typealias Delivery = (Result<PipelineConnection, DatabaseError>) -> Void

  let loop: EventLoop
  private let use: Use
  private let capacity: Int
  private let configuration: DatabaseConfiguration
  private let report: @Sendable (DatabaseEvent) -> Void
  private var open: [PipelineConnection] = []
  private var idle: [PipelineConnection] = []
  private var connecting = 0
  private var backoff = Backoff()
  private var retry: TimerID?
  private var lastFailure: String?
  private var waiters = WaiterQueue()
  private var isWatching = false
  private var closed: (() -> Void)?
  private var isClosed = false

  init(
    _ use: Use, capacity: Int, loop: EventLoop, configuration: DatabaseConfiguration, report: @escaping @Sendable (DatabaseEvent) -> Void
  ) {
    self.use = use
    self.capacity = capacity
    self.loop = loop
    self.configuration = configuration
    self.report = report
  }

  // MARK: Taking and giving back

  /// A connection that can be used at once. A shared one must be sent to before anybody else takes one.
  func take() -> PipelineConnection? {
    guard !isClosed else { return nil }
    guard let connection = available() else { return nil }
    if use == .shared, connection.inFlight > 0 { grow() }
    watch()
    return connection
  }

  private func available() -> PipelineConnection? {
    guard use == .shared else { return idle.popLast() }
    var best: PipelineConnection?
    for connection in open where connection.inFlight < best?.inFlight ?? configuration.maximumInFlight { best = connection }
    return best
  }

  /// Delivers a connection now or later, or the reason why there is none.
  func enter(_ ticket: Ticket, _ deliver: @escaping Delivery) {
    loop.assertOnLoop()
    if isClosed { return deliver(.failure(.closed)) }
    if let connection = take() { return deliver(.success(connection)) }
    if ticket.isCancelled { return deliver(.failure(.cancelled)) }
    guard waiters.count < configuration.maximumWaiting else { return deliver(.failure(.poolExhausted)) }
    let timer = loop.schedule(after: configuration.waitTimeout) { self.expire(ticket) }
    waiters.append(ticket, timer, deliver)
    grow()
  }

  func cancel(_ ticket: Ticket) {
    ticket.isCancelled = true
    dismiss(ticket, .cancelled)
  }

  private func expire(_ ticket: Ticket) {
    dismiss(ticket, noConnection ?? .poolExhausted)
  }

  private func dismiss(_ ticket: Ticket, _ error: DatabaseError) {
    guard let waiter = waiters.remove(ticket) else { return }
    loop.cancel(waiter.timer)
    waiter.deliver(.failure(error))
  }

  private var noConnection: DatabaseError? {
    open.isEmpty ? lastFailure.map { .connectFailed(reason: $0) } : nil
  }

  /// Takes back a leased connection; one whose transaction is still open is closed.
  func release(_ connection: PipelineConnection) {
    loop.assertOnLoop()
    guard connection.isOpen else { return }
    if isClosed || connection.inFlight > 0 || connection.isInTransaction { return connection.end(.closed) }
    idle.append(connection)
    serve()
  }

  private func serve() {
    while !waiters.isEmpty, let connection = take(), let waiter = waiters.popFirst() {
      loop.cancel(waiter.timer)
      waiter.deliver(.success(connection))
    }
  }

  // MARK: Connecting

  /// Opens one more connection where one is wanted.
  private func grow() {
    let wanted = use == .shared ? 1 : waiters.count
    while !isClosed, retry == nil, connecting < wanted, open.count + connecting < capacity {
      connecting += 1
      let connector = Connector.pipelined(configuration)
      // Ends by itself at the connect timeout, and `close` waits for it.
      Task(executorPreference: loop) { self.arrived(await connector.open()) }
    }
  }

  private func arrived(_ result: Result<Wire, Connector.Failure>) {
    loop.assertOnLoop()
    connecting -= 1
    if isClosed { return finishClosing() }
    switch result {
    case .success(let wire): welcome(wire)
    case .failure(let failure): postpone(failure)
    }
  }

  private func welcome(_ wire: Wire) {
    backoff.succeed()
    lastFailure = nil
    report(.connected(loop: loop.index))
    let connection = PipelineConnection(wire, loop: loop) { self.changed($0) }
    open.append(connection)
    if use == .exclusive { idle.append(connection) }
    serve()
    if !waiters.isEmpty { grow() }
  }

  private func postpone(_ failure: Connector.Failure) {
    report(.connectFailed(loop: loop.index, reason: failure.reason))
    lastFailure = failure.reason
    if failure.isPermanent, open.isEmpty { failWaiters(.connectFailed(reason: failure.reason)) }
    guard retry == nil else { return }
    retry = loop.schedule(after: backoff.next()) {
      self.retry = nil
      if !self.waiters.isEmpty { self.grow() }
    }
  }

  private func failWaiters(_ error: DatabaseError) {
    for waiter in waiters.removeAll() {
      loop.cancel(waiter.timer)
      waiter.deliver(.failure(error))
    }
  }

  private func changed(_ connection: PipelineConnection) {
    if connection.isOpen {
      let isSpent = use == .shared && connection.inFlight == 0 && (isClosed || connection.isInTransaction)
      // A transaction left open on a shared connection would carry one project's scope into another's request.
      if isSpent { connection.end(.closed) } else { serve() }
    } else {
      forget(connection)
    }
  }

  private func forget(_ connection: PipelineConnection) {
    open.removeAll { $0 === connection }
    idle.removeAll { $0 === connection }
    if isClosed { return finishClosing() }
    report(.connectionLost(loop: loop.index))
    if !waiters.isEmpty { grow() }
  }

  // MARK: Watching and closing

  /// While anything is under way, looks every second for a server that has fallen silent.
  private func watch() {
    guard !isWatching else { return }
    isWatching = true
    _ = loop.schedule(after: .seconds(1)) {
      self.isWatching = false
      let limit = (self.configuration.statementTimeout + .seconds(5)).inNanoseconds
      let now = af_monotonic()
      for connection in self.open where connection.isStuck(limit: limit, now: now) { connection.end() }
      if self.open.contains(where: { $0.inFlight > 0 }) { self.watch() }
    }
  }

  /// Refuses new requests and returns when those under way have finished.
  func close() async {
    await unsafe withUnsafeContinuation { continuation in
      loop.perform { self.close { unsafe continuation.resume() } }
    }
  }

  private func close(_ completion: @escaping () -> Void) {
    loop.assertOnLoop()
    guard !isClosed else { return completion() }
    isClosed = true
    closed = completion
    if let retry { loop.cancel(retry) }
    failWaiters(.closed)
    let unused = use == .shared ? open.filter { $0.inFlight == 0 } : idle
    for connection in unused { connection.end(.closed) }
    finishClosing()
  }

  private func finishClosing() {
    guard open.isEmpty, connecting == 0, let closed else { return }
    self.closed = nil
    closed()
  }
}
