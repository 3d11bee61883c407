import EventLoop
import Glibc
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct BlockingPoolTests {
  struct Refused: Error {}

  @Test func `a full queue refuses and recovers`() async throws {
    let pool = BlockingPool(name: "test", threads: 1, capacity: 1)
    let stopper = try Stopper()
    async let running: Void = pool.run { stopper.hold() }
    await stopper.isHeld()
    let (early, late) = await withTaskGroup { group in
      for _ in 0..<3 {
        group.addTask {
          do { return try await pool.run { true } } catch { return false }
        }
      }
      // One waits in the queue; the other two cannot.
      let early = [await group.next(), await group.next()]
      stopper.release()
      return (early, await group.next())
    }
    #expect(early == [false, false])
    #expect(late == true)
    try await running
    #expect(try await pool.run { 42 } == 42)
  }

  @Test func `what a call throws comes out`() async {
    let pool = BlockingPool(name: "test", threads: 1, capacity: 1)
    await #expect(throws: Refused.self) { try await pool.run { throw Refused() } }
  }

  @Test func `many calls all run, each once`() async throws {
    let pool = BlockingPool(name: "test", threads: 4, capacity: 2000)
    let tally = Tally()
    try await withThrowingTaskGroup { group in
      for number in 0..<2000 {
        group.addTask { try await pool.run { tally.note(number) } }
      }
      try await group.waitForAll()
    }
    #expect(tally.sorted == Array(0..<2000))
  }
}

/// Numbers noted by any thread.
final class Tally: Sendable {
  private let numbers = Mutex<[Int]>([])

  func note(_ number: Int) { numbers.withLock { $0.append(number) } }
  var sorted: [Int] { numbers.withLock { $0.sorted() } }
}

/// Blocks a thread until a test lets it go.
final class Stopper: Sendable {
  struct NoPipe: Error {}

  private let held: [Int32]
  private let released: [Int32]

  init() throws {
    var ends: [[Int32]] = [[0, 0], [0, 0]]
    guard pipe(&ends[0]) == 0, pipe(&ends[1]) == 0 else { throw NoPipe() }
    (held, released) = (ends[0], ends[1])
  }

  deinit { for end in held + released { close(end) } }

  func hold() {
    _ = write(held[1], "x", 1)
    Self.read(released[0])
  }

  /// Waits until a thread is held.
  func isHeld() async {
    let descriptor = held[0]
    await withCheckedContinuation { continuation in
      _ = Thread(name: "watch") {
        Self.read(descriptor)
        continuation.resume()
      }
    }
  }

  func release() { _ = write(released[1], "x", 1) }

  private static func read(_ descriptor: Int32) {
    var byte: UInt8 = 0
    while Glibc.read(descriptor, &byte, 1) < 0, errno == EINTR {}
  }
}
