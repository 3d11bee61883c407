internal import CLibpq

/// Owns one `PGresult`, which libpq allocated and only `PQclear` frees.
///
/// `@unchecked Sendable`: a result is never written after it was received ("Behavior in Threaded Programs", libpq manual).
@safe final class QueryResult: @unchecked Sendable {
  private let pointer: OpaquePointer
  let rowCount: Int
  let columnCount: Int

  init(_ pointer: OpaquePointer) {
    unsafe self.pointer = unsafe pointer
    rowCount = Int(unsafe PQntuples(pointer))
    columnCount = Int(unsafe PQnfields(pointer))
  }

  deinit { unsafe PQclear(pointer) }

  /// Rows changed by INSERT, UPDATE, DELETE or MERGE, rows given by SELECT, else 0.
  var affectedRows: Int {
    guard let text = unsafe PQcmdTuples(pointer) else { return 0 }
    return unsafe Int(String(cString: text)) ?? 0
  }

  /// The command's tag, for example "INSERT 0 1" or "ROLLBACK".
  var commandTag: String {
    guard let text = unsafe PQcmdStatus(pointer) else { return "" }
    return unsafe String(cString: text)
  }

  func columnName(_ column: Int) -> String {
    guard let name = unsafe PQfname(pointer, Int32(column)) else { return "#\(column)" }
    return unsafe String(cString: name)
  }

  /// Position of the first column with this name.
  func column(named name: String) -> Int? {
    (0..<columnCount).first { columnName($0) == name }
  }

  /// Calls `body` with the bytes of a field, or gives nil for NULL.
  @inline(__always)
  func withField<Value, Failure: Error>(
    _ row: Int, _ column: Int, _ body: (Span<UInt8>) throws(Failure) -> Value
  ) throws(Failure) -> Value? {
    precondition(column >= 0 && column < columnCount && row >= 0 && row < rowCount, "no such column or row")
    let (row, column) = (Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column))
    guard unsafe PQgetisnull(pointer, row, column) == 0, let start = unsafe PQgetvalue(pointer, row, column) else { return nil }
    let count = Int(unsafe PQgetlength(pointer, row, column))
    return try unsafe body(Span(_unsafeStart: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self), count: count))
  }
}

extension ServerError {
  /// Reads the fields of a failed result, which the caller still owns.
  init(_ result: OpaquePointer, statement: String) {
    func field(_ code: Character) -> String? {
      guard let text = unsafe PQresultErrorField(result, Int32(code.asciiValue ?? 0)) else { return nil }
      return unsafe String(cString: text)
    }
    self.init(
      sqlstate: field("C") ?? "", message: field("M") ?? "", constraint: field("n"), table: field("t"), detail: field("D"),
      // Every report of a server says how bad it is. One that does not is libpq's own, about a connection that has ended: after it there is
      // nothing but empty results, for ever.
      severity: field("V") ?? "FATAL", statement: statement)
  }
}
