internal import CLinux
internal import EventLoop

/// One connection in pipeline mode: requests go out as they come, answers come back in order.
///
/// `@unchecked Sendable`: confined to its loop, except that others may hold a reference to hand back.
final class PipelineConnection: EventHandler, @unchecked Sendable {
  private enum Entry {
    case prepare(Statement)
    case request(Request)
  }

  let loop: EventLoop
  private let wire: Wire
  private let descriptor: Int32
  private let changed: (PipelineConnection) -> Void
  private var registration: Registration?
  private var entries = Queue<Entry>()
  private var position = 0
  private var prepared = PreparedStatements()
  private var parameters = ParameterBuffer()
  private var isBlocked = false
  private var isDraining = false
  private var lastProgress: Int64 = 0
  private(set) var isOpen = true

  /// - Parameter changed: called on the loop when requests finished or the connection ended.
  init(_ wire: Wire, loop: EventLoop, changed: @escaping (PipelineConnection) -> Void) {
    self.wire = wire
    self.loop = loop
    self.changed = changed
    descriptor = wire.descriptor
    registration = loop.register(descriptor, .read, self)
  }

  /// Prepare commands count too: they occupy the connection in the same way.
  var inFlight: Int { entries.count }
  var isInTransaction: Bool { wire.isInTransaction }

  // MARK: Sending

  func send(_ request: Request) {
    loop.assertOnLoop()
    guard isOpen else {
      request.fail(.connectionLost)
      return request.complete()
    }
    do {
      let ranges = try encode(request)
      transmit(request, ranges)
    } catch {
      request.fail(error)
      request.complete()
    }
  }

  /// Encodes every parameter before anything is sent, so that a bad value leaves no half of a request behind.
  private func encode(_ request: Request) throws(DatabaseError) -> [Range<Int>] {
    parameters.reset()
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(request.steps.count)
    for step in request.steps {
      let start = parameters.count
      for value in step.values { try parameters.append(value, statement: step.statement) }
      ranges.append(start..<parameters.count)
    }
    return ranges
  }

  private func transmit(_ request: Request, _ ranges: [Range<Int>]) {
    request.startedAt = af_monotonic()
    var wasSent = true
    let names = request.steps.map { step in
      let (name, isNew) = prepared.use(step.statement)
      if isNew { wasSent = wasSent && prepare(step.statement, name) }
      return name
    }
    entries.append(.request(request))
    for (step, name) in names.enumerated() where wasSent {
      wasSent = wire.execute(name, parameters, ranges[step])
    }
    if wasSent, wire.sync() { flush() } else { end() }
  }

  /// In a sync of its own: what a neighbour relies on must not be undone by this request's failure.
  private func prepare(_ statement: Statement, _ name: String) -> Bool {
    entries.append(.prepare(statement))
    return wire.prepare(name, statement.sql) && wire.sync()
  }

  private func flush() {
    switch wire.flush() {
    case .done: watch(blocked: false)
    case .blocked: watch(blocked: true)
    case .failed: return end()
    }
    // libpq reads while it waits to send, and a level-triggered socket will not report those bytes again.
    drain()
  }

  private func watch(blocked: Bool) {
    guard blocked != isBlocked, let registration else { return }
    isBlocked = blocked
    loop.update(registration, descriptor, blocked ? .readWrite : .read)
  }

  // MARK: Receiving

  func ready(_ readiness: Readiness) {
    guard isOpen else { return }
    let isAlive = wire.consumeInput()
    drain()
    if !isAlive { end() } else if isOpen, isBlocked { flush() }
  }

  private func drain() {
    guard !isDraining else { return }
    isDraining = true
    let before = entries.count
    while isOpen, !entries.isEmpty, !wire.isBusy { take(wire.nextResult()) }
    isDraining = false
    if isOpen, entries.count != before {
      lastProgress = af_monotonic()
      changed(self)
    }
  }

  private func take(_ result: WireResult) {
    switch result {
    case .rows(let rows):
      if case .request(let request) = entries.first, position < request.steps.count { request.succeed(step: position, rows) }
    case .failure(let error): fail(error)
    case .skipped: break
    case .end: position += 1
    case .sync: finishFirst()
    case .unexpected: end()
    }
  }

  private func fail(_ error: ServerError) {
    // FATAL ends the session: whether the statement had an effect is not known.
    guard error.severity == "ERROR" else { return end() }
    switch entries.first {
    case .prepare(let statement): prepared.preparingFailed(statement, .server(error.naming(statement)))
    case .request(let request) where position < request.steps.count:
      let statement = request.steps[position].statement
      let failure = prepared.executionFailed(statement, error.naming(statement))
      request.fail(failure.sqlstate == "57014" ? .timeout : failure)
    default: end()
    }
  }

  private func finishFirst() {
    position = 0
    if case .request(let request) = entries.popFirst() { request.complete() }
  }

  // MARK: Ending

  /// Whether the server has been silent for longer than `limit` although it owes an answer.
  func isStuck(limit: Int64, now: Int64) -> Bool {
    for case .request(let request)? in [entries.first] { return now - max(lastProgress, request.startedAt) > limit }
    return !entries.isEmpty && lastProgress > 0 && now - lastProgress > limit
  }

  /// Closes the connection; what is under way fails.
  func end(_ error: DatabaseError = .connectionLost) {
    guard isOpen, let registration else { return }
    isOpen = false
    loop.unregister(registration, descriptor)
    let rest = entries.removeAll()
    for case .request(let request) in rest {
      request.fail(error)
      request.complete()
    }
    changed(self)
  }
}

extension ServerError {
  func naming(_ statement: Statement) -> ServerError {
    ServerError(
      sqlstate: sqlstate, message: message, constraint: constraint, table: table, detail: detail, severity: severity,
      statement: statement.name)
  }
}
