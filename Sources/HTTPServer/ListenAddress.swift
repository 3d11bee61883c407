/// Where a server listens.
package enum ListenAddress: Sendable, Equatable, CustomStringConvertible {
  /// Port 0 lets the kernel choose.
  case tcp(host: String, port: UInt16)
  case unix(path: String)
  /// Sockets that listen already and stay open when the server stops.
  case inherited(descriptors: [Int32])

  /// Sockets passed by a service manager: descriptors 3 and up (sd_listen_fds(3)).
  package static func inherited(count: Int) -> ListenAddress { .inherited(descriptors: (0..<count).map { Int32(3 + $0) }) }

  /// Reads `host:port`, `[v6]:port` or `unix:PATH`; nil for anything else.
  package init?(_ text: String) {
    if text.hasPrefix("unix:") {
      let path = String(text.dropFirst(5))
      guard !path.isEmpty, path.utf8.count < 108 else { return nil }
      self = .unix(path: path)
      return
    }
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else { return nil }
    // The library's number may have a sign.
    guard !text.utf8.contains(UInt8(ascii: "+")) else { return nil }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) } else if host.contains(":") { return nil }
    self = .tcp(host: host, port: port)
  }

  package var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    case .inherited(let descriptors): "\(descriptors.count) inherited socket\(descriptors.count == 1 ? "" : "s")"
    }
  }
}

/// The address cannot be listened on.
package struct ListenFailure: Error, Sendable {
  package let address: ListenAddress
  /// errno
  package let code: Int32

  package var reason: String {
    switch code {
    case 98: "\(address) is in use by another program"
    case 13: "no permission to listen on \(address)"
    case 99: "\(address) is not an address of this machine"
    default: "cannot listen on \(address) (errno \(code))"
    }
  }
}
