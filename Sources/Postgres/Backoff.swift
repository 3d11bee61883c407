/// Waits between attempts to connect: doubling from 50 ms to 5 s, each drawn from its upper half so that processes do not come in step.
struct Backoff {
  private(set) var failures = 0

  mutating func succeed() { failures = 0 }

  mutating func next() -> Duration {
    let whole = min(5000, 50 << min(failures, 10))
    failures += 1
    return .milliseconds(Int.random(in: (whole / 2)...whole))
  }
}
