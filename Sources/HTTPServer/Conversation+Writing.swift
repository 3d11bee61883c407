internal import CLinux
internal import HTTP

extension Conversation {
  /// An answer that is due.
  struct Answer {
    let request: Request
    let response: Response
    let route: String
    let closes: Bool
    /// When the loop saw the request: nanoseconds of the monotonic clock.
    let started: Int64
    /// When it was answered: microseconds since 1970.
    let time = af_realtime()

    /// HTTP/1.0 knows no chunks: the end of a stream is the end of the connection.
    var isUntilClose: Bool { isStream && request.head.minorVersion == 0 }
    var endsConnection: Bool { closes || isUntilClose }
    var isHead: Bool { request.method == .head }

    private var isStream: Bool {
      if case .stream = response.body { response.status.allowsBody } else { false }
    }

    var persistence: ResponseEncoder.Persistence {
      endsConnection ? .close : request.head.minorVersion == 0 ? .keepAlive : .implied
    }
  }

  func flush(_ output: inout [UInt8]) async throws(Connection.Ended) {
    guard !output.isEmpty else { return }
    try await connection.send(output)
    output.removeAll(keepingCapacity: output.capacity <= 16 * 1024)
  }

  /// Appends the answer to `output`; a stream and a large body are sent at once.
  func send(_ answer: Answer, _ output: inout [UInt8]) async throws(Connection.Ended) {
    let status = answer.response.status
    var sent = 0
    switch answer.response.body {
    case .stream(let produce) where status.allowsBody:
      sent = try await stream(answer, produce, &output)
    case .stream, .none:
      appendHead(answer, status.allowsBody ? .length(0) : .none, &output)
    case .bytes(let bytes):
      appendHead(answer, status.allowsBody ? .length(bytes.count) : .none, &output)
      if !answer.isHead, status.allowsBody {
        sent = bytes.count
        try await append(bytes, &output)
      }
    }
    record(answer, sent)
  }

  /// A large body goes out as it is: copying it behind the head costs more than a second system call.
  private func append(_ bytes: [UInt8], _ output: inout [UInt8]) async throws(Connection.Ended) {
    if bytes.count <= worker.limits.outputHighWater {
      output += bytes
    } else {
      try await flush(&output)
      try await connection.send(bytes)
    }
  }

  /// - Returns: bytes of the body.
  private func stream(
    _ answer: Answer, _ produce: @Sendable (any BodyWriter) async throws -> Void, _ output: inout [UInt8]
  ) async throws(Connection.Ended) -> Int {
    appendHead(answer, answer.isUntilClose ? .untilClose : .chunked, &output)
    if answer.isHead { return 0 }
    try await flush(&output)
    let writer = StreamWriter(connection, isChunked: !answer.isUntilClose)
    connection.phase = .streaming
    if worker.isDraining { connection.task?.cancel() }
    do {
      try await produce(writer)
      try await writer.finish()
    } catch {
      record(answer, writer.bytesWritten)
      // The peer cannot tell a broken body from a whole one unless the connection breaks too.
      throw Connection.Ended()
    }
    connection.phase = .answering
    return writer.bytesWritten
  }

  private func appendHead(_ answer: Answer, _ framing: ResponseEncoder.Framing, _ output: inout [UInt8]) {
    let encoder = ResponseEncoder(worker: worker, requestID: answer.request.id, now: answer.time)
    encoder.appendHead(answer.response, framing, answer.persistence, to: &output)
  }

  private func record(_ answer: Answer, _ bytes: Int) {
    worker.record(
      AccessLog.Entry(
        method: answer.request.method.rawValue, route: answer.route, status: answer.response.status.code, bytes: bytes,
        microseconds: (af_monotonic() - answer.started) / 1000, requestID: answer.request.id, peer: connection.peer, time: answer.time))
  }

  /// Answers what could not be read as a request.
  func refuse(_ failure: ParseFailure, _ output: inout [UInt8]) {
    let (id, now) = (worker.nextRequestID(), af_realtime())
    let reason = Array((failure.reason + "\n").utf8)
    let response = Response(failure.status, headers: ["content-type": "text/plain; charset=utf-8"])
    ResponseEncoder(worker: worker, requestID: id, now: now).appendHead(response, .length(reason.count), .close, to: &output)
    output += reason
    worker.record(AccessLog.Refusal(failure: failure, requestID: id, peer: connection.peer, time: now))
  }
}
