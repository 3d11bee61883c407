import TestKit
import Testing

@testable import EventLoop

@Suite struct TimerHeapTests {
  @Test(arguments: 0..<100 as Range<UInt64>)
  func `the heap agrees with a sorted list`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var heap = TimerHeap()
    var model: [(deadline: Int64, id: TimerID)] = []
    let fired = Recorder()
    var expected: [Int] = []
    for number in 0..<300 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0 where !model.isEmpty:
        heap.cancel(model.remove(at: Int.random(in: 0..<model.count, using: &random)).id)
      case 1:
        let now = Int64.random(in: 0..<1000, using: &random)
        while let action = heap.popDue(now: now) { action() }
        let due = model.filter { $0.deadline <= now }.sorted { ($0.deadline, $0.id.raw) < ($1.deadline, $1.id.raw) }
        expected += due.map { Int($0.deadline) }
        model.removeAll { $0.deadline <= now }
      default:
        let deadline = Int64.random(in: 0..<1000, using: &random)
        model.append((deadline, heap.insert(deadline: deadline) { fired.note(Int(deadline)) }))
      }
      #expect(heap.firstDeadline == model.map(\.deadline).min(), "seed \(seed), step \(number)")
    }
    #expect(fired.notes == expected, "seed \(seed)")
  }

  @Test func `cancelled timers do not pile up`() {
    var heap = TimerHeap()
    _ = heap.insert(deadline: 0) {}
    for _ in 0..<100_000 { heap.cancel(heap.insert(deadline: .max) {}) }
    #expect(heap.storedCount < 200)
    #expect(heap.firstDeadline == 0)
  }

  @Test func `a ring keeps the order through growth`() {
    var ring = Ring<Int>(capacity: 2)
    var (next, taken) = (0, 0)
    var random = SplitMix64(seed: 1)
    for _ in 0..<10_000 {
      if Int.random(in: 0..<5, using: &random) < 3 {
        ring.append(next)
        next += 1
      } else if let first = ring.popFirst() {
        #expect(first == taken)
        taken += 1
      }
    }
    #expect(ring.count == next - taken)
  }
}
