/// Names one scheduled timer, to cancel it.
package struct TimerID: Hashable, Sendable {
  let raw: UInt64
}

/// Binary heap of deadlines; timers of the same deadline run in the order they were made.
///
/// Cancelling marks; the mark is collected when the deadline comes, or when marks are the larger part.
struct TimerHeap {
  private struct Entry {
    let deadline: Int64
    let id: UInt64

    static func < (left: Entry, right: Entry) -> Bool {
      left.deadline != right.deadline ? left.deadline < right.deadline : left.id < right.id
    }
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
    if heap.count > 64, heap.count > 2 * actions.count { compact() }
  }

  /// Entries in the heap, marks included.
  var storedCount: Int { heap.count }

  private mutating func compact() {
    // A sorted array is a heap.
    heap = heap.filter { actions[$0.id] != nil }.sorted { $0 < $1 }
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
      guard heap[child] < heap[parent] else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child] < heap[least] {
        least = child
      }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
