/// The address people use, as far as cookies and origins depend on it.
struct Site: Sendable {
  /// `https://flow.example.com`, without a slash at the end; webhook addresses are built on it.
  let url: String
  /// Scheme, host and port in lower case (RFC 6454 §6.2).
  let origin: String
  let isSecure: Bool

  /// - Parameter publicURL: `http` or `https`, checked when the configuration was read.
  init(publicURL: String) {
    url = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
    let lowered = url.lowercased()
    isSecure = lowered.hasPrefix("https://")
    let scheme = isSecure ? "https://" : "http://"
    origin = scheme + lowered.dropFirst(scheme.count).prefix { $0 != "/" }
  }

  /// Name of the host, without scheme and port.
  var host: String {
    let authority = origin.drop { $0 != "/" }.dropFirst(2)
    return String(authority.hasPrefix("[") ? authority.prefix { $0 != "]" } : authority.prefix { $0 != ":" }).filter { $0 != "[" }
  }

  /// Whether an `Origin` header names this site: by its public address, or by the address the request itself was sent to.
  func isOwn(origin sent: String, host: String?) -> Bool {
    let sent = sent.lowercased()
    if sent == origin { return true }
    guard let host, !host.isEmpty else { return false }
    return sent == (isSecure ? "https://" : "http://") + host.lowercased()
  }
}
