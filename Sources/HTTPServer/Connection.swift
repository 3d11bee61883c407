internal import CLinux
internal import EventLoop
internal import HTTP

/// One accepted socket: readiness, deadlines, receiving and sending. What is said over it is `Conversation`'s business.
///
/// `@unchecked Sendable`: confined to its loop; `ready`, `expire` and the conversation's task all run there.
@safe final class Connection: EventHandler, @unchecked Sendable {
  /// The peer is gone, or was too slow.
  struct Ended: Error {}

  let descriptor: Int32
  let peer: String
  let worker: ServerWorker
  var task: Task<Void, Never>?
  /// Nothing has arrived since the last answer: may be closed at any time.
  var isIdle = true
  /// A streamed answer is under way: cancelled when the server drains.
  var isStreaming = false
  /// Nanoseconds of the monotonic clock.
  var deadline = Int64.max
  private(set) var isExpired = false

  private var registration: Registration?
  private var isReadable = true
  private var isWritable = true
  private var isClosed = false
  private var reader: UnsafeContinuation<Void, Never>?
  private var writer: UnsafeContinuation<Void, Never>?

  init(descriptor: Int32, peer: String, worker: ServerWorker) {
    self.descriptor = descriptor
    self.peer = peer
    self.worker = worker
  }

  func open() {
    registration = worker.loop.register(descriptor, .edges, self)
  }

  func close() {
    guard !isClosed else { return }
    isClosed = true
    if let registration { worker.loop.unregister(registration, descriptor) }
    af_close(descriptor)
  }

  func ready(_ readiness: Readiness) {
    if readiness.isReadable { isReadable = true }
    if readiness.isWritable { isWritable = true }
    wake(reading: isReadable, writing: isWritable)
  }

  /// Ends the waiting of whoever waits; called by the worker's sweep when `deadline` has passed, and to close an idle connection.
  func expire() {
    isExpired = true
    wake(reading: true, writing: true)
  }

  func setDeadline(_ duration: Duration) {
    deadline = af_monotonic() + duration.inNanoseconds
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

  /// Appends what has arrived to `buffer`, waiting when nothing has.
  /// - Returns: the number of bytes; 0 at the end of the stream.
  func receive(into buffer: inout [UInt8]) async throws(Ended) -> Int {
    while true {
      if isExpired || isClosed { throw Ended() }
      if isReadable {
        let count = worker.receive(descriptor, into: &buffer)
        if count >= 0 {
          // A short read has drained the socket: the next edge will say when there is more.
          if count < worker.scratchSize, count > 0 { isReadable = false }
          return count
        }
        guard count == -11 else { throw Ended() }
        isReadable = false
      }
      await waitReadable()
    }
  }

  /// Sends everything, waiting while the peer is slow.
  func send(_ bytes: [UInt8]) async throws(Ended) {
    var sent = 0
    while sent < bytes.count {
      if isClosed { throw Ended() }
      let count = unsafe bytes.withUnsafeBytes { unsafe af_send(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent) }
      if count >= 0 {
        sent += Int(count)
      } else {
        guard count == -11 else { throw Ended() }
        isWritable = false
        try await waitWritable(sent)
      }
    }
    deadline = .max
  }

  private func waitReadable() async {
    await unsafe withUnsafeContinuation { continuation in
      // Between the caller's look and this body the socket may have become ready: look again, or hang for ever.
      if isReadable || isExpired || isClosed { unsafe continuation.resume() } else { unsafe reader = continuation }
    }
  }

  private func waitWritable(_ sent: Int) async throws(Ended) {
    setDeadline(worker.limits.bodyGrace)
    await unsafe withUnsafeContinuation { continuation in
      if isWritable || isExpired || isClosed { unsafe continuation.resume() } else { unsafe writer = continuation }
    }
    if isExpired { throw Ended() }
  }

  /// Says that nothing more will come, then reads a little of what the peer still sends, so that it sees the answer and not a reset.
  func linger() async {
    af_shutdown_write(descriptor)
    setDeadline(worker.limits.linger)
    var rest: [UInt8] = []
    var budget = 1 << 20
    while budget > 0, let count = try? await receive(into: &rest), count > 0 {
      budget -= count
      rest.removeAll(keepingCapacity: true)
    }
  }
}
