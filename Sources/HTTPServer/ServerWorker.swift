internal import CLinux
internal import EventLoop
internal import HTTP
internal import Log

/// The server's part on one loop: its listeners, its connections, the sweep of their deadlines.
///
/// `@unchecked Sendable`: confined to its loop.
@safe final class ServerWorker: @unchecked Sendable {
  let loop: EventLoop
  let limits: ServerLimits
  let responder: any Responder
  let standing: StandingFields
  private(set) var isDraining = false
  /// The grace of draining is over.
  private(set) var hasGivenUp = false
  private var listeners: [Listener] = []
  private var connections: [Int32: Connection] = [:]
  private var drained: CheckedContinuation<Void, Never>?
  private let scratch: UnsafeMutableRawBufferPointer
  private var requestCount: UInt64 = 0
  private let idPrefix: String
  private var date = HTTPDate()
  private var accessLog: AccessLog
  private var heldBytes = 0

  var scratchSize: Int { unsafe scratch.count }
  var connectionCount: Int { connections.count }

  init(loop: EventLoop, limits: ServerLimits, responder: any Responder, standing: StandingFields, log: Log, idPrefix: String) {
    self.loop = loop
    self.limits = limits
    self.responder = responder
    self.standing = standing
    self.idPrefix = idPrefix
    accessLog = AccessLog(log)
    unsafe scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 * 1024, alignment: 16)
  }

  deinit { unsafe scratch.deallocate() }

  // MARK: Life

  func start(_ sockets: [ListenSockets.Socket]) {
    loop.assertOnLoop()
    for socket in sockets {
      let listener = Listener(socket, worker: self)
      listener.start()
      listeners.append(listener)
    }
    sweep()
  }

  /// Takes the connections that wait to be accepted, then no more; closes idle ones, lets the others finish.
  func drain() {
    loop.assertOnLoop()
    for listener in listeners {
      listener.acceptWaiting()
      listener.stop()
    }
    listeners = []
    isDraining = true
    for connection in connections.values {
      connection.endIfIdle()
      if connection.phase == .streaming { connection.task?.cancel() }
    }
  }

  /// Ends what has not finished.
  func giveUp() {
    hasGivenUp = true
    for connection in connections.values {
      connection.task?.cancel()
      connection.expire()
    }
  }

  /// Returns when the last connection is closed, or after `limit`.
  func waitUntilEmpty(atMost limit: Duration) async {
    if !connections.isEmpty {
      let timer = loop.schedule(after: limit) { [self] in resumeDrained() }
      await withCheckedContinuation { continuation in
        if connections.isEmpty { continuation.resume() } else { drained = continuation }
      }
      loop.cancel(timer)
    }
    flushAccessLog()
  }

  private func resumeDrained() {
    drained?.resume()
    drained = nil
  }

  private func sweep() {
    // Not weak: an object with weak references counts every use the slow way, and this one is used by every request.
    _ = loop.schedule(after: limits.sweepInterval) { [self] in
      guard !isDraining || !connections.isEmpty else { return }
      for connection in connections.values where connection.deadline < loop.tickTime { connection.expire() }
      sweep()
    }
  }

  // MARK: Connections

  func accept(_ descriptor: Int32, peer: String) {
    guard connections.count < limits.connectionsPerLoop else {
      af_close(descriptor)
      return
    }
    let connection = Connection(descriptor: descriptor, peer: peer, worker: self)
    connections[descriptor] = connection
    connection.open()
    connection.task = Task(executorPreference: loop) {
      await Conversation(connection).run()
      self.forget(connection)
    }
  }

  private func forget(_ connection: Connection) {
    _ = hold(0, for: connection)
    connections[connection.descriptor] = nil
    connection.task = nil
    connection.close()
    if connections.isEmpty { resumeDrained() }
  }

  /// Counts the bytes of body a connection holds.
  /// - Returns: whether all bodies of this loop together are still within the limit.
  func hold(_ bytes: Int, for connection: Connection) -> Bool {
    heldBytes += bytes - connection.heldBytes
    connection.heldBytes = bytes
    return heldBytes <= limits.bodyMemoryPerLoop
  }

  // MARK: Shared by the connections of this loop

  /// One receive into the loop's scratch memory, so that idle connections hold no buffers.
  /// - Returns: the number of bytes, or -errno.
  func receive(_ descriptor: Int32, into buffer: inout [UInt8]) -> Int {
    let count = unsafe af_receive(descriptor, scratch.baseAddress, scratch.count)
    if count > 0 { unsafe buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: scratch[..<Int(count)])) }
    return Int(count)
  }

  /// Unique within the process, and short enough to need no allocation.
  func nextRequestID() -> String {
    requestCount &+= 1
    let prefix = idPrefix.utf8
    return unsafe String(unsafeUninitializedCapacity: 15) { text in
      var rest = requestCount
      var first = 15
      repeat {
        first -= 1
        unsafe text[first] = Self.digits[Int(rest % 36)]
        rest /= 36
      } while rest > 0 && first > prefix.count
      for (position, byte) in prefix.enumerated() { unsafe text[position] = byte }
      for offset in 0..<(15 - first) { unsafe text[prefix.count + offset] = text[first + offset] }
      return prefix.count + 15 - first
    }
  }

  private static let digits = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)

  /// Bytes of `date: …\r\n`.
  /// - Parameter now: microseconds since 1970.
  func appendDate(to output: inout [UInt8], now: Int64) {
    date.append(to: &output, now: now / 1_000_000)
  }

  // MARK: Access log

  func record(_ entry: AccessLog.Entry) { noteWaiting(accessLog.append(entry)) }
  func record(_ refusal: AccessLog.Refusal) { noteWaiting(accessLog.append(refusal)) }

  private func noteWaiting(_ state: AccessLog.State) {
    switch state {
    case .waiting: break
    case .full: flushAccessLog()
    case .first: _ = loop.schedule(after: AccessLog.patience) { [self] in flushAccessLog() }
    }
  }

  private func flushAccessLog() { accessLog.flush() }
}
