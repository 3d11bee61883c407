/// One row of an answer. Columns are counted from 0; a column that does not exist is a programming error.
///
/// Every reader throws `DatabaseError.decoding` for a value of another type, and, unless it is `optional…`, for NULL.
package struct Row: Sendable {
  let result: QueryResult
  let index: Int

  package func isNull(_ column: Int) -> Bool {
    result.withField(index, column) { _ in true } == nil
  }

  package func int(_ column: Int) throws(DatabaseError) -> Int64 {
    try required(column, "integer", TextDecoding.int)
  }

  package func optionalInt(_ column: Int) throws(DatabaseError) -> Int64? {
    try optional(column, "integer", TextDecoding.int)
  }

  package func bool(_ column: Int) throws(DatabaseError) -> Bool {
    try required(column, "boolean", TextDecoding.bool)
  }

  package func optionalBool(_ column: Int) throws(DatabaseError) -> Bool? {
    try optional(column, "boolean", TextDecoding.bool)
  }

  /// The text form of any type.
  package func text(_ column: Int) throws(DatabaseError) -> String {
    try required(column, "text") { String(copying: $0) }
  }

  package func optionalText(_ column: Int) throws(DatabaseError) -> String? {
    try optional(column, "text") { String(copying: $0) }
  }

  /// Contents of a `bytea`.
  package func bytes(_ column: Int) throws(DatabaseError) -> [UInt8] {
    try required(column, "bytea", TextDecoding.bytes)
  }

  package func optionalBytes(_ column: Int) throws(DatabaseError) -> [UInt8]? {
    try optional(column, "bytea", TextDecoding.bytes)
  }

  /// Microseconds since 1970-01-01 00:00 UTC.
  package func timestamp(_ column: Int) throws(DatabaseError) -> Int64 {
    try required(column, "timestamp", TextDecoding.timestamp)
  }

  /// Microseconds since 1970-01-01 00:00 UTC.
  package func optionalTimestamp(_ column: Int) throws(DatabaseError) -> Int64? {
    try optional(column, "timestamp", TextDecoding.timestamp)
  }

  /// Calls `body` with the bytes of the text form where they lie, without a copy; gives nil for NULL. For rendering.
  package func withUTF8<Value, Failure: Error>(
    _ column: Int, _ body: (Span<UInt8>) throws(Failure) -> Value
  ) throws(Failure) -> Value? {
    try result.withField(index, column, body)
  }

  @inline(__always)
  func required<Value>(
    _ column: Int, _ expected: StaticString, _ decode: (Span<UInt8>) -> Value?
  ) throws(DatabaseError) -> Value {
    guard let value = result.withField(index, column, decode), let value else { throw mismatch(column, expected) }
    return value
  }

  @inline(__always)
  func optional<Value>(
    _ column: Int, _ expected: StaticString, _ decode: (Span<UInt8>) -> Value?
  ) throws(DatabaseError) -> Value? {
    guard let value = result.withField(index, column, decode) else { return nil }
    guard let value else { throw mismatch(column, expected) }
    return value
  }

  private func mismatch(_ column: Int, _ expected: StaticString) -> DatabaseError {
    .decoding(column: result.columnName(column), expected: String(describing: expected))
  }
}

extension String {
  /// The server sends valid UTF-8, because the session's encoding says so.
  init(copying bytes: Span<UInt8>) {
    self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
