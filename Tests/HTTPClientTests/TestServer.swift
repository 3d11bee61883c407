import EventLoop
import Glibc
import Synchronization

/// A server of raw sockets on loopback that does exactly what a test says, right or wrong: one thread per connection.
final class TestServer: Sendable {
  struct SocketError: Error {}

  let port: Int
  private let listener: Int32
  private let open = Mutex<[Int32]>([])
  private let accepts = Atomic(0)

  /// - Parameter serve: runs once for each connection, which is closed afterwards.
  init(_ serve: @escaping @Sendable (TestConnection) -> Void) throws {
    listener = try Self.listen(backlog: 512)
    port = try Self.port(of: listener)
    let listener = listener
    _ = Thread(name: "test-server") { [self] in
      // Closed here and nowhere else: its number must not be given to another socket while this thread still uses it.
      defer { close(listener) }
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        accepts.add(1, ordering: .relaxed)
        open.withLock { $0.append(client) }
        _ = Thread(name: "test-client") {
          serve(TestConnection(client))
          self.end(client)
        }
      }
    }
  }

  /// Connections accepted so far.
  var accepted: Int { accepts.load(ordering: .relaxed) }

  /// Ends the thread that accepts, and the connections.
  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    open.withLock { for client in $0 { shutdown(client, Int32(SHUT_RDWR)) } }
  }

  private func end(_ client: Int32) {
    open.withLock { open in
      open.removeAll { $0 == client }
      close(client)
    }
  }

  /// A socket that listens on a free port of 127.0.0.1.
  static func listen(backlog: Int32) throws -> Int32 {
    let listener = try reservePort()
    guard Glibc.listen(listener, backlog) == 0 else { throw SocketError() }
    return listener
  }

  /// A socket that holds a free port of 127.0.0.1 and does not listen: connections to it are refused.
  static func reservePort() throws -> Int32 {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = loopback(port: 0)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    guard listener >= 0, bound == 0 else { throw SocketError() }
    return listener
  }

  static func port(of listener: Int32) throws -> Int {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
    }
    guard status == 0 else { throw SocketError() }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  static func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}

/// The server's end of one connection.
final class TestConnection {
  private let socket: Int32
  private var buffer: [UInt8] = []

  init(_ socket: Int32) { self.socket = socket }

  /// Head and body of the next request, or nil when the peer has closed.
  func readRequest() -> String? {
    while true {
      if let head = headSize() {
        let size = head + Self.contentLength(String(decoding: buffer.prefix(head), as: UTF8.self))
        if buffer.count >= size {
          defer { buffer.removeFirst(size) }
          return String(decoding: buffer.prefix(size), as: UTF8.self)
        }
      }
      guard receive() else { return nil }
    }
  }

  /// Blocks until the peer closes.
  func waitForEnd() {
    while receive() {}
  }

  /// False when the peer is gone.
  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// A whole answer that keeps the connection.
  @discardableResult
  func answer(_ body: String, status: String = "200 OK", headers: String = "") -> Bool {
    send("HTTP/1.1 \(status)\r\n\(headers)content-length: \(body.utf8.count)\r\n\r\n\(body)")
  }

  /// Answers every request alike until the peer closes.
  func answerAll(_ body: String, status: String = "200 OK", headers: String = "") {
    while readRequest() != nil { answer(body, status: status, headers: headers) }
  }

  private func receive() -> Bool {
    var part = [UInt8](repeating: 0, count: 65_536)
    let count = part.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
    guard count > 0 else { return false }
    buffer += part.prefix(count)
    return true
  }

  /// Bytes up to and including the empty line.
  private func headSize() -> Int? {
    let end = Array("\r\n\r\n".utf8)
    return buffer.indices.first { buffer[$0...].starts(with: end) }.map { $0 + end.count }
  }

  private static func contentLength(_ head: String) -> Int {
    for line in head.split(whereSeparator: \.isNewline) where line.lowercased().hasPrefix("content-length:") {
      return Int(line.drop { $0 != ":" }.dropFirst().filter { $0 != " " }) ?? 0
    }
    return 0
  }
}
