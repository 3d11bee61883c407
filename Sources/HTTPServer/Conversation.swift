internal import CLinux
internal import EventLoop
internal import HTTP
internal import Log

/// Requests and answers of one connection, in order, pipelined ones included.
struct Conversation {
  private let connection: Connection
  private let worker: ServerWorker

  init(_ connection: Connection) {
    self.connection = connection
    worker = connection.worker
  }

  /// Why a conversation is over.
  private enum Outcome {
    case goesOn
    /// Everything was said; the peer may still be sending.
    case closes
  }

  func run() async {
    var input: [UInt8] = []
    var output: [UInt8] = []
    do {
      while case .goesOn = try await exchange(&input, &output) {}
      try await flush(&output)
      await connection.linger()
    } catch {}
  }

  /// One request and its answer.
  private func exchange(_ input: inout [UInt8], _ output: inout [UInt8]) async throws(Connection.Ended) -> Outcome {
    let head: RequestHead
    let framing: HeadFraming
    do {
      guard let parsed = try await readHead(&input, &output) else { return .closes }
      (head, framing) = parsed
      if !framing.hasHost, head.minorVersion == 1 { throw ParseFailure.bad("no host") }
    } catch let failure as ParseFailure {
      refuse(failure, &output)
      return .closes
    } catch { throw Connection.Ended() }
    let plan = worker.responder.plan(head)
    let started = af_monotonic()
    let body: [UInt8]
    do {
      body = try await readBody(framing, limit: plan.bodyLimit, &input, &output)
    } catch let failure as ParseFailure {
      refuse(failure, &output)
      return .closes
    } catch { throw Connection.Ended() }
    let request = Request(head: head, body: body, peer: connection.peer, id: worker.nextRequestID())
    let response = await plan.respond(request)
    return try await answer(request, response, pattern: plan.pattern, keepsAlive: framing.keepsAlive, started: started, &input, &output)
  }

  // MARK: Reading

  /// - Returns: nil when the peer closed between requests.
  private func readHead(_ input: inout [UInt8], _ output: inout [UInt8]) async throws -> (RequestHead, HeadFraming)? {
    var parser = HeadParser()
    var isFirst = true
    while true {
      if !input.isEmpty, case .complete(let head, let framing, let end) = try parser.parse(input.span) {
        if end == input.count { input.removeAll(keepingCapacity: input.capacity <= 4096) } else { input.removeFirst(end) }
        connection.isIdle = false
        return (head, framing)
      }
      try await flush(&output)
      if isFirst || connection.isIdle, parser.hasBegun {
        connection.isIdle = false
        connection.setDeadline(worker.limits.headTimeout)
      } else if isFirst {
        if worker.isDraining { return nil }
        connection.isIdle = true
        connection.setDeadline(worker.limits.idleTimeout)
      }
      isFirst = false
      guard try await fill(&input) else {
        if parser.hasBegun { throw ParseFailure.bad("the request ends in its head") }
        return nil
      }
    }
  }

  private func fill(_ input: inout [UInt8]) async throws -> Bool {
    do {
      return try await connection.receive(into: &input) > 0
    } catch {
      if connection.isExpired, !connection.isIdle {
        throw ParseFailure(status: .requestTimeout, reason: "the request did not arrive in time")
      }
      throw error
    }
  }

  private func readBody(_ framing: HeadFraming, limit: Int, _ input: inout [UInt8], _ output: inout [UInt8]) async throws -> [UInt8] {
    switch framing.body {
    case .none: return []
    case .length(let count):
      guard count <= limit else { throw ParseFailure.bodyTooLarge }
      try await invite(framing, input, &output)
      return try await readFixed(count, &input, &output)
    case .chunked:
      guard limit > 0 else { throw ParseFailure.bodyTooLarge }
      try await invite(framing, input, &output)
      return try await readChunked(limit, &input, &output)
    }
  }

  /// Tells a client that waits for it to go on (RFC 9110 §10.1.1).
  private func invite(_ framing: HeadFraming, _ input: [UInt8], _ output: inout [UInt8]) async throws {
    guard framing.expectsContinue, input.isEmpty else { return }
    output += "HTTP/1.1 100 Continue\r\n\r\n".utf8
    try await flush(&output)
  }

  private func readFixed(_ count: Int, _ input: inout [UInt8], _ output: inout [UInt8]) async throws -> [UInt8] {
    if input.count == count {
      defer { input = [] }
      return input
    }
    if input.count > count {
      let body = Array(input[..<count])
      input.removeFirst(count)
      return body
    }
    try await flush(&output)
    let started = af_monotonic()
    while input.count < count {
      expectProgress(since: started, received: input.count)
      guard try await fill(&input) else { throw Connection.Ended() }
    }
    return try await readFixed(count, &input, &output)
  }

