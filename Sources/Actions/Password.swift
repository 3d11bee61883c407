internal import Crypto
internal import Messages

/// A password somebody chooses or types: 8 to 128 characters, which are Unicode code points (OWASP ASVS 5.0, 6.2; NIST SP 800-63B §5.1.1.2).
///
/// Taken as it is typed: nothing is cut off, trimmed or normalised, and no kind of character is asked for or refused.
package struct Password: Sendable {
  /// Code points.
  package static let minimum = 8
  /// Code points: bounds the work of hashing what a stranger sends.
  package static let maximum = 128

  let secret: SecretBytes

  /// A password typed to sign in; nil when it cannot be anybody's.
  init?(typed: String) {
    guard (Self.minimum...Self.maximum).contains(typed.unicodeScalars.count) else { return nil }
    secret = SecretBytes(typed)
  }

  /// A new password.
  /// - Parameter username: whose it will be.
  /// - Throws: `invalid` for the field `password` or `password_confirmation`.
  package init(chosen: String, confirmation: String, username: String, common: CommonPasswords) throws(ActionError) {
    let length = chosen.unicodeScalars.count
    guard length >= Self.minimum else { throw Self.refused("account.password.short", ["minimum": "\(Self.minimum)"]) }
    guard length <= Self.maximum else { throw Self.refused("account.password.long", ["maximum": "\(Self.maximum)"]) }
    guard !common.contains(chosen) else { throw Self.refused("account.password.common") }
    guard Self.remainder(of: chosen, without: username) >= Self.minimum else { throw Self.refused("account.password.guessable") }
    guard chosen.utf8.elementsEqual(confirmation.utf8) else {
      throw .invalid(field: "password_confirmation", message: Message("account.password.different"))
    }
    secret = SecretBytes(chosen)
  }

  private static func refused(_ key: String, _ arguments: [String: String] = [:]) -> ActionError {
    .invalid(field: "password", message: Message(key, arguments))
  }

  /// Words that everybody would try here first (ASVS 6.2.11).
  private static let productWords = ["auto-flow", "autoflow", "auto flow"]

  /// Code points left when the words that everybody would try first are taken out; a name of one or two letters is in too many words.
  private static func remainder(of password: String, without username: String) -> Int {
    let words = productWords + (username.unicodeScalars.count > 2 ? [username.lowercased()] : [])
    return words.reduce(password.lowercased()) { $0.replacing($1, with: "") }.unicodeScalars.count
  }
}
