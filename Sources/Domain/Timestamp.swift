/// Point in time: microseconds since 1970-01-01 00:00 UTC.
package struct Timestamp: Hashable, Comparable, Sendable {
  package let microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

  package func advanced(by duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    return Timestamp(microseconds: microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
  }

  /// Microseconds from `earlier` to this one.
  package func since(_ earlier: Timestamp) -> Duration { .microseconds(microseconds - earlier.microseconds) }
}

/// Where the time comes from.
package protocol Clock: Sendable {
  var now: Timestamp { get }
}
