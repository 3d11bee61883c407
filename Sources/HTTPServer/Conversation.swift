internal import EventLoop
internal import HTTP

/// Requests and answers of one connection, in order, pipelined ones included.
struct Conversation {
  let connection: Connection
  let worker: ServerWorker

  init(_ connection: Connection) {
    self.connection = connection
    worker = connection.worker
  }

  /// Whether the connection carries another request.
  enum Outcome {
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
    } catch {
      // The peer is gone: nobody is left to be told.
    }
  }

  /// One request and its answer.
  private func exchange(_ input: inout [UInt8], _ output: inout [UInt8]) async throws(Connection.Ended) -> Outcome {
    do {
      guard let (head, framing) = try await readHead(&input, &output) else { return .closes }
      let started = worker.loop.tickTime
      let plan = worker.responder.plan(head)
      let body = try await readBody(framing, limit: plan.bodyLimit, &input, &output)
      let request = Request(head: head, body: body ?? [], peer: connection.peer, id: worker.nextRequestID())
      let response = await plan.respond(request).packed(for: request)
      // What follows an unread body cannot be told from the next request.
      let closes = !framing.keepsAlive || body == nil || worker.isDraining
      let answer = Answer(request: request, response: response, route: plan.pattern, closes: closes, started: started)
      try await send(answer, &output)
      _ = worker.hold(0, for: connection)
      if answer.endsConnection { return .closes }
      if input.isEmpty || output.count > worker.limits.outputHighWater { try await flush(&output) }
      return .goesOn
    } catch let failure as ParseFailure {
      refuse(failure, &output)
      return .closes
    } catch {
      throw Connection.Ended()
    }
  }
}
