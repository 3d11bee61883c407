/// Everything that can go wrong with a request to the database.
package enum DatabaseError: Error, Sendable, Equatable {
  /// The server refused the statement; the connection is still good.
  case server(ServerError)
  /// The connection ended with the request under way: whether a change was made is not known, and nothing is repeated.
  case connectionLost
  /// No connection could be made; the reason never contains the password.
  case connectFailed(reason: String)
  /// The statement timeout of the server or the client ended the statement.
  case timeout
  /// No connection became free in time, or too many requests wait already. Nothing was sent.
  case poolExhausted
  /// The task was cancelled while it waited for a connection. Nothing was sent.
  case cancelled
  /// The database was closed, or a transaction was used after its end.
  case closed
  /// A column's value is NULL where none is allowed, or not of the type asked for.
  case decoding(column: String, expected: String)

  /// SQLSTATE of a server error.
  package var sqlstate: String? {
    if case .server(let error) = self { error.sqlstate } else { nil }
  }

  /// Name of the violated constraint, if that is what happened.
  package var constraint: String? {
    if case .server(let error) = self { error.constraint } else { nil }
  }

  /// Whether a unique constraint was violated (SQLSTATE 23505).
  package var isUniqueViolation: Bool { sqlstate == "23505" }

  /// Whether the same transaction may succeed when it is run again (SQLSTATE 40001, 40P01).
  package var isRetryable: Bool { sqlstate == "40001" || sqlstate == "40P01" }
}

/// An error report of the server, as in PostgreSQL's "Error and Notice Message Fields".
package struct ServerError: Error, Sendable, Equatable {
  /// Five characters, appendix A of the PostgreSQL manual.
  package let sqlstate: String
  package let message: String
  package let constraint: String?
  package let table: String?
  package let detail: String?
  /// ERROR, FATAL or PANIC.
  package let severity: String
  /// Name of the `Statement` that failed; empty for scripts.
  package let statement: String

  package init(
    sqlstate: String, message: String, constraint: String? = nil, table: String? = nil, detail: String? = nil,
    severity: String = "ERROR", statement: String = ""
  ) {
    self.sqlstate = sqlstate
    self.message = message
    self.constraint = constraint
    self.table = table
    self.detail = detail
    self.severity = severity
    self.statement = statement
  }
}
