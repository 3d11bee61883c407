internal import Domain
internal import Messages
internal import Storage

/// What an entry of an audit says, in the reader's language: the message `audit.TYPE` with the entry's details in its places.
enum AuditSentence {
  /// Details whose values are roles, which have names of their own.
  private static let roles: Set = ["role", "from", "to"]

  static func text(_ entry: AuditLog.Entry, in words: Words) -> String {
    let key = "audit." + entry.type
    // An entry of a version that is not this one: better its type than nothing.
    guard words.has(key) else { return entry.type }
    let details = entry.details.map { name, value in
      (name, Self.roles.contains(name) && ProjectRole(rawValue: value) != nil ? words("role." + value) : value)
    }
    return words(key, Dictionary(details, uniquingKeysWith: { first, _ in first }))
  }

  /// Name of an area: what stands in front of a type's first dot.
  static func area(_ area: String, in words: Words) -> String {
    let key = "audit.area." + area
    return words.has(key) ? words(key) : area
  }
}
