internal import Domain

/// Something that happens by itself later.
enum Step: Sendable {
  case send(Int64)
  /// Lets go what the fault `reorder` holds back.
  case releaseHeld(Vendor)
  case asanaFlush(String)
  case asanaHeartbeat(String)
  case agentBegin(AgentRun)
  case agentFinish(AgentRun)
  /// Attempt of a run: it goes on only while that is the current one.
  case runBegin(Int64, attempt: Int64)
  case runFinish(Int64, attempt: Int64)
  case ciBegin(RunTrigger)
}

/// Steps in the order of their time; equal times in the order they were added.
struct Schedule: Sendable {
  private var entries: [(due: Timestamp, step: Step)] = []

  var next: Timestamp? { entries.first?.due }

  /// - Complexity: O(n)
  mutating func add(_ step: Step, at due: Timestamp) {
    let index = entries.lastIndex { $0.due <= due }.map { $0 + 1 } ?? 0
    entries.insert((due, step), at: index)
  }

  mutating func popDue(_ now: Timestamp) -> Step? {
    guard let first = entries.first, first.due <= now else { return nil }
    return entries.removeFirst().step
  }

  /// Moves every step of a kind to `now`.
  mutating func hasten(to now: Timestamp, where isMeant: (Step) -> Bool) {
    let meant = entries.filter { isMeant($0.step) }
    entries.removeAll { isMeant($0.step) }
    for entry in meant { add(entry.step, at: now) }
  }
}
