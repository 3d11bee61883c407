internal import Synchronization

/// Names one transfer across threads, and remembers that its task was cancelled before the loop heard of it.
final class TransferTicket: Sendable {
  private let cancelled = Atomic(false)

  var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

  func cancel() { cancelled.store(true, ordering: .releasing) }
}
