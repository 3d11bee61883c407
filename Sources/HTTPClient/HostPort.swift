/// A host and a port: what a connection goes to.
package struct HostPort: Hashable, Sendable, CustomStringConvertible {
  /// Name, IPv4 address, or IPv6 address without brackets; lower case.
  package let host: String
  /// 1...65535
  package let port: Int

  /// Folds the host to lower case.
  package init(host: String, port: Int) {
    self.host = host.lowercased()
    self.port = port
  }

  /// `host:port`, with brackets around an IPv6 address.
  package var description: String {
    host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}
