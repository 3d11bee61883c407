internal import CLinux
internal import Domain

/// The machine's clock.
struct SystemClock: Domain.Clock {
  var now: Timestamp { Timestamp(microseconds: af_realtime()) }
}
