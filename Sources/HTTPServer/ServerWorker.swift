internal import CLinux
package import EventLoop
internal import HTTP
internal import Log

/// The server's part on one loop: its listeners, its connections, the sweep of their deadlines.
///
/// `@unchecked Sendable`: confined to its loop.
@safe package final class ServerWorker: @unchecked Sendable {
  package let loop: EventLoop
  let limits: ServerLimits
  let responder: any Responder
  let log: Log
  let serverName: FieldValue?
  private(set) var isDraining = false
  private var listeners: [Listener] = []
  private var connections: [Int32: Connection] = [:]
  private var drained: CheckedContinuation<Void, Never>?
  private let scratch: UnsafeMutableRawBufferPointer
  private var requestCount: UInt64 = 0
  private let idPrefix: String
  private var date = HTTPDate()

  package var scratchSize: Int { unsafe scratch.count }
  package var connectionCount: Int { connections.count }

  init(loop: EventLoop, limits: ServerLimits, responder: any Responder, log: Log, idPrefix: String) {
    self.loop = loop
    self.limits = limits
    self.responder = responder
    self.log = log
    self.idPrefix = idPrefix
    serverName = nil
    unsafe scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 * 1024, alignment: 16)
  }

  deinit { unsafe scratch.deallocate() }

  // MARK: Life

  func start(_ descriptors: [(descriptor: Int32, isOwned: Bool)]) {
    for (descriptor, isOwned) in descriptors {
      let listener = Listener(descriptor: descriptor, ownsDescriptor: isOwned, worker: self)
      listener.start()
      listeners.append(listener)
    }
    loop.onTick { [log] in log.flush() }
    sweep()
  }

  /// Stops accepting, closes idle connections, lets the others finish.
  func drain() {
    isDraining = true
    for listener in listeners { listener.stop() }
    listeners = []
    for connection in connections.values {
      if connection.isIdle { connection.expire() }
      if connection.isStreaming { connection.task?.cancel() }
    }
  }

  /// Ends what has not finished.
  func abort() {
    for connection in connections.values {
      connection.task?.cancel()
      connection.expire()
    }
  }

  /// Returns when the last connection is closed.
  func waitUntilEmpty() async {
    if connections.isEmpty { return }
    await withCheckedContinuation { continuation in
      if connections.isEmpty { continuation.resume() } else { drained = continuation }
    }
  }

  private func sweep() {
    _ = loop.schedule(after: .milliseconds(500)) { [weak self] in
      guard let self else { return }
      let now = af_monotonic()
      for connection in connections.values where connection.deadline < now { connection.expire() }
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
    connections[connection.descriptor] = nil
    connection.task = nil
    connection.close()
    if connections.isEmpty {
      drained?.resume()
      drained = nil
    }
  }

  // MARK: Shared by the connections of this loop

  /// One receive into the loop's scratch memory, so that idle connections hold no buffers.
  func receive(_ descriptor: Int32, into buffer: inout [UInt8]) -> Int {
    let count = unsafe af_receive(descriptor, scratch.baseAddress, scratch.count)
    if count > 0 { unsafe buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: scratch[..<Int(count)])) }
    return Int(count)
  }

  /// Unique within the process and short enough to need no allocation.
  func nextRequestID() -> String {
    requestCount &+= 1
    return idPrefix + String(requestCount, radix: 36)
  }

  /// Bytes of `date: …\r\n` for the current second.
  func appendDate(to output: inout [UInt8]) {
    date.append(to: &output, now: af_realtime() / 1_000_000)
  }
}
