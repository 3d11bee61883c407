internal import HTTP

/// Address of an outside API, parsed once: scheme, host, port and the path all its resources stand under.
package struct BaseURL: Sendable, Hashable, CustomStringConvertible {
  /// The two schemes this client speaks.
  package enum Scheme: String, Sendable {
    case http, https

    /// Port when the address names none.
    package var defaultPort: Int { self == .http ? 80 : 443 }
  }

  /// What is wrong with an address.
  package enum ParseError: Error, Equatable {
    /// Neither `http://` nor `https://`.
    case unknownScheme
    /// `user@` would put a password where addresses are printed.
    case hasUser
    /// `?` or `#`.
    case hasQueryOrFragment
    case badHost
    case badPort
    /// A path with empty or dot segments, broken escapes, or bytes that must be escaped.
    case badPath
  }

  /// With or without TLS.
  package let scheme: Scheme
  /// Where connections go; what `HTTPClient.Configuration` compares.
  package let hostPort: HostPort
  /// Empty, or begins with `/` and does not end with it; percent-encoded.
  package let pathPrefix: String

  /// - Parameter text: `http` or `https`, a host, optionally a port and a path, such as `https://app.asana.com/api/1.0`.
  /// - Throws: `ParseError`.
  package init(parsing text: String) throws(ParseError) {
    guard !text.contains(where: { $0 == "?" || $0 == "#" }) else { throw .hasQueryOrFragment }
    let (scheme, rest) = try Self.scheme(of: text)
    let authority = rest.prefix { $0 != "/" }
    guard !authority.contains("@") else { throw .hasUser }
    self.scheme = scheme
    hostPort = try Self.hostPort(authority, scheme)
    pathPrefix = try Self.path(rest.dropFirst(authority.count))
  }

  /// Lower case, without brackets.
  package var host: String { hostPort.host }
  /// 1...65535
  package var port: Int { hostPort.port }

  /// The address as text, with the port only where it is not the scheme's own.
  package var description: String { origin + pathPrefix }

  var origin: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return "\(scheme.rawValue)://\(name)" + (port == scheme.defaultPort ? "" : ":\(port)")
  }

  private static func scheme(of text: String) throws(ParseError) -> (Scheme, Substring) {
    let name = text.prefix { $0 != ":" }
    guard let scheme = Scheme(rawValue: name.lowercased()), text.dropFirst(name.count).hasPrefix("://") else { throw .unknownScheme }
    return (scheme, text.dropFirst(name.count + 3))
  }

  private static func hostPort(_ authority: Substring, _ scheme: Scheme) throws(ParseError) -> HostPort {
    let isLiteral = authority.hasPrefix("[")
    let host = isLiteral ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
    let rest = authority.dropFirst(isLiteral ? host.count + 2 : host.count)
    guard !isLiteral || authority.dropFirst(host.count + 1).hasPrefix("]") else { throw .badHost }
    guard isHost(host, isLiteral: isLiteral) else { throw .badHost }
    if rest.isEmpty { return HostPort(host: String(host), port: scheme.defaultPort) }
    let digits = rest.dropFirst()
    guard rest.hasPrefix(":"), digits.utf8.count <= 5, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .badPort }
    guard let port = Int(digits), (1...65_535).contains(port) else { throw .badPort }
    return HostPort(host: String(host), port: port)
  }

  /// Letters, digits, `-`, `_` and `.` (and hexadecimal groups between brackets); names in other scripts are written in their ASCII form.
  private static func isHost(_ host: Substring, isLiteral: Bool) -> Bool {
    guard !host.isEmpty, host.utf8.count <= 253 else { return false }
    if isLiteral { return host.contains(":") && host.utf8.allSatisfy { ByteClass.hexDigit($0) != nil || $0 == 0x3A || $0 == 0x2E } }
    guard !host.hasPrefix("."), !host.contains("..") else { return false }
    return host.utf8.allSatisfy { ByteClass.isUnreserved($0) && $0 != UInt8(ascii: "~") }
  }

  private static func path(_ text: Substring) throws(ParseError) -> String {
    let path = text.hasSuffix("/") ? text.dropLast() : text
    guard !path.isEmpty else { return "" }
    for segment in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      guard !segment.isEmpty, let decoded = PercentEncoding.decode(segment.utf8), decoded != ".", decoded != ".." else { throw .badPath }
      guard segment.utf8.allSatisfy({ ByteClass.isUnreserved($0) || "%!$&'()*+,;=:@".utf8.contains($0) }) else { throw .badPath }
    }
    return String(path)
  }
}
