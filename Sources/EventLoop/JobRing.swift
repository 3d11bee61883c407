/// First-in first-out ring of runnable jobs; grows, never shrinks, takes no lock: it belongs to one thread.
struct JobRing {
  private var slots: [UnownedJob?]
  private var head = 0
  private(set) var count = 0

  init(capacity: Int = 256) {
    precondition(capacity & (capacity - 1) == 0, "a power of two")
    slots = Array(repeating: nil, count: capacity)
  }

  mutating func append(_ job: UnownedJob) {
    if count == slots.count { grow() }
    slots[(head + count) & (slots.count - 1)] = job
    count += 1
  }

  mutating func popFirst() -> UnownedJob? {
    guard count > 0 else { return nil }
    let job = slots[head]
    slots[head] = nil
    head = (head + 1) & (slots.count - 1)
    count -= 1
    return job
  }

  private mutating func grow() {
    var larger = [UnownedJob?](repeating: nil, count: slots.count * 2)
    for offset in 0..<count { larger[offset] = slots[(head + offset) & (slots.count - 1)] }
    slots = larger
    head = 0
  }
}
