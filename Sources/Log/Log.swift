internal import CLinux
internal import Synchronization

/// Writes structured lines to standard error.
///
/// Messages are constant; what varies goes into fields, so that lines can be counted. Secrets have no description and cannot get in.
package final class Log: Sendable {
  /// Shape of the lines.
  package let format: LogFormat
  private let threshold: LogLevel
  private let descriptor: Int32
  /// Also keeps writes of several threads apart.
  private let lines: Mutex<LogLines>

  /// - Parameter descriptor: 2 is standard error.
  package init(format: LogFormat, threshold: LogLevel, descriptor: Int32 = 2) {
    self.format = format
    self.threshold = threshold
    self.descriptor = descriptor
    lines = Mutex(LogLines(format: format))
  }

  /// Drops everything.
  package static let none = Log(format: .text, threshold: .error, descriptor: -1)

  package func debug(_ message: StaticString, _ fields: [(String, LogValue)] = []) { write(.debug, message, fields) }
  package func info(_ message: StaticString, _ fields: [(String, LogValue)] = []) { write(.info, message, fields) }
  package func warning(_ message: StaticString, _ fields: [(String, LogValue)] = []) { write(.warning, message, fields) }
  package func error(_ message: StaticString, _ fields: [(String, LogValue)] = []) { write(.error, message, fields) }

  package func isEnabled(_ level: LogLevel) -> Bool { level >= threshold && descriptor >= 0 }

  /// Writes lines that were gathered elsewhere, and empties them: one line per request is too many for a lock and a system call each.
  package func write(_ gathered: inout LogLines) {
    guard gathered.count > 0 else { return }
    lines.withLock { _ in gathered.drain(emit) }
  }

  private func write(_ level: LogLevel, _ message: StaticString, _ fields: [(String, LogValue)]) {
    guard isEnabled(level) else { return }
    lines.withLock { lines in
      lines.begin(level, message, microseconds: af_realtime())
      for (name, value) in fields { lines.field(name, value) }
      lines.end()
      lines.drain(emit)
    }
  }

  private func emit(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { raw in
      unsafe af_write_all(descriptor, raw.baseAddress, raw.count)
    }
  }
}
