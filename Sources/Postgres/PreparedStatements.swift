/// Which statements one connection has prepared, by statement id.
///
/// A statement counts as prepared from the moment the command is sent, because requests behind it run after it. When preparing fails,
/// requests already sent report the same error, and the next one tries again under a new name.
struct PreparedStatements {
  private struct Slot {
    var isPrepared = false
    var generation = 0
    var name = ""
    var failure: DatabaseError?
  }

  private var slots: [Slot] = []

  /// - Returns: the server-side name, and whether it has to be prepared first.
  mutating func use(_ statement: Statement) -> (name: String, isNew: Bool) {
    while slots.count <= statement.id { slots.append(Slot()) }
    if slots[statement.id].isPrepared { return (slots[statement.id].name, false) }
    let generation = slots[statement.id].generation + 1
    slots[statement.id] = Slot(isPrepared: true, generation: generation, name: "s\(statement.id)g\(generation)")
    return (slots[statement.id].name, true)
  }

  mutating func preparingFailed(_ statement: Statement, _ error: DatabaseError) {
    slots[statement.id].isPrepared = false
    slots[statement.id].failure = error
  }

  /// The error to report for a failed execution: what preparing said where that is the cause. A plan that no longer fits the schema is forgotten.
  mutating func executionFailed(_ statement: Statement, _ error: ServerError) -> DatabaseError {
    switch error.sqlstate {
    case "26000":  // the prepared statement does not exist
      slots[statement.id].isPrepared = false
      return slots[statement.id].failure ?? .server(error)
    case "0A000" where error.message.contains("cached plan"):  // its result type changed
      slots[statement.id].isPrepared = false
    default: break
    }
    return .server(error)
  }
}
