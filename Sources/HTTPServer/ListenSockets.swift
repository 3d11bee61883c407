internal import CLinux

/// Opens the listening sockets of a server, one for each loop.
struct ListenSockets {
  struct Socket {
    let descriptor: Int32
    /// Closed by the server when it stops; inherited ones belong to the service manager.
    let isOwned: Bool
  }

  /// The address with the port that was really taken.
  private(set) var address: ListenAddress
  /// [loop][socket]
  private(set) var perLoop: [[Socket]] = []

  private static let backlog: Int32 = 4096

  init(_ address: ListenAddress, loops: Int) throws(ListenFailure) {
    self.address = address
    do {
      switch address {
      case .tcp(let host, let port): try openTCP(host, port, loops)
      case .unix(let path): try openUnix(path, loops)
      case .inherited(let descriptors): try takeInherited(descriptors, loops)
      }
    } catch {
      for socket in perLoop.joined() where socket.isOwned { af_close(socket.descriptor) }
      throw error
    }
  }

  private mutating func openTCP(_ host: String, _ port: UInt16, _ loops: Int) throws(ListenFailure) {
    // A probe without SO_REUSEPORT: otherwise a second server of the same user would share the port in silence.
    if port != 0 { af_close(try checked(unsafe af_listen_tcp(host, String(port), 1, 0))) }
    var port = port
    for _ in 0..<loops {
      let socket = try checked(unsafe af_listen_tcp(host, String(port), Self.backlog, 1))
      perLoop.append([Socket(descriptor: socket, isOwned: true)])
      port = UInt16(clamping: try checked(af_bound_port(socket)))
    }
    address = .tcp(host: host, port: port)
  }

  private mutating func openUnix(_ path: String, _ loops: Int) throws(ListenFailure) {
    let socket = try checked(unsafe af_listen_unix(path, Self.backlog))
    perLoop.append([Socket(descriptor: socket, isOwned: true)])
    for _ in 1..<loops { perLoop.append([Socket(descriptor: try checked(af_duplicate(socket)), isOwned: true)]) }
  }

  private mutating func takeInherited(_ descriptors: [Int32], _ loops: Int) throws(ListenFailure) {
    for descriptor in descriptors { _ = try checked(af_set_nonblocking(descriptor)) }
    perLoop = Array(repeating: descriptors.map { Socket(descriptor: $0, isOwned: false) }, count: loops)
  }

  private func checked(_ result: Int32) throws(ListenFailure) -> Int32 {
    guard result >= 0 else { throw ListenFailure(address: address, code: -result) }
    return result
  }
}
