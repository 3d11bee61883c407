internal import EventLoop

/// Names one wait for a connection, to cancel it.
///
/// `@unchecked Sendable`: made by the waiting task, read and written on the loop only.
final class Ticket: @unchecked Sendable {
  var isCancelled = false
}

/// Those who wait for a connection, in order of arrival.
struct WaiterQueue {
  struct Waiter {
    let timer: TimerID
    let deliver: ConnectionSet.Delivery
  }

  private var order = Queue<ObjectIdentifier>()
  /// The ticket is kept, so that its identity is not given to another one meanwhile.
  private var waiting: [ObjectIdentifier: (ticket: Ticket, waiter: Waiter)] = [:]

  var count: Int { waiting.count }
  var isEmpty: Bool { waiting.isEmpty }

  mutating func append(_ ticket: Ticket, _ timer: TimerID, _ deliver: @escaping ConnectionSet.Delivery) {
    order.append(ObjectIdentifier(ticket))
    waiting[ObjectIdentifier(ticket)] = (ticket, Waiter(timer: timer, deliver: deliver))
  }

  /// Who has waited longest.
  mutating func popFirst() -> Waiter? {
    while let identity = order.popFirst() {
      if let (_, waiter) = waiting.removeValue(forKey: identity) { return waiter }
    }
    return nil
  }

  mutating func remove(_ ticket: Ticket) -> Waiter? {
    waiting.removeValue(forKey: ObjectIdentifier(ticket))?.waiter
  }

  mutating func removeAll() -> [Waiter] {
    var waiters: [Waiter] = []
    while let waiter = popFirst() { waiters.append(waiter) }
    return waiters
  }
}
