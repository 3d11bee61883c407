internal import EventLoop
internal import HTTP

/// Writes the chunks of a streamed answer.
///
/// `@unchecked Sendable`: it is only used by the handler's task, which runs on the connection's loop; `write` checks that.
final class StreamWriter: BodyWriter, @unchecked Sendable {
  private let connection: Connection
  private let isChunked: Bool
  private let isSilent: Bool
  private(set) var bytesWritten = 0

  /// - Parameter isSilent: the request was HEAD: nothing is written.
  init(_ connection: Connection, isChunked: Bool, isSilent: Bool) {
    self.connection = connection
    self.isChunked = isChunked
    self.isSilent = isSilent
  }

  func write(_ bytes: [UInt8]) async throws {
    connection.worker.loop.assertOnLoop()
    try Task.checkCancellation()
    // An empty chunk would end the body.
    guard !bytes.isEmpty, !isSilent else { return }
    bytesWritten += bytes.count
    if isChunked {
      try await connection.send(Array(String(bytes.count, radix: 16).utf8) + [13, 10] + bytes + [13, 10])
    } else {
      try await connection.send(bytes)
    }
  }

  func finish() async throws {
    if isChunked, !isSilent { try await connection.send(Array("0\r\n\r\n".utf8)) }
  }
}
