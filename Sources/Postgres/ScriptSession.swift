package import EventLoop

/// A connection of one's own that runs SQL scripts: migrations, creating databases, tests.
///
/// One script at a time. No statement timeout, because a migration may take long. It works as the login role unless the configuration
/// names one.
package final class ScriptSession: Sendable {
  private let connection: ScriptConnection

  private init(_ connection: ScriptConnection) { self.connection = connection }

  /// Connects.
  /// - Throws: `connectFailed`.
  package static func open(
    _ configuration: DatabaseConfiguration, loops: EventLoopGroup
  ) async throws(DatabaseError) -> ScriptSession {
    let loop = loops.any
    switch await Connector.plain(configuration).open() {
    case .failure(let failure): throw .connectFailed(reason: failure.reason)
    case .success(let wire):
      let connection = await unsafe withUnsafeContinuation { continuation in
        loop.perform {
          unsafe continuation.resume(returning: ScriptConnection(wire, loop: loop, notified: { _, _ in }, ended: {}))
        }
      }
      return ScriptSession(connection)
    }
  }

  /// Runs one or more commands. Without BEGIN inside, they are one transaction.
  /// - Returns: the rows of the last command; nil for an empty script.
  @discardableResult
  package func run(_ sql: String) async throws(DatabaseError) -> Rows? {
    let answer = await unsafe withUnsafeContinuation { (continuation: UnsafeContinuation<ScriptConnection.Answer, Never>) in
      connection.loop.perform { self.connection.run(sql) { unsafe continuation.resume(returning: $0) } }
    }
    return try answer.get()
  }

  /// Closes the connection; what is under way fails.
  package func close() {
    connection.loop.perform { self.connection.end() }
  }

  /// Text as an SQL literal. Complete because `standard_conforming_strings` is on, PostgreSQL's default since 9.1.
  package static func literal(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  /// A name as an SQL identifier.
  package static func identifier(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}

extension Database {
  /// Connects as the login role, whatever role the configuration names: for migrations.
  /// - Throws: `connectFailed`.
  package func openScriptSession() async throws(DatabaseError) -> ScriptSession {
    var configuration = configuration
    configuration.role = nil
    return try await ScriptSession.open(configuration, loops: loops)
  }
}
