internal import CLibpq

/// Owns one `PGconn` and names the calls that are made on it.
///
/// `@unchecked Sendable`: used by one thread at a time. The connecting thread makes it and hands it over once; from then on it is confined
/// to its loop.
@safe final class Wire: @unchecked Sendable {
  private let connection: OpaquePointer

  init(_ connection: OpaquePointer) { unsafe self.connection = unsafe connection }

  deinit { unsafe PQfinish(connection) }

  var descriptor: Int32 { unsafe PQsocket(connection) }
  var isGood: Bool { unsafe PQstatus(connection) == CONNECTION_OK }
  /// Whether an explicit transaction is open; false while a command is under way.
  var isInTransaction: Bool {
    let status = unsafe PQtransactionStatus(connection)
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
  }

  // MARK: Sending

  func prepare(_ name: String, _ sql: String) -> Bool {
    unsafe PQsendPrepare(connection, name, sql, 0, nil) == 1
  }

  func execute(_ name: String, _ parameters: borrowing ParameterBuffer, _ range: Range<Int>) -> Bool {
    unsafe parameters.withArguments(range) { count, values, lengths, formats in
      unsafe PQsendQueryPrepared(connection, name, count, values, lengths, formats, 0) == 1
    }
  }

  /// Ends an implicit transaction; libpq also writes what it has buffered.
  func sync() -> Bool { unsafe PQpipelineSync(connection) == 1 }

  /// Sends one or more commands; outside pipeline mode only.
  func script(_ sql: String) -> Bool { unsafe PQsendQuery(connection, sql) == 1 }

  enum Flush { case done, blocked, failed }

  func flush() -> Flush {
    switch unsafe PQflush(connection) {
    case 0: .done
    case 1: .blocked
    default: .failed
    }
  }

  // MARK: Receiving

  /// Reads what the socket has. False when the connection has ended.
  func consumeInput() -> Bool { unsafe PQconsumeInput(connection) == 1 }

  /// Whether the next `nextResult` would block.
  var isBusy: Bool { unsafe PQisBusy(connection) == 1 }

  func nextResult() -> WireResult {
    guard let result = unsafe PQgetResult(connection) else { return .end }
    return unsafe WireResult(result)
  }

  /// The next notification: channel and payload.
  func nextNotification() -> (channel: String, payload: String)? {
    guard let notification = unsafe PQnotifies(connection) else { return nil }
    defer { unsafe PQfreemem(notification) }
    return unsafe (String(cString: notification.pointee.relname), String(cString: notification.pointee.extra))
  }
}
