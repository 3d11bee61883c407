internal import CLinux
internal import EventLoop
internal import HTTP

/// One accepted socket: readiness, deadlines, receiving and sending. What is said over it is `Conversation`'s business.
///
/// `@unchecked Sendable`: confined to its loop; `ready`, `expire` and the conversation's task all run there.
@safe final class Connection: EventHandler, @unchecked Sendable {
  /// The peer is gone, was too slow, or the server drains and nothing was under way.
  struct Ended: Error {}

  /// What the conversation is doing.
  enum Phase {
    /// Between requests: may be closed at any time.
    case idle
    /// A request is arriving.
    case reading
    case answering
    /// A streamed answer is under way: cancelled when the server drains.
    case streaming
  }

  let descriptor: Int32
  let peer: String
  let worker: ServerWorker
  var task: Task<Void, Never>?
  var phase = Phase.idle
  /// Nanoseconds of the monotonic clock.
  var deadline = Int64.max
  /// The deadline has passed, or the server gives up.
  private(set) var isExpired = false
  /// Bytes of body held for this connection, as the worker counts them.
  var heldBytes = 0

  private var registration: Registration?
  private var isReadable = true
  private var isWritable = true
  /// The peer will send nothing more. Reported only once, so a short read behind it must not clear `isReadable`.
  private var hasPeerFinished = false
  /// Receives since the last pause.
  private var eagerness = 0
  private var reader: UnsafeContinuation<Void, Never>?
  private var writer: UnsafeContinuation<Void, Never>?

  /// Receives in a row after which other connections get their turn.
  private static let eagernessLimit = 8

  init(descriptor: Int32, peer: String, worker: ServerWorker) {
    self.descriptor = descriptor
    self.peer = peer
    self.worker = worker
  }

  func open() {
    registration = worker.loop.register(descriptor, .edges, self)
  }

  func close() {
    guard let registration else { return }
    self.registration = nil
    worker.loop.unregister(registration, descriptor)
    af_close(descriptor)
  }

  func ready(_ readiness: Readiness) {
    if readiness.isReadable { isReadable = true }
    if readiness.isWritable { isWritable = true }
    if readiness.isClosed {
      hasPeerFinished = true
      if phase == .streaming { task?.cancel() }
    }
    wake(reading: isReadable, writing: isWritable)
  }

  /// Ends the waiting of whoever waits.
  func expire() {
    isExpired = true
    wake(reading: true, writing: true)
  }

  /// Lets an idle connection look once more for a request that is already here, and end when there is none.
  func endIfIdle() {
    guard phase == .idle else { return }
    isReadable = true
    wake(reading: true, writing: false)
  }

  func setDeadline(_ duration: Duration) {
    deadline = worker.loop.tickTime + duration.inNanoseconds
  }

  /// Moves the deadline after bytes have gone through: neither a standstill nor a drip holds a connection for ever.
  /// - Parameters:
  ///   - started: nanoseconds of the monotonic clock.
  ///   - count: bytes since then; on average `minimumRate` of them are due.
  func expectProgress(since started: Int64, count: Int) {
    let (limits, now) = (worker.limits, worker.loop.tickTime)
    let earned = Int64(count) * 1_000_000_000 / Int64(limits.minimumRate)
    deadline = min(started + earned, now) + limits.bodyGrace.inNanoseconds
  }

  private func wake(reading: Bool, writing: Bool) {
    if reading, let waiting = unsafe reader {
      unsafe reader = nil
      unsafe waiting.resume()
    }
    if writing, let waiting = unsafe writer {
      unsafe writer = nil
      unsafe waiting.resume()
    }
  }

  // MARK: Receiving

  /// Appends what has arrived to `buffer`, waiting when nothing has.
  /// - Returns: the number of bytes; 0 at the end of the stream.
  func receive(into buffer: inout [UInt8]) async throws(Ended) -> Int {
    eagerness += 1
    if eagerness > Self.eagernessLimit { await pause() }
    while true {
      if isExpired { throw Ended() }
      if isReadable, let count = try receiveNow(into: &buffer) { return count }
      if phase == .idle, worker.isDraining { throw Ended() }
      await waitReadable()
    }
  }

  /// - Returns: nil when nothing has arrived.
  private func receiveNow(into buffer: inout [UInt8]) throws(Ended) -> Int? {
    let count = worker.receive(descriptor, into: &buffer)
    if count == Self.wouldBlock {
      isReadable = false
      return nil
    }
    guard count >= 0 else { throw Ended() }
    // A short read has drained the socket: the next edge will say when there is more.
    if count < worker.scratchSize, !hasPeerFinished { isReadable = false }
    return count
  }

  private func waitReadable() async {
    eagerness = 0
    await unsafe withUnsafeContinuation { continuation in
      // Between the caller's look and this body the socket may have become ready: look again, or hang for ever.
      if isReadable || isExpired { unsafe continuation.resume() } else { unsafe reader = continuation }
    }
  }

  /// Comes back after the other connections had their turn.
  private func pause() async {
    eagerness = 0
    await unsafe withUnsafeContinuation { continuation in
      _ = worker.loop.schedule(after: .zero) { unsafe continuation.resume() }
    }
  }

  // MARK: Sending

  private static let wouldBlock = -11

  /// Sends everything, waiting while the peer is slow.
  func send(_ bytes: [UInt8]) async throws(Ended) {
    var sent = try sendNow(bytes, from: 0)
    guard sent < bytes.count else { return }
    let started = worker.loop.tickTime
    expectProgress(since: started, count: sent)
    while sent < bytes.count {
      await waitWritable()
      if isExpired { throw Ended() }
      let count = try sendNow(bytes, from: sent)
      sent += count
      if count > 0 { expectProgress(since: started, count: sent) }
    }
    deadline = .max
  }

  /// - Returns: the number of bytes the system took.
  private func sendNow(_ bytes: [UInt8], from start: Int) throws(Ended) -> Int {
    let count = unsafe bytes.withUnsafeBytes { unsafe af_send(descriptor, $0.baseAddress?.advanced(by: start), $0.count - start) }
    if count >= 0 { return Int(count) }
    guard count == Self.wouldBlock else { throw Ended() }
    isWritable = false
    return 0
  }

  private func waitWritable() async {
    await unsafe withUnsafeContinuation { continuation in
      if isWritable || isExpired { unsafe continuation.resume() } else { unsafe writer = continuation }
    }
  }

  // MARK: Ending

  /// Says that nothing more will come, then reads what the peer still sends, so that it sees the answer and not a reset (RFC 9112 §9.6).
  func linger() async {
    af_shutdown_write(descriptor)
    isExpired = worker.hasGivenUp
    phase = .reading
    setDeadline(worker.limits.linger)
    let end = deadline
    var rest: [UInt8] = []
    while af_monotonic() < end, let count = try? await receive(into: &rest), count > 0 {
      rest.removeAll(keepingCapacity: true)
    }
  }
}
