import EventLoop
import Glibc

/// Counts what arrives from several writers and stops counting at the first gap.
///
/// `@unchecked Sendable`: touched on one loop only.
final class OrderedCounts: @unchecked Sendable {
  private(set) var counts: [Int]

  init(writers: Int) { counts = Array(repeating: 0, count: writers) }

  func note(_ writer: Int, _ number: Int) {
    if counts[writer] == number { counts[writer] += 1 }
  }
}

/// Numbers in the order in which they came; touched on one loop only.
final class Recorder {
  private(set) var notes: [Int] = []

  func note(_ number: Int) { notes.append(number) }
}

/// Signals in the order in which they came; touched on one loop only.
final class Kinds {
  var all: [Signals.Kind] = []
}

/// The reading end of a pipe that removes another one when it is called, and puts a new one into the freed slot.
final class Watched: EventHandler {
  struct NoPipe: Error {}

  private let loop: EventLoop
  private var ends: [Int32] = [0, 0]
  private var registration: Registration?
  private(set) var calls = 0
  private(set) var successor: Watched?
  var other: Watched?

  init(_ loop: EventLoop) throws {
    self.loop = loop
    guard pipe(&ends) == 0 else { throw NoPipe() }
    registration = loop.register(ends[0], .edges, self)
  }

  func send() { _ = write(ends[1], "x", 1) }

  func ready(_ readiness: Readiness) {
    // A new pipe is reported as well, for being watched, but not as readable.
    guard readiness.isReadable else { return }
    calls += 1
    guard let other else { return }
    other.stop()
    successor = try? Watched(loop)
  }

  func stop() {
    successor?.stop()
    guard let registration else { return }
    self.registration = nil
    loop.unregister(registration, ends[0])
    for end in ends { close(end) }
  }
}
