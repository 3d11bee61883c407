internal import EventLoop
internal import HTTP

extension Conversation {
  /// - Returns: nil when the peer closed between requests.
  /// - Throws: `ParseFailure` or `Connection.Ended`.
  func readHead(_ input: inout [UInt8], _ output: inout [UInt8]) async throws -> (RequestHead, HeadFraming)? {
    var parser = HeadParser()
    var isWaiting = false
    connection.phase = .idle
    while true {
      if !input.isEmpty, case .complete(let head, let framing, let end) = try parser.parse(input.span) {
        input.drop(end)
        if !framing.hasHost, head.minorVersion == 1 { throw ParseFailure.noHost }
        connection.phase = .answering
        connection.deadline = .max
        return (head, framing)
      }
      try await flush(&output)
      noteWaiting(hasBegun: parser.hasBegun, isFirst: !isWaiting)
      isWaiting = true
      if try await fill(&input) == 0 {
        guard parser.hasBegun else { return nil }
        throw ParseFailure.bad("the request ends in its head")
      }
    }
  }

  /// The time for a head counts from its first byte, whether that came alone or behind the request before.
  private func noteWaiting(hasBegun: Bool, isFirst: Bool) {
    if hasBegun, connection.phase == .idle {
      connection.phase = .reading
      connection.setDeadline(worker.limits.headTimeout)
    } else if isFirst {
      connection.setDeadline(worker.limits.idleTimeout)
    }
  }

  /// - Returns: the number of bytes that arrived; 0 at the end of the stream.
  private func fill(_ input: inout [UInt8]) async throws -> Int {
    do {
      return try await connection.receive(into: &input)
    } catch {
      if connection.isExpired, !worker.hasGivenUp, connection.phase == .reading { throw ParseFailure.tooSlow }
      throw error
    }
  }

  // MARK: Bodies

  /// - Parameter limit: bytes; nil when the answer does not depend on the body.
  /// - Returns: nil when there is a body that was left unread.
  /// - Throws: `ParseFailure` or `Connection.Ended`.
  func readBody(_ framing: HeadFraming, limit: Int?, _ input: inout [UInt8], _ output: inout [UInt8]) async throws -> [UInt8]? {
    if framing.body == .none { return [] }
    guard let limit else { return nil }
    if case .length(let count) = framing.body, count > limit { throw ParseFailure.bodyTooLarge }
    if framing.expectsContinue, input.isEmpty { output.append("HTTP/1.1 100 Continue\r\n\r\n") }
    connection.phase = .reading
    defer { (connection.phase, connection.deadline) = (.answering, .max) }
    switch framing.body {
    case .none: return []
    case .length(let count): return try await readFixed(count, &input, &output)
    case .chunked: return try await readChunked(limit, &input, &output)
    }
  }

  private func readFixed(_ count: Int, _ input: inout [UInt8], _ output: inout [UInt8]) async throws -> [UInt8] {
    if input.count < count {
      try await flush(&output)
      let started = worker.loop.tickTime
      while input.count < count { try await receiveBody(&input, received: input.count, since: started) }
    }
    if input.count == count {
      // The buffer itself becomes the body: a large one is not copied.
      defer { input = [] }
      return input
    }
    let body = Array(input[..<count])
    input.drop(count)
    return body
  }

  private func readChunked(_ limit: Int, _ input: inout [UInt8], _ output: inout [UInt8]) async throws -> [UInt8] {
    var decoder = ChunkedDecoder(bodyLimit: limit)
    var body: [UInt8] = []
    let started = worker.loop.tickTime
    while true {
      input.drop(try decoder.decode(input.span, into: &body))
      if decoder.isDone { return body }
      try await flush(&output)
      try await receiveBody(&input, received: body.count, since: started)
    }
  }

  private func receiveBody(_ input: inout [UInt8], received: Int, since started: Int64) async throws {
    connection.expectProgress(since: started, count: received)
    guard worker.hold(received, for: connection) else { throw ParseFailure.busy }
    if try await fill(&input) == 0 { throw Connection.Ended() }
  }
}

extension [UInt8] {
  /// Forgets the first `count` bytes, and the memory when an unusual request made it large.
  fileprivate mutating func drop(_ count: Int) {
    if count == self.count { removeAll(keepingCapacity: capacity <= 4096) } else { removeFirst(count) }
  }
}