  private func readChunked(_ limit: Int, _ input: inout [UInt8], _ output: inout [UInt8]) async throws -> [UInt8] {
    var decoder = ChunkedDecoder(bodyLimit: limit)
    var body: [UInt8] = []
    let started = af_monotonic()
    while true {
      let used = try decoder.decode(input.span, into: &body)
      input.removeFirst(used)
      if decoder.isDone { return body }
      try await flush(&output)
      expectProgress(since: started, received: body.count)
      guard try await fill(&input) else { throw Connection.Ended() }
    }
  }

  /// Moves the deadline with what has arrived, so that the average rate decides and a drip does not keep a connection for ever.
  private func expectProgress(since started: Int64, received: Int) {
    let earned = Duration.milliseconds(received * 1000 / worker.limits.minimumRate)
    connection.deadline = started + (worker.limits.bodyGrace + earned).inNanoseconds
  }

  // MARK: Writing

  private func flush(_ output: inout [UInt8]) async throws(Connection.Ended) {
    guard !output.isEmpty else { return }
    try await connection.send(output)
    output.removeAll(keepingCapacity: output.capacity <= 16 * 1024)
  }

  private func answer(
    _ request: Request, _ response: Response, pattern: String, keepsAlive: Bool, started: Int64, _ input: inout [UInt8],
    _ output: inout [UInt8]
  ) async throws(Connection.Ended) -> Outcome {
    let closes = !keepsAlive || worker.isDraining
    let isHead = request.method == .head
    connection.deadline = .max
    switch response.body {
    case .stream(let produce) where response.status.allowsBody:
      let outlives = try await stream(request, response, produce, isHead: isHead, closes: closes, &output)
      record(request, response, pattern, bytes: 0, started)
      return outlives ? .goesOn : .closes
    case .stream, .none:
      let framing: ResponseEncoder.Framing = response.status.allowsBody ? .length(0) : .none
      append(request, response, framing, closes, &output)
      record(request, response, pattern, bytes: 0, started)
    case .bytes(let bytes):
      append(request, response, .length(bytes.count), closes, &output)
      if !isHead, response.status.allowsBody { output += bytes }
      record(request, response, pattern, bytes: bytes.count, started)
    }
    if closes { return .closes }
    if input.isEmpty || output.count > worker.limits.outputHighWater { try await flush(&output) }
    return .goesOn
  }

  private func append(
    _ request: Request, _ response: Response, _ framing: ResponseEncoder.Framing, _ closes: Bool, _ output: inout [UInt8]
  ) {
    ResponseEncoder.appendHead(response, framing: framing, requestID: request.id, closes: closes, worker: worker, to: &output)
  }

  /// - Returns: whether the connection can carry another request.
  private func stream(
    _ request: Request, _ response: Response, _ produce: @Sendable (any BodyWriter) async throws -> Void, isHead: Bool, closes: Bool,
    _ output: inout [UInt8]
  ) async throws(Connection.Ended) -> Bool {
    let isChunked = request.head.minorVersion == 1
    append(request, response, isChunked ? .chunked : .untilClose, closes || !isChunked, &output)
    try await flush(&output)
    let writer = StreamWriter(connection, isChunked: isChunked, isSilent: isHead)
    connection.isStreaming = true
    defer { connection.isStreaming = false }
    do {
      if !isHead { try await produce(writer) }
      try await writer.finish()
    } catch {
      // The peer cannot tell a broken body from a whole one unless the connection breaks too.
      throw Connection.Ended()
    }
    return isChunked && !closes
  }

  private func refuse(_ failure: ParseFailure, _ output: inout [UInt8]) {
    let response = Response.text(failure.status, failure.reason + "\n")
    let id = worker.nextRequestID()
    let bytes = Array((failure.reason + "\n").utf8)
    ResponseEncoder.appendHead(response, framing: .length(bytes.count), requestID: id, closes: true, worker: worker, to: &output)
    output += bytes
    worker.log.infoBuffered(
      "refused",
      [
        ("status", .integer(Int64(failure.status.code))), ("reason", .text(failure.reason)), ("request", .text(id)),
        ("peer", .text(connection.peer)),
      ])
  }

  private func record(_ request: Request, _ response: Response, _ pattern: String, bytes: Int, _ started: Int64) {
    worker.log.infoBuffered(
      "request",
      [
        ("method", .text(request.method.rawValue)), ("route", .text(pattern)), ("status", .integer(Int64(response.status.code))),
        ("bytes", .integer(Int64(bytes))), ("us", .integer((af_monotonic() - started) / 1000)), ("request", .text(request.id)),
        ("peer", .text(connection.peer)),
      ])
  }
}
