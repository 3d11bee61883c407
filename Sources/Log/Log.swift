internal import CLinux
internal import Synchronization

/// Writes structured lines to standard error.
///
/// Messages are constant; what varies goes into fields, so that lines can be counted. Secrets have no description and cannot get in.
package final class Log: Sendable {
  private let format: LogFormat
  private let threshold: LogLevel
  private let descriptor: Int32
  private let buffer = Mutex<[UInt8]>([])

  /// Buffered bytes that force a write.
  private static let highWater = 64 * 1024

  /// - Parameter descriptor: 2 is standard error.
  package init(format: LogFormat, threshold: LogLevel, descriptor: Int32 = 2) {
    self.format = format
    self.threshold = threshold
    self.descriptor = descriptor
  }

  /// Drops everything.
  package static let none = Log(format: .text, threshold: .error, descriptor: -1)

  package func debug(_ message: StaticString, _ fields: [(String, LogValue)] = []) { write(.debug, message, fields) }
  package func info(_ message: StaticString, _ fields: [(String, LogValue)] = []) { write(.info, message, fields) }
  package func warning(_ message: StaticString, _ fields: [(String, LogValue)] = []) { write(.warning, message, fields) }
  package func error(_ message: StaticString, _ fields: [(String, LogValue)] = []) { write(.error, message, fields) }

  package func isEnabled(_ level: LogLevel) -> Bool { level >= threshold && descriptor >= 0 }

  /// A line that may wait for the next `flush`: one per request is too many for a system call each.
  package func infoBuffered(_ message: StaticString, _ fields: [(String, LogValue)]) {
    guard isEnabled(.info) else { return }
    let line = format.line(.info, message.description, fields, microseconds: af_realtime())
    let isFull = buffer.withLock { buffer in
      buffer += line
      return buffer.count > Self.highWater
    }
    if isFull { flush() }
  }

  /// Writes what was buffered.
  package func flush() {
    buffer.withLock { buffer in
      guard !buffer.isEmpty else { return }
      emit(buffer)
      buffer.removeAll(keepingCapacity: true)
    }
  }

  private func write(_ level: LogLevel, _ message: StaticString, _ fields: [(String, LogValue)]) {
    guard isEnabled(level) else { return }
    let line = format.line(level, message.description, fields, microseconds: af_realtime())
    buffer.withLock { buffer in
      buffer += line
      emit(buffer)
      buffer.removeAll(keepingCapacity: true)
    }
  }

  private func emit(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { raw in
      unsafe af_write_all(descriptor, raw.baseAddress, raw.count)
    }
  }
}
