/// A decision in the making: the state as it changes, with what follows from it.
struct Draft {
  private let before: TaskState
  let origin: EventOrigin
  let policy: ProjectPolicy
  var state: TaskState
  var spec: TaskSpec?
  private var effects: [Effect] = []
  private var entries: [TimelineEntry] = []
  /// The status the timeline tells so far; nil before its first word.
  private var shown: TaskStatus?

  init(_ state: TaskState, origin: EventOrigin, policy: ProjectPolicy) {
    before = state
    self.state = state
    self.origin = origin
    self.policy = policy
    shown = state.revision == 0 ? nil : state.status
  }

  var isFirstSight: Bool { before.revision == 0 }

  mutating func emit(_ effect: Effect) {
    if !effects.contains(effect) { effects.append(effect) }
  }

  mutating func note(_ type: TimelineEventType, _ reference: TimelineEntry.Reference...) {
    entries.append(TimelineEntry(type, origin, reference))
  }

  /// Writes `task.status_changed` if the derived status is another one than the timeline tells (D9).
  mutating func showStatus(because reason: String) {
    let status = state.status
    if status != shown { tell(status, because: reason) }
  }

  /// The first line of every story: null to RECEIVED, whatever follows in the same breath.
  mutating func showReceived() {
    tell(.received, because: "seen in the tracker")
  }

  private mutating func tell(_ status: TaskStatus, because reason: String) {
    let from = shown.map { TimelineEntry.Reference.Value.text($0.rawValue) } ?? .null
    note(.taskStatusChanged, .init("from", from), .text("to", status.rawValue), .text("reason", reason))
    shown = status
  }

  /// The revision grows exactly when something came of the event.
  consuming func decision() -> Decision {
    if effects.isEmpty, entries.isEmpty, state == before { return Decision(state: before) }
    state.revision = before.revision + 1
    return Decision(state: state, effects: effects, entries: entries, spec: spec)
  }
}

extension TimelineEntry.Reference {
  static func text(_ name: String, _ value: String) -> Self { Self(name, .text(value)) }

  static func text(_ name: String, _ value: String?) -> Self { Self(name, value.map(Value.text) ?? .null) }

  static func number(_ name: String, _ value: Int64) -> Self { Self(name, .number(value)) }

  static func number(_ name: String, _ value: Int64?) -> Self { Self(name, value.map(Value.number) ?? .null) }

  static func flag(_ name: String, _ value: Bool) -> Self { Self(name, .flag(value)) }
}
