/// First-in first-out ring; grows, never shrinks, takes no lock: its owner does, where one is needed.
struct Ring<Element> {
  private var slots: [Element?]
  private var head = 0
  private(set) var count = 0

  /// - Parameter capacity: a power of two; the ring grows beyond it.
  init(capacity: Int = 256) {
    precondition(capacity > 0 && capacity & (capacity - 1) == 0, "a power of two")
    slots = Array(repeating: nil, count: capacity)
  }

  mutating func append(_ element: Element) {
    if count == slots.count { grow() }
    slots[(head + count) & (slots.count - 1)] = element
    count += 1
  }

  mutating func popFirst() -> Element? {
    guard count > 0 else { return nil }
    let element = slots[head]
    slots[head] = nil
    head = (head + 1) & (slots.count - 1)
    count -= 1
    return element
  }

  private mutating func grow() {
    var larger = [Element?](repeating: nil, count: slots.count * 2)
    for offset in 0..<count { larger[offset] = slots[(head + offset) & (slots.count - 1)] }
    slots = larger
    head = 0
  }
}
