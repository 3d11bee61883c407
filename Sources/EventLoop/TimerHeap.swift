/// Names one scheduled timer, to cancel it.
package struct TimerID: Hashable, Sendable {
  let raw: UInt64
}

/// Binary heap of deadlines. Cancelling marks; the mark is collected when the deadline comes.
struct TimerHeap {
  private struct Entry {
    let deadline: Int64
    let id: UInt64
  }

  private var heap: [Entry] = []
  private var actions: [UInt64: () -> Void] = [:]
  private var nextID: UInt64 = 0

  /// Nanoseconds of the monotonic clock at which the first live timer is due.
  var firstDeadline: Int64? {
    mutating get {
      while let first = heap.first, actions[first.id] == nil { removeFirst() }
      return heap.first?.deadline
    }
  }

  mutating func insert(deadline: Int64, _ action: @escaping () -> Void) -> TimerID {
    nextID += 1
    actions[nextID] = action
    heap.append(Entry(deadline: deadline, id: nextID))
    siftUp(heap.count - 1)
    return TimerID(raw: nextID)
  }

  mutating func cancel(_ id: TimerID) {
    actions[id.raw] = nil
  }

  /// Removes and returns the action of one timer that is due.
  mutating func popDue(now: Int64) -> (() -> Void)? {
    while let first = heap.first, first.deadline <= now {
      removeFirst()
      if let action = actions.removeValue(forKey: first.id) { return action }
    }
    return nil
  }

  private mutating func removeFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    siftDown()
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].deadline < heap[parent].deadline else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].deadline < heap[least].deadline {
        least = child
      }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
