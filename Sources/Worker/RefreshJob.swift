internal import Domain
internal import Pipeline
package import Storage

/// Reads one tracker task and feeds it to the pipeline, whether it is known here or not.
package struct RefreshJob: JobHandler {
  private let ledger: TaskLedger
  private let projects: ProjectStore
  private let queue: JobQueue
  private let ports: ProjectPorts

  package init(ledger: TaskLedger, projects: ProjectStore, queue: JobQueue, ports: ProjectPorts) {
    self.ledger = ledger
    self.projects = projects
    self.queue = queue
    self.ports = ports
  }

  package func run(_ job: ClaimedJob) async throws -> JobOutcome {
    let payload = try JSONText.decode(RefreshPayload.self, job.payload, "jobs.payload")
    do {
      try await read(payload, job)
      return .ended
    } catch PortError.notFound {
      // Deleted, or moved out of the token's sight: there is nothing to take in, and nothing here is taken away for it.
      return .done
    }
  }

  package func giveUp(_ job: ClaimedJob, reason: String) async throws {
    _ = try await queue.fail(job, reason: reason)
  }

  /// Reads the task and ends the job in the transaction that takes it in.
  func read(_ payload: RefreshPayload, _ job: ClaimedJob) async throws {
    let settings = try await projects.trackerSettings(of: job.projectID)
    let rules = try await projects.rules(of: job.projectID)
    let task = try await ports.tracker(job.projectID).loadTask(payload.key, fields: settings.fields)
    let origin = EventOrigin(source: .asana, actor: payload.actor, deliveryID: payload.delivery)
    let receipt = payload.delivery.map { _ in
      TaskLedger.Receipt(type: .asanaWebhookReceived, origin: origin, reference: [.init("gid", .text(task.key))])
    }
    _ = try await ledger.admit(
      rules.interpret(task), asanaGID: task.key, origin: origin, project: job.projectID, requestID: job.requestID, ending: .done(job),
      receipt: receipt)
  }
}
