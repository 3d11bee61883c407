package import Domain
package import Postgres

extension SQLValue {
  package static func id<Entity>(_ id: ID<Entity>) -> SQLValue { .int(id.rawValue) }
  package static func optional<Entity>(_ id: ID<Entity>?) -> SQLValue { id.map { .int($0.rawValue) } ?? .null }
  package static func time(_ time: Timestamp) -> SQLValue { .timestamp(microseconds: time.microseconds) }
  package static func optional(_ time: Timestamp?) -> SQLValue { time.map(SQLValue.time) ?? .null }

  /// Text from outside: U+0000, which PostgreSQL cannot store, becomes U+FFFD.
  package static func foreign(_ text: String) -> SQLValue { .text(text.storable) }

  /// As `foreign`, where there may be none.
  package static func foreign(_ text: String?) -> SQLValue { text.map { .text($0.storable) } ?? .null }
}

extension String {
  /// Without U+0000, which neither text nor jsonb can hold.
  var storable: String {
    guard utf8.contains(0) else { return self }
    var clean = String.UnicodeScalarView()
    for scalar in unicodeScalars { clean.append(scalar.value == 0 ? "\u{FFFD}" : scalar) }
    return String(clean)
  }
}

extension Row {
  package func id<Entity>(_ column: Int) throws(DatabaseError) -> ID<Entity> { ID(rawValue: try int(column)) }
  package func optionalID<Entity>(_ column: Int) throws(DatabaseError) -> ID<Entity>? { try optionalInt(column).map(ID.init(rawValue:)) }
  package func time(_ column: Int) throws(DatabaseError) -> Timestamp { Timestamp(microseconds: try timestamp(column)) }
  package func optionalTime(_ column: Int) throws(DatabaseError) -> Timestamp? {
    try optionalTimestamp(column).map(Timestamp.init(microseconds:))
  }
}
