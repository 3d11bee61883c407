extension Row {
  /// A one-dimensional array of integers without NULL elements.
  package func ints(_ column: Int) throws(DatabaseError) -> [Int64] {
    try required(column, "integer[]") { field in
      guard let elements = TextDecoding.array(field) else { return nil }
      var values: [Int64] = []
      values.reserveCapacity(elements.count)
      for element in elements {
        guard let element, let value = TextDecoding.int(element.span) else { return nil }
        values.append(value)
      }
      return values
    }
  }

  /// A one-dimensional array of texts.
  package func texts(_ column: Int) throws(DatabaseError) -> [String?] {
    try required(column, "text[]") { field in
      TextDecoding.array(field)?.map { element in element.map { String(decoding: $0, as: UTF8.self) } }
    }
  }

  /// A one-dimensional array of `bytea`.
  package func bytesArray(_ column: Int) throws(DatabaseError) -> [[UInt8]?] {
    try required(column, "bytea[]") { field in
      guard let elements = TextDecoding.array(field) else { return nil }
      var values: [[UInt8]?] = []
      for element in elements {
        guard let element else {
          values.append(nil)
          continue
        }
        guard let value = TextDecoding.bytes(element.span) else { return nil }
        values.append(value)
      }
      return values
    }
  }

  /// A one-dimensional array of booleans without NULL elements.
  package func bools(_ column: Int) throws(DatabaseError) -> [Bool] {
    try required(column, "boolean[]") { field in
      guard let elements = TextDecoding.array(field) else { return nil }
      var values: [Bool] = []
      for element in elements {
        guard let element, let value = TextDecoding.bool(element.span) else { return nil }
        values.append(value)
      }
      return values
    }
  }
}
