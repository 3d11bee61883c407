internal import Synchronization

/// An open transaction, valid inside the closure it was given to.
///
/// A statement that fails makes every later one fail with SQLSTATE 25P02, and the transaction cannot be committed.
package final class Transaction: Sendable {
  private enum State {
    /// Nothing was sent yet. Can transition to: begun, finished.
    case fresh
    /// BEGIN was sent. Can transition to: finished.
    case begun
    case finished
  }

  private let connection: PipelineConnection
  private let scope: Scope
  private let state = Mutex(State.fresh)

  init(_ connection: PipelineConnection, scope: Scope) {
    self.connection = connection
    self.scope = scope
  }

  /// Runs one statement.
  package func query(_ statement: Statement, _ values: [SQLValue] = []) async throws(DatabaseError) -> Rows {
    try await perform([Step(statement, values)])[0]
  }

  /// Runs one statement and gives the number of rows it changed.
  @discardableResult
  package func execute(_ statement: Statement, _ values: [SQLValue] = []) async throws(DatabaseError) -> Int {
    try await perform([Step(statement, values)])[0].affectedRows
  }

  /// Runs several statements in one round trip.
  /// - Returns: the rows of each, in order.
  package func batch(_ statements: [(Statement, [SQLValue])]) async throws(DatabaseError) -> [Rows] {
    guard !statements.isEmpty else { return [] }
    return try await perform(statements.map { Step($0.0, $0.1) })
  }

  private func perform(_ steps: [Step]) async throws(DatabaseError) -> [Rows] {
    let previous = state.withLock { state in
      let previous = state
      if case .fresh = state { state = .begun }
      return previous
    }
    switch previous {
    case .fresh:
      let leading = [Step(.begin, [])] + (scope.step.map { [$0] } ?? [])
      return try await connection.perform(leading, steps).get()
    case .begun: return try await connection.perform([], steps).get()
    case .finished: throw .closed
    }
  }

  /// Commits what was sent, if anything.
  func commit() async throws(DatabaseError) {
    guard finish() else { return }
    let answer = try await connection.perform([], [Step(.commit, [])]).get()
    // The server answers COMMIT of a failed transaction with success and the tag ROLLBACK.
    guard answer[0].result.commandTag == "COMMIT" else {
      throw .server(ServerError(sqlstate: "25P02", message: "rolled back: a statement of the transaction had failed", statement: "commit"))
    }
  }

  /// Undoes what was sent, if anything. When that fails the connection is closed on release, which undoes it too.
  func rollback() async {
    if finish() { _ = await connection.perform([], [Step(.rollback, [])]) }
  }

  /// Refuses further statements.
  /// - Returns: whether the server knows of the transaction.
  private func finish() -> Bool {
    state.withLock { state in
      let wasBegun = if case .begun = state { true } else { false }
      state = .finished
      return wasBegun
    }
  }
}
