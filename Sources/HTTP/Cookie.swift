/// A cookie to be set (RFC 6265bis §4.1): always HttpOnly, SameSite=Lax, Path=/.
package struct Cookie: Sendable {
  package let name: String
  package let value: String
  /// Seconds the browser keeps it; 0 deletes it; nil until the browser closes.
  package let maxAge: Int?
  package let isSecure: Bool

  package init(name: String, value: String, maxAge: Int?, isSecure: Bool) {
    self.name = name
    self.value = value
    self.maxAge = maxAge
    self.isSecure = isSecure
  }

  /// Value of `set-cookie`.
  package var headerValue: FieldValue {
    let age = maxAge.map { "; Max-Age=\($0)" } ?? ""
    return FieldValue(replacingForbiddenBytesIn: "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax\(age)\(isSecure ? "; Secure" : "")")
  }
}
