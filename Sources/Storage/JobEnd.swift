package import Pipeline
internal import Postgres

/// How a job ends together with what it found out: in one transaction, and only while its lease is held.
package enum JobEnd: Sendable, Equatable {
  case done(ClaimedJob)
  case failed(ClaimedJob, reason: String)

  /// - Throws: `StorageError.leaseLost`: roll back.
  func write(in transaction: Transaction) async throws {
    switch self {
    case .done(let job): try await JobQueue.finish(job, in: transaction)
    case .failed(let job, let reason): try await JobQueue.fail(job, reason: reason, in: transaction)
    }
  }
}

/// Payload of an effect's job.
package struct EffectPayload: Codable, Sendable, Equatable {
  package let effect: Effect
  /// Revision of the task that asked for it: part of its comments' markers.
  package let revision: Int64
}

/// Payload of a refresh.
package struct RefreshPayload: Codable, Sendable, Equatable {
  /// The tracker's id of the task.
  package let key: String
  /// The delivery that caused it, as its sender named it.
  package let delivery: String?
  /// Tracker's id of who changed it.
  package let actor: String?

  package init(key: String, delivery: String?, actor: String?) {
    self.key = key
    self.delivery = delivery
    self.actor = actor
  }
}
