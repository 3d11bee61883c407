/// A parameter of a statement. The server infers the SQL type from the statement's text.
package enum SQLValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case int(Int64)
  /// Must not contain U+0000, which PostgreSQL cannot store: refused with SQLSTATE 22021.
  case text(String)
  case bytes([UInt8])
  /// Microseconds since 1970-01-01 00:00 UTC.
  case timestamp(microseconds: Int64)
  case ints([Int64])
  case texts([String?])
  case bytesArray([[UInt8]?])
  case bools([Bool])
  /// JSON text for `json` or `jsonb`.
  case json(String)

  package static func optional(_ value: Int64?) -> SQLValue { value.map(SQLValue.int) ?? .null }
  package static func optional(_ value: Int?) -> SQLValue { value.map { .int(Int64($0)) } ?? .null }
  package static func optional(_ value: String?) -> SQLValue { value.map(SQLValue.text) ?? .null }
  package static func optional(_ value: Bool?) -> SQLValue { value.map(SQLValue.bool) ?? .null }
  package static func optional(_ value: [UInt8]?) -> SQLValue { value.map(SQLValue.bytes) ?? .null }
  /// - Parameter microseconds: since 1970-01-01 00:00 UTC.
  package static func optional(timestamp microseconds: Int64?) -> SQLValue {
    microseconds.map(SQLValue.timestamp(microseconds:)) ?? .null
  }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral {
  package init(stringLiteral value: String) { self = .text(value) }
  package init(integerLiteral value: Int64) { self = .int(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(nilLiteral: ()) { self = .null }
}
