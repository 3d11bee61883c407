package import Storage

/// Runs the jobs of one kind.
package protocol JobHandler: Sendable {
  /// - Throws: `PortError` for the outside, `StorageError` and `DatabaseError` for our own side.
  func run(_ job: ClaimedJob) async throws -> JobOutcome
  /// Writes the end of a job that has failed for good.
  func giveUp(_ job: ClaimedJob, reason: String) async throws
}
