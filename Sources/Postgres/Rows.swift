/// The rows a statement gave. Keeps the server's answer and decodes a field when it is asked for.
package struct Rows: Sendable, RandomAccessCollection {
  let result: QueryResult

  init(_ result: QueryResult) { self.result = result }

  package var startIndex: Int { 0 }
  package var endIndex: Int { result.rowCount }

  package subscript(position: Int) -> Row { Row(result: result, index: position) }

  /// Rows changed by INSERT, UPDATE, DELETE or MERGE; rows given by SELECT.
  package var affectedRows: Int { result.affectedRows }

  /// Names in order, for cold paths.
  package var columnNames: [String] { (0..<result.columnCount).map(result.columnName) }
}
