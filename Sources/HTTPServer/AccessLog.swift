internal import HTTP
internal import Log

/// One line per request, gathered for a moment: a lock and a system call for each would cost more than the request.
struct AccessLog {
  /// A request that was answered.
  struct Entry {
    let method: String
    /// The route's pattern.
    let route: String
    let status: Int
    /// Bytes of body that were sent.
    let bytes: Int
    let microseconds: Int64
    let requestID: String
    let peer: String
    /// Microseconds since 1970.
    let time: Int64
  }

  /// A request that could not be read.
  struct Refusal {
    let failure: ParseFailure
    let requestID: String
    let peer: String
    /// Microseconds since 1970.
    let time: Int64
  }

  /// What the owner has to do.
  enum State {
    /// Flush after `patience`.
    case first
    case waiting
    /// Flush now.
    case full
  }

  /// How long a line may wait.
  static let patience: Duration = .milliseconds(100)
  /// Bytes.
  private static let highWater = 64 * 1024

  private let log: Log
  private let isEnabled: Bool
  private var lines: LogLines

  init(_ log: Log) {
    self.log = log
    isEnabled = log.isEnabled(.info)
    lines = LogLines(format: log.format)
  }

  mutating func append(_ entry: Entry) -> State {
    guard isEnabled else { return .waiting }
    let isFirst = lines.count == 0
    lines.begin(.info, "request", microseconds: entry.time)
    lines.field("method", entry.method)
    lines.field("route", entry.route)
    lines.field("status", Int64(entry.status))
    lines.field("bytes", Int64(entry.bytes))
    lines.field("us", entry.microseconds)
    lines.field("request", entry.requestID)
    lines.field("peer", entry.peer)
    lines.end()
    return state(isFirst)
  }

  mutating func append(_ refusal: Refusal) -> State {
    guard isEnabled else { return .waiting }
    let isFirst = lines.count == 0
    lines.begin(.info, "refused", microseconds: refusal.time)
    lines.field("status", Int64(refusal.failure.status.code))
    lines.field("reason", refusal.failure.reason)
    lines.field("request", refusal.requestID)
    lines.field("peer", refusal.peer)
    lines.end()
    return state(isFirst)
  }

  mutating func flush() { log.write(&lines) }

  private func state(_ isFirst: Bool) -> State {
    isFirst ? .first : lines.count < Self.highWater ? .waiting : .full
  }
}
