internal import EventLoop
internal import HTTP

/// Writes the chunks of a streamed answer.
///
/// `@unchecked Sendable`: it is only used by the handler's task, which runs on the connection's loop; `write` checks that.
final class StreamWriter: BodyWriter, @unchecked Sendable {
  private let connection: Connection
  private let isChunked: Bool
  private(set) var bytesWritten = 0

  init(_ connection: Connection, isChunked: Bool) {
    self.connection = connection
    self.isChunked = isChunked
  }

  func write(_ bytes: [UInt8]) async throws {
    connection.worker.loop.assertOnLoop()
    try Task.checkCancellation()
    // An empty chunk would end the body.
    guard !bytes.isEmpty else { return }
    bytesWritten += bytes.count
    try await connection.send(isChunked ? chunk(bytes) : bytes)
  }

  func finish() async throws {
    if isChunked { try await connection.send(Array("0\r\n\r\n".utf8)) }
  }

  private func chunk(_ bytes: [UInt8]) -> [UInt8] {
    var chunk: [UInt8] = []
    chunk.reserveCapacity(bytes.count + 20)
    chunk.append(String(bytes.count, radix: 16))
    chunk.append("\r\n")
    chunk += bytes
    chunk.append("\r\n")
    return chunk
  }
}
