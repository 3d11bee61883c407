package import Domain
package import Postgres
internal import Synchronization

/// Stores deliveries in groups: those that arrive while a commit is under way are written together by the next one.
///
/// Under load one commit serves many webhooks; a lone webhook waits for nothing. `submit` returns only after the commit. There is no task of
/// its own: whoever finds nobody writing writes the first group, then hands the pen to the first that still waits.
package final class DeliveryIntake: Sendable {
  private typealias Outcome = Result<IntakeOutcome, DatabaseError>

  private enum Signal: Sendable {
    case written(Outcome)
    /// The group of this waiter is next, and it is the one to write it.
    case write
  }

  private struct Waiting: Sendable {
    let number: UInt64
    let delivery: NewDelivery
    let continuation: CheckedContinuation<Signal, Never>
  }

  private struct State: Sendable {
    var waiting: [Waiting] = []
    var isWriting = false
    var submitted: UInt64 = 0
  }

  /// Rows of one commit; keeps a statement's parameters small.
  private static let batchLimit = 256
  /// Deliveries that may wait; more are refused with `poolExhausted`, which its sender sees as 503.
  private static let waitingLimit = 10_000

  private let database: Database
  private let state = Mutex(State())

  package init(database: Database) { self.database = database }

  /// Stores one delivery and its job durably.
  package func submit(_ delivery: NewDelivery) async throws(DatabaseError) -> IntakeOutcome {
    let number = state.withLock { state in
      state.submitted += 1
      return state.submitted
    }
    let signal = await withCheckedContinuation { continuation in
      let waiting = Waiting(number: number, delivery: delivery, continuation: continuation)
      let signal: Signal? = state.withLock { state in
        guard state.waiting.count < Self.waitingLimit else { return .written(.failure(.poolExhausted)) }
        state.waiting.append(waiting)
        defer { state.isWriting = true }
        return state.isWriting ? nil : .write
      }
      if let signal { continuation.resume(returning: signal) }
    }
    switch signal {
    case .written(let outcome): return try outcome.get()
    case .write: return try await writeGroup(including: number).get()
    }
  }

  /// Writes the next group, tells the others of it, and hands the pen on.
  private func writeGroup(including number: UInt64) async -> Outcome {
    let group = nextGroup()
    let outcomes = await write(group.map(\.delivery))
    var own = Outcome.failure(.closed)
    for (waiting, outcome) in zip(group, outcomes) {
      if waiting.number == number { own = outcome } else { waiting.continuation.resume(returning: .written(outcome)) }
    }
    let next = state.withLock { state in
      state.isWriting = !state.waiting.isEmpty
      return state.waiting.first
    }
    next?.continuation.resume(returning: .write)
    return own
  }

  /// At most one of each id: a statement cannot touch a row twice. The rest stays for the next group; the first in line is always taken.
  private func nextGroup() -> [Waiting] {
    state.withLock { state in
      var keys: Set<NewDelivery.Key> = []
      var group: [Waiting] = []
      var rest: [Waiting] = []
      for waiting in state.waiting {
        if group.count < Self.batchLimit, keys.insert(waiting.delivery.key).inserted { group.append(waiting) } else { rest.append(waiting) }
      }
      state.waiting = rest
      return group
    }
  }

  /// - Returns: one outcome for each delivery, in order.
  private func write(_ deliveries: [NewDelivery]) async -> [Outcome] {
    do {
      let outcomes = try await insert(deliveries)
      return deliveries.map { .success(outcomes[$0.key] ?? .refused) }
    } catch  where deliveries.count > 1 && error.sqlstate != nil {
      // One bad row must not take its neighbours down.
      var outcomes: [Outcome] = []
      for delivery in deliveries { outcomes += await write([delivery]) }
      return outcomes
    } catch {
      return deliveries.map { _ in .failure(error) }
    }
  }

  private func insert(_ deliveries: [NewDelivery]) async throws(DatabaseError) -> [NewDelivery.Key: IntakeOutcome] {
    let rows = try await database.query(
      DeliveryStatements.intake,
      [
        .ints(deliveries.map(\.project.rawValue)), .texts(deliveries.map(\.source.rawValue)), .texts(deliveries.map(\.externalID)),
        .texts(deliveries.map(\.event)), .texts(deliveries.map(\.summary)), .texts(deliveries.map(\.requestID)),
      ], scope: .system)
    var outcomes: [NewDelivery.Key: IntakeOutcome] = [:]
    for row in rows {
      let key = NewDelivery.Key(project: try row.id(0), source: try row.text(1), externalID: try row.text(2))
      outcomes[key] = try row.bool(3) ? .stored : try row.bool(4) ? .revived : .repeated
    }
    return outcomes
  }

  /// A stored delivery, for its job.
  package func load(_ id: DeliveryID, project: ProjectID) async throws -> StoredDelivery {
    let rows = try await database.query(DeliveryStatements.load, [.id(project), .id(id)], scope: .project(project.rawValue))
    guard let row = rows.first, let source = DeliverySource(rawValue: try row.text(0)) else { throw StorageError.notFound }
    return StoredDelivery(source: source, externalID: try row.text(1), event: try row.text(2), summary: try row.text(3))
  }
}
