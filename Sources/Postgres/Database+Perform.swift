internal import EventLoop

extension Database {
  /// Sends the steps over a shared connection.
  func perform(_ steps: [Step], _ scope: Scope) async throws(DatabaseError) -> [Rows] {
    let leading = scope.step.map { [$0] } ?? []
    let loop = loops.any
    let set = pools[loop.index].shared
    if loop.isCurrent, let connection = set.take() {
      return try await connection.perform(leading, steps).get()
    }
    return try await wait(set) { connection, resume in connection.send(Request(leading: leading, steps, resume)) }.get()
  }

  /// Waits for a connection of the set and hands it to `use` on the loop, which resumes the caller.
  func wait<Value: Sendable>(
    _ set: ConnectionSet,
    _ use: @escaping @Sendable (PipelineConnection, @escaping @Sendable (Result<Value, DatabaseError>) -> Void) -> Void
  ) async -> Result<Value, DatabaseError> {
    let ticket = Ticket()
    return await withTaskCancellationHandler {
      await unsafe withUnsafeContinuation { (continuation: UnsafeContinuation<Result<Value, DatabaseError>, Never>) in
        set.loop.perform {
          set.enter(ticket) { delivered in
            switch delivered {
            case .success(let connection): use(connection) { unsafe continuation.resume(returning: $0) }
            case .failure(let error): unsafe continuation.resume(returning: .failure(error))
            }
          }
        }
      }
    } onCancel: {
      set.loop.execute { set.cancel(ticket) }
    }
  }
}

extension PipelineConnection {
  /// Sends a request and waits for its answer; from any executor.
  func perform(_ leading: [Step], _ steps: [Step]) async -> Request.Answer {
    await unsafe withUnsafeContinuation { (continuation: UnsafeContinuation<Request.Answer, Never>) in
      let request = Request(leading: leading, steps) { unsafe continuation.resume(returning: $0) }
      // Asked here and not before: the way into this closure may have led to another thread.
      loop.perform { self.send(request) }
    }
  }
}
