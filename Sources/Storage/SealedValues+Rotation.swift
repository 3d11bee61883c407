internal import Crypto
internal import Domain
internal import Postgres

extension SealedValues {
  /// What a rotation has done.
  package struct Rotation: Sendable, Equatable {
    /// Keys of projects that are under the current master key now and were not before.
    package internal(set) var projectKeys = 0
    /// The same of second factors.
    package internal(set) var secondFactors = 0
    /// Values that no master key here opens.
    package internal(set) var failures: [Place] = []
  }

  /// Seals everything with the current master key, while the product runs with both keys.
  ///
  /// Works in batches that are committed one by one and skips what is under the current key already, so it may be ended at any moment and
  /// started again. Each batch leaves an audit row.
  /// - Parameter batchSize: values in one transaction, which locks them.
  package func rotate(batchSize: Int) async throws -> Rotation {
    var rotation = Rotation()
    var key: (project: Int64, generation: Int64)? = (0, 0)
    while let after = key { key = try await rotateProjectKeys(after: after, batchSize, &rotation) }
    var person: Int64? = 0
    while let after = person { person = try await rotatePeople(after: after, batchSize, &rotation) }
    return rotation
  }

  /// - Returns: the last key of the batch; nil after the last batch.
  private func rotateProjectKeys(
    after last: (project: Int64, generation: Int64), _ batchSize: Int, _ rotation: inout Rotation
  ) async throws -> (project: Int64, generation: Int64)? {
    let values: [SQLValue] = [.int(last.project), .int(last.generation), .bytes(keyring.current.key.id.bytes), .int(Int64(batchSize))]
    let (rows, batch) = try await database.transaction(scope: .system) { transaction in
      let rows = try await transaction.query(SealedValueStatements.lockProjectKeys, values)
      let batch = try ResealedBatch(rows.map { try resealedKey($0) })
      try await batch.write(in: transaction, what: "project_keys")
      return (rows, batch)
    }
    rotation.projectKeys += batch.count
    rotation.failures += batch.failures
    return try rows.count < batchSize ? nil : rows.last.map { (try $0.int(0), try $0.int(1)) }
  }

  private func resealedKey(_ row: Row) throws -> ResealedBatch.Item {
    let (project, generation) = (try row.int(0), try row.int(1))
    let context = SecretVault.keyContext(project, generation: generation)
    guard let sealed = try? keyring.reseal(try row.bytes(2), context: context) else {
      return .failure(.projectKey(slug: try row.text(3), generation: generation))
    }
    return .change(SealedValueStatements.updateProjectKey, [.int(project), .int(generation), .bytes(sealed)])
  }

  private func rotatePeople(after last: Int64, _ batchSize: Int, _ rotation: inout Rotation) async throws -> Int64? {
    let values: [SQLValue] = [.int(last), .bytes(keyring.current.key.id.bytes), .int(Int64(batchSize))]
    let (rows, batch) = try await database.transaction { transaction in
      let rows = try await transaction.query(SealedValueStatements.lockPeople, values)
      let batch = try ResealedBatch(rows.map { try resealedPerson($0) })
      try await batch.write(in: transaction, what: "second_factors")
      return (rows, batch)
    }
    rotation.secondFactors += batch.count
    rotation.failures += batch.failures
    return try rows.count < batchSize ? nil : rows.last.map { try $0.int(0) }
  }

  private func resealedPerson(_ row: Row) throws -> ResealedBatch.Item {
    let user = try row.int(0)
    let (sealed, pending) = (try row.optionalBytes(2), try row.optionalBytes(3))
    let context = TwoFactorSeal.context(user)
    let resealed = sealed.map { try? keyring.reseal($0, context: context) }
    if case .some(nil) = resealed { return .failure(.secondFactor(username: try row.text(1))) }
    // A setup that was begun under a lost key cannot be finished: it is begun again.
    let resealedPending = pending.flatMap { try? keyring.reseal($0, context: context) }
    return .change(
      SealedValueStatements.updatePerson,
      [.int(user), (resealed ?? nil).map { .bytes($0) } ?? .null, resealedPending.map { .bytes($0) } ?? .null])
  }
}

/// What one transaction of a rotation writes.
private struct ResealedBatch {
  enum Item {
    case change(Statement, [SQLValue])
    case failure(SealedValues.Place)
  }

  private var changes: [(Statement, [SQLValue])] = []
  private(set) var failures: [SealedValues.Place] = []

  init(_ items: [Item]) {
    for item in items {
      switch item {
      case .change(let statement, let values): changes.append((statement, values))
      case .failure(let place): failures.append(place)
      }
    }
  }

  var count: Int { changes.count }

  func write(in transaction: Transaction, what: String) async throws(DatabaseError) {
    guard !changes.isEmpty else { return }
    let audit = AuditEvent("secrets.rotated", ["values": what, "count": "\(count)"], by: .command)
    _ = try await transaction.batch(changes + [audit.statement])
  }
}
