package import Storage

/// Does nothing: what is left is the cost of the queue.
package struct NothingJob: JobHandler {
  package init() {}

  package func run(_ job: ClaimedJob) async throws -> JobOutcome { .done }

  package func giveUp(_ job: ClaimedJob, reason: String) async throws {}
}
