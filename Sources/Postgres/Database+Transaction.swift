internal import EventLoop

extension Database {
  /// Runs `body` in a transaction on a connection of its own: commits when it returns, rolls back when it throws.
  ///
  /// BEGIN and the scope travel with the first statement. Keep slow work out of `body`: the connection is held meanwhile.
  /// - Throws: what `body` throws, or `DatabaseError`; `connectionLost` from the commit means that the outcome is not known.
  @discardableResult
  package func transaction<Value>(
    scope: Scope = .none, _ body: (Transaction) async throws -> Value
  ) async throws -> Value {
    let set = pools[loops.any.index].exclusive
    let connection = try await wait(set) { connection, resume in resume(.success(connection)) }.get()
    defer { set.loop.perform { set.release(connection) } }
    let transaction = Transaction(connection, scope: scope)
    do {
      let value = try await body(transaction)
      try await transaction.commit()
      return value
    } catch {
      await transaction.rollback()
      throw error
    }
  }
}
