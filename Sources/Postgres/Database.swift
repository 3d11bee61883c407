package import EventLoop

/// A PostgreSQL database: statements, transactions and notifications over connections that belong to event loops.
///
/// A caller on a loop uses that loop's connections and never leaves its thread; any other caller is served by the loops in turn.
/// A request that was sent is never repeated and not interrupted by cancellation; cancellation ends waiting for a connection.
/// Call `close` before dropping the last reference.
package final class Database: Sendable {
  package let configuration: DatabaseConfiguration
  let loops: EventLoopGroup
  let pools: [LoopPool]
  let listener: Listener

  /// Connects on first use.
  /// - Parameter report: called on a loop when connections come and go; must not block.
  package init(
    configuration: DatabaseConfiguration, loops: EventLoopGroup, report: @escaping @Sendable (DatabaseEvent) -> Void = { _ in }
  ) {
    self.configuration = configuration
    self.loops = loops
    pools = loops.loops.map { LoopPool($0, configuration, report) }
    listener = Listener(configuration, loop: loops.loops[0], report: report)
  }

  /// Runs one statement.
  package func query(
    _ statement: Statement, _ values: [SQLValue] = [], scope: Scope = .none
  ) async throws(DatabaseError) -> Rows {
    try await perform([Step(statement, values)], scope)[0]
  }

  /// Runs one statement and gives the number of rows it changed.
  @discardableResult
  package func execute(
    _ statement: Statement, _ values: [SQLValue] = [], scope: Scope = .none
  ) async throws(DatabaseError) -> Int {
    try await perform([Step(statement, values)], scope)[0].affectedRows
  }

  /// Runs several statements in one round trip and one implicit transaction: all of them or none.
  /// - Returns: the rows of each, in order.
  package func batch(
    _ statements: [(Statement, [SQLValue])], scope: Scope = .none
  ) async throws(DatabaseError) -> [Rows] {
    guard !statements.isEmpty else { return [] }
    return try await perform(statements.map { Step($0.0, $0.1) }, scope)
  }

  /// Returns when the server has answered.
  package func ping() async throws(DatabaseError) {
    _ = try await query(.ping)
  }

  /// Calls `handler` with the payload of every notification on `channel`, on a loop: it must not block.
  ///
  /// An empty payload means that something may have been missed: it comes once when listening begins and again after every reconnection.
  package func listen(_ channel: String, _ handler: @escaping @Sendable (String) -> Void) {
    listener.add(channel, handler)
  }

  /// Refuses new requests, lets those under way finish and closes every connection.
  package func close() async {
    await listener.close()
    await withDiscardingTaskGroup { group in
      for pool in pools {
        for set in [pool.shared, pool.exclusive] { group.addTask { await set.close() } }
      }
    }
  }
}
