/// Passwords that nobody may choose because many people have them (OWASP ASVS 5.0, 6.2.4).
package struct CommonPasswords: Sendable {
  private let passwords: Set<Substring>

  /// - Parameter list: text of `Templates/passwords/common.txt`: what the list is, an empty line, then one password a line, in lower case.
  /// - Returns: nil for a list of fewer than 3,000 passwords, which is the least that ASVS asks for.
  package init?(list: String) {
    guard let start = list.firstRange(of: "\n\n")?.upperBound else { return nil }
    passwords = Set(list[start...].split(separator: "\n"))
    guard passwords.count >= 3000 else { return nil }
  }

  /// Whether a password is one of them, in upper or lower case.
  func contains(_ password: String) -> Bool { passwords.contains(password.lowercased()[...]) }
}
