internal import Synchronization

/// SQL text that is prepared once per connection, on first use.
///
/// Declare each as a `static let`: its identity is what connections remember, and it is never forgotten.
package final class Statement: Sendable {
  /// Shown in logs and errors, for example "tasks.list".
  package let name: String
  /// One command with `$1`... parameters.
  package let sql: String
  /// Small number, unique in the process: index into each connection's table of prepared statements.
  let id: Int

  private static let nextID = Atomic<Int>(0)

  package init(_ name: StaticString, _ sql: String) {
    self.name = String(describing: name)
    self.sql = sql
    id = Self.nextID.wrappingAdd(1, ordering: .relaxed).oldValue
  }
}

extension Statement {
  static let begin = Statement("begin", "BEGIN")
  static let commit = Statement("commit", "COMMIT")
  static let rollback = Statement("rollback", "ROLLBACK")
  static let ping = Statement("ping", "SELECT 1")
}
