internal import HTTP

/// Address that failed log-ins are counted under.
enum PeerAddress {
  /// The connection's peer. When that is a proxy of our own (this machine, a private network, a Unix socket), it is the last entry of
  /// `X-Forwarded-For`: the one which that proxy wrote itself, whatever the sender put in front of it.
  static func of(_ request: Request) -> String {
    guard isPrivate(request.peer), let forwarded = request.head.values("x-forwarded-for").last?.split(separator: ",").last else {
      return host(request.peer)
    }
    return String(forwarded.filter { $0 != " " })
  }

  /// Without the port: `127.0.0.1:4711`, `[::1]:4711`.
  private static func host(_ peer: String) -> String {
    if peer.hasPrefix("[") { return String(peer.dropFirst().prefix { $0 != "]" }) }
    let parts = peer.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 ? String(parts[0]) : peer
  }

  private static func isPrivate(_ peer: String) -> Bool {
    let host = host(peer)
    if host.isEmpty || host == "::1" || host.hasPrefix("127.") || host.hasPrefix("10.") || host.hasPrefix("192.168.") { return true }
    if host.hasPrefix("fc") || host.hasPrefix("fd") { return host.contains(":") }
    let parts = host.split(separator: ".")
    return parts.count == 4 && parts[0] == "172" && (UInt8(parts[1]).map { (16...31).contains($0) } ?? false)
  }
}
