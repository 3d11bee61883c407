package import Domain
package import Postgres
internal import Synchronization

/// Stores deliveries in groups: those that arrive while a commit is under way are written together by the next one.
///
/// Under load one commit serves many webhooks; a lone webhook waits for nothing. `submit` returns only after the commit.
package final class DeliveryIntake: Sendable {
  private struct Waiting: Sendable {
    let delivery: NewDelivery
    let continuation: CheckedContinuation<Result<IntakeOutcome, DatabaseError>, Never>
  }

  private struct State: Sendable {
    var waiting: [Waiting] = []
    var isWriting = false
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
    let result = await withCheckedContinuation { continuation in
      let (isAccepted, mustStart) = state.withLock { state in
        guard state.waiting.count < Self.waitingLimit else { return (false, false) }
        state.waiting.append(Waiting(delivery: delivery, continuation: continuation))
        defer { state.isWriting = true }
        return (true, !state.isWriting)
      }
      if !isAccepted { continuation.resume(returning: .failure(.poolExhausted)) }
      // Not a child of the submitter: the group belongs to all of them. It ends by itself when nothing waits.
      if mustStart { Task { await self.writeGroups() } }
    }
    return try result.get()
  }

  private func writeGroups() async {
    while let group = nextGroup() { await write(group) }
  }

  /// At most one of each id: a statement cannot touch a row twice. The rest stays for the next group.
  private func nextGroup() -> [Waiting]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isWriting = false
        return nil
      }
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

  private func write(_ group: [Waiting]) async {
    do {
      let outcomes = try await insert(group.map(\.delivery))
      for waiting in group { waiting.continuation.resume(returning: .success(outcomes[waiting.delivery.key] ?? .stored)) }
    } catch  where group.count > 1 && error.sqlstate != nil {
      // One bad row must not take its neighbours down.
      for waiting in group { await write([waiting]) }
    } catch {
      for waiting in group { waiting.continuation.resume(returning: .failure(error)) }
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
