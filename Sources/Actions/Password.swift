internal import Crypto
internal import Messages

/// A password somebody chooses or types: 8...1024 bytes.
package struct Password: Sendable {
  /// Bytes.
  package static let minimum = 8
  /// Bytes: bounds the work of hashing what a stranger sends.
  static let maximum = 1024

  let secret: SecretBytes

  /// A password typed to sign in; nil when it cannot be anybody's.
  init?(typed: String) {
    guard (Self.minimum...Self.maximum).contains(typed.utf8.count) else { return nil }
    secret = SecretBytes(typed)
  }

  /// A new password.
  /// - Throws: `invalid` for the field `password` or `password_confirmation`.
  init(chosen: String, confirmation: String) throws(ActionError) {
    guard chosen.utf8.count >= Self.minimum else {
      throw .invalid(field: "password", message: Message("action.password.short", ["minimum": "\(Self.minimum)"]))
    }
    guard chosen.utf8.count <= Self.maximum else {
      throw .invalid(field: "password", message: Message("action.password.long", ["maximum": "\(Self.maximum)"]))
    }
    guard chosen == confirmation else {
      throw .invalid(field: "password_confirmation", message: Message("action.password.different"))
    }
    secret = SecretBytes(chosen)
  }
}
