internal import CLinux
internal import EventLoop

/// A blocking TCP client that sends exactly the bytes it is given, for tests of what a well-behaved client never sends.
package struct RawConnection: Sendable {
  private let descriptor: Int32
  private static let pool = BlockingPool(name: "raw", threads: 64, capacity: 10_000)

  /// - Throws: when nobody listens.
  package init(port: UInt16) async throws {
    let descriptor = try await Self.pool.run { unsafe af_connect_tcp("127.0.0.1", String(port)) }
    guard descriptor >= 0 else { throw ConnectFailure(code: -descriptor) }
    self.descriptor = descriptor
  }

  /// - Throws: when nobody listens at the Unix socket.
  package init(unixPath: String) async throws {
    let descriptor = try await Self.pool.run { unsafe af_connect_unix(unixPath) }
    guard descriptor >= 0 else { throw ConnectFailure(code: -descriptor) }
    self.descriptor = descriptor
  }

  package struct ConnectFailure: Error { package let code: Int32 }

  package func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  package func send(_ bytes: [UInt8]) async throws {
    let descriptor = descriptor
    try await Self.pool.run {
      var sent = 0
      while sent < bytes.count {
        let count = unsafe bytes.withUnsafeBytes { unsafe af_send(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent) }
        guard count > 0 else { return }
        sent += Int(count)
      }
    }
  }

  /// Reads until the peer closes, or until `condition` holds of what has arrived.
  package func read(until condition: @escaping @Sendable ([UInt8]) -> Bool = { _ in false }) async throws -> String {
    let descriptor = descriptor
    return try await Self.pool.run {
      var received: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while !condition(received) {
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe af_receive(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { break }
        received += buffer[..<Int(count)]
      }
      return String(decoding: received, as: UTF8.self)
    }
  }

  /// Reads until `text` has arrived.
  package func read(through text: String) async throws -> String {
    let wanted = Array(text.utf8)
    return try await read { received in
      // The end of what arrived last is enough: a condition is asked again after every piece.
      let tail = received.suffix(65_536 + wanted.count)
      return tail.indices.contains { tail[$0...].starts(with: wanted) }
    }
  }

  /// Says that nothing more will be sent; reading goes on.
  package func finishSending() { af_shutdown_write(descriptor) }

  package func close() { af_close(descriptor) }
}
