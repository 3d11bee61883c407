/// Readers by column name, which compare names at every call: for cold paths.
extension Row {
  package func isNull(_ column: String) throws(DatabaseError) -> Bool { isNull(try position(column)) }
  package func int(_ column: String) throws(DatabaseError) -> Int64 { try int(position(column)) }
  package func optionalInt(_ column: String) throws(DatabaseError) -> Int64? { try optionalInt(position(column)) }
  package func bool(_ column: String) throws(DatabaseError) -> Bool { try bool(position(column)) }
  package func optionalBool(_ column: String) throws(DatabaseError) -> Bool? { try optionalBool(position(column)) }
  package func text(_ column: String) throws(DatabaseError) -> String { try text(position(column)) }
  package func optionalText(_ column: String) throws(DatabaseError) -> String? { try optionalText(position(column)) }
  package func bytes(_ column: String) throws(DatabaseError) -> [UInt8] { try bytes(position(column)) }
  package func optionalBytes(_ column: String) throws(DatabaseError) -> [UInt8]? { try optionalBytes(position(column)) }
  package func timestamp(_ column: String) throws(DatabaseError) -> Int64 { try timestamp(position(column)) }
  package func optionalTimestamp(_ column: String) throws(DatabaseError) -> Int64? { try optionalTimestamp(position(column)) }
  package func ints(_ column: String) throws(DatabaseError) -> [Int64] { try ints(position(column)) }
  package func texts(_ column: String) throws(DatabaseError) -> [String?] { try texts(position(column)) }

  private func position(_ column: String) throws(DatabaseError) -> Int {
    guard let position = result.column(named: column) else { throw .decoding(column: column, expected: "a column of this name") }
    return position
  }
}
