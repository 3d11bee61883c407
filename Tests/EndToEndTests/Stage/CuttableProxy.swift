import Foundation
import Glibc
import Synchronization

/// A TCP port that leads to the test database, until it is cut.
final class CuttableProxy: Sendable {
  private struct State: Sendable {
    var isCut = false
    /// Descriptors of both ends of every open connection.
    var open: Set<Int32> = []
  }

  /// Where the database really is.
  private enum Target: Sendable {
    case socket(path: String)
    case tcp(host: String, port: UInt16)
  }

  /// The same database, by way of this port.
  let url: String
  private let target: Target
  private let listener: Int32
  private let state = Mutex(State())

  init(to url: String) throws {
    guard var parts = URLComponents(string: url) else { throw GaveUp(description: "the database's address has another form") }
    let query = Dictionary((parts.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { first, _ in first }
    let port = UInt16(query["port"] ?? "") ?? parts.port.flatMap { UInt16(exactly: $0) } ?? 5432
    let host = query["host"] ?? parts.host ?? ""
    target = host.hasPrefix("/") ? .socket(path: "\(host)/.s.PGSQL.\(port)") : .tcp(host: host, port: port)
    let own = try FreePort.take()
    listener = try Self.listen(UInt16(own))
    parts.host = "127.0.0.1"
    parts.port = own
    parts.user = parts.user ?? query["user"]
    parts.queryItems = nil
    self.url = parts.string ?? ""
    let thread = Thread { [self] in acceptAll() }
    thread.start()
  }

  /// Ends every connection and refuses new ones.
  func cut() {
    state.withLock { state in
      state.isCut = true
      for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
  }

  func mend() { state.withLock { $0.isCut = false } }

  /// Ends the proxy.
  func close() {
    cut()
    shutdown(listener, Int32(SHUT_RDWR))
  }

  // MARK: Connections

  private func acceptAll() {
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else { break }
      let server = state.withLock { $0.isCut } ? -1 : connectToTarget()
      let isTaken =
        server >= 0
        && state.withLock { state in
          if !state.isCut { state.open.formUnion([client, server]) }
          return !state.isCut
        }
      if isTaken {
        join(client, server)
      } else {
        Glibc.close(client)
        if server >= 0 { Glibc.close(server) }
      }
    }
    Glibc.close(listener)
  }

  /// Two threads, one for each direction; the last to end closes both descriptors.
  private func join(_ client: Int32, _ server: Int32) {
    let ends = Countdown(from: 2)
    for (from, to) in [(client, server), (server, client)] {
      Thread { [self] in
        Self.pump(from, to)
        guard ends.isOver() else { return }
        state.withLock { $0.open.subtract([client, server]) }
        Glibc.close(client)
        Glibc.close(server)
      }.start()
    }
  }

  private static func pump(_ from: Int32, _ to: Int32) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(from, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      var sent = 0
      while sent < count {
        let done = buffer.withUnsafeBytes { send(to, $0.baseAddress?.advanced(by: sent), count - sent, Int32(MSG_NOSIGNAL)) }
        guard done > 0 else { break }
        sent += done
      }
    }
    shutdown(from, Int32(SHUT_RDWR))
    shutdown(to, Int32(SHUT_RDWR))
  }

  // MARK: Sockets

  private func connectToTarget() -> Int32 {
    switch target {
    case .tcp(let host, let port): Self.connect(toHost: host, port)
    case .socket(let path): Self.connect(toSocket: path)
    }
  }

  private static func connect(toHost host: String, _ port: UInt16) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0, let first = found?.pointee else { return -1 }
    defer { freeaddrinfo(found) }
    let descriptor = socket(first.ai_family, Int32(SOCK_STREAM.rawValue), 0)
    if Glibc.connect(descriptor, first.ai_addr, first.ai_addrlen) == 0 { return descriptor }
    Glibc.close(descriptor)
    return -1
  }

  private static func connect(toSocket path: String) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count < room else { return -1 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8) + [0]) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let result = withAddress(&address) { Glibc.connect(descriptor, $0, $1) }
    if result == 0 { return descriptor }
    Glibc.close(descriptor)
    return -1
  }

  private static func listen(_ port: UInt16) throws -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard withAddress(&address, { bind(descriptor, $0, $1) }) == 0, Glibc.listen(descriptor, 128) == 0 else {
      throw GaveUp(description: "no port for the proxy")
    }
    return descriptor
  }

  private static func withAddress<Address, Answer>(
    _ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Answer
  ) -> Answer {
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<Address>.size)) }
    }
  }
}

/// Tells the last of several threads that it is the last.
final class Countdown: Sendable {
  private let left: Mutex<Int>

  init(from count: Int) { left = Mutex(count) }

  func isOver() -> Bool {
    left.withLock { left in
      left -= 1
      return left == 0
    }
  }
}
