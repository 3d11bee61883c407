/// Parameters of one request in the form libpq takes them: one buffer, reused by every request of a connection.
struct ParameterBuffer {
  /// Where a parameter lies; a negative offset is NULL.
  private struct Slot {
    let offset: Int
    let length: Int
    let isBinary: Bool
  }

  private var bytes: [UInt8] = []
  private var slots: [Slot] = []

  var count: Int { slots.count }

  mutating func reset() {
    // One large request must not hold its memory for the life of the connection.
    bytes.removeAll(keepingCapacity: bytes.capacity <= 65536)
    slots.removeAll(keepingCapacity: true)
  }

  /// - Throws: the error the server would give for U+0000 in a text.
  mutating func append(_ value: SQLValue, statement: Statement) throws(DatabaseError) {
    if case .null = value {
      slots.append(Slot(offset: -1, length: 0, isBinary: false))
      return
    }
    let offset = bytes.count
    try encode(value, statement)
    var isBinary = false
    if case .bytes = value { isBinary = true }
    slots.append(Slot(offset: offset, length: bytes.count - offset, isBinary: isBinary))
    bytes.append(0)
  }

  private mutating func encode(_ value: SQLValue, _ statement: Statement) throws(DatabaseError) {
    switch value {
    case .null: break
    case .bool(let value): bytes.append(UInt8(ascii: value ? "t" : "f"))
    case .int(let value): bytes.appendDecimal(value)
    case .text(let value), .json(let value): try bytes.appendText(value, statement)
    case .bytes(let value): bytes.append(contentsOf: value)
    case .timestamp(let microseconds): bytes.appendTimestamp(microseconds)
    case .ints(let values): bytes.appendArray(values) { $0.appendDecimal($1) }
    case .bools(let values): bytes.appendArray(values) { $0.append(UInt8(ascii: $1 ? "t" : "f")) }
    case .bytesArray(let values): bytes.appendArray(values) { $0.appendHexElement($1) }
    case .texts(let values):
      for value in values { try bytes.refuseZero(value, statement) }
      bytes.appendArray(values) { $0.appendQuotedElement($1) }
    }
  }

  /// Calls `body` with libpq's four arguments for the parameters of one statement.
  func withArguments<Value>(
    _ range: Range<Int>,
    _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Value
  ) -> Value {
    guard !range.isEmpty else { return body(0, nil, nil, nil) }
    return unsafe bytes.withUnsafeBytes { raw in
      unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: range.count) { values in
        unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: range.count * 2) { numbers in
          for (position, slot) in slots[range].enumerated() {
            let start = unsafe slot.offset < 0 ? nil : raw.baseAddress?.advanced(by: slot.offset).assumingMemoryBound(to: CChar.self)
            unsafe values.initializeElement(at: position, to: start)
            unsafe numbers.initializeElement(at: position, to: Int32(clamping: slot.length))
            unsafe numbers.initializeElement(at: range.count + position, to: slot.isBinary ? 1 : 0)
          }
          let lengths = unsafe UnsafePointer(numbers.baseAddress)
          return unsafe body(Int32(range.count), values.baseAddress, lengths, lengths?.advanced(by: range.count))
        }
      }
    }
  }
}
