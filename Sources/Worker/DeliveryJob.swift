package import Domain
internal import Pipeline
package import Storage

/// Works out which tasks a stored webhook concerns.
package struct DeliveryJob: JobHandler {
  private let intake: DeliveryIntake
  private let ledger: TaskLedger
  private let facts: FactStore
  private let queue: JobQueue
  private let interpret: @Sendable (StoredDelivery) throws -> DeliveryContent

  /// - Parameter interpret: turns an adapter's summary into words of this program.
  package init(
    intake: DeliveryIntake, ledger: TaskLedger, facts: FactStore, queue: JobQueue,
    interpret: @escaping @Sendable (StoredDelivery) throws -> DeliveryContent
  ) {
    self.intake = intake
    self.ledger = ledger
    self.facts = facts
    self.queue = queue
    self.interpret = interpret
  }

  package func run(_ job: ClaimedJob) async throws -> JobOutcome {
    guard let id = job.deliveryID else { throw StorageError.corrupt("a delivery job without a delivery") }
    let delivery = try await intake.load(id, project: job.projectID)
    switch try interpret(delivery) {
    case .trackerTasks(let touched): try await queue.enqueue(touched.map { refresh($0, delivery, id, job) }, project: job.projectID)
    case .pullRequest(let name, let pullRequest, let action):
      guard let repository = try await facts.findRepository(name, project: job.projectID) else { break }
      let tasks = try await facts.save(pullRequest, repository: repository, name: name, project: job.projectID)
      try await tell(tasks, [], delivery, [.init("action", .text(action)), .init("number", .number(pullRequest.number))], job)
    case .workflowRun(let name, let run, let action):
      // Only pushes can be the CI of a merge commit: an agent's own run may carry the same commit (F8).
      guard run.event == "push", let repository = try await facts.findRepository(name, project: job.projectID) else { break }
      let tasks = try await facts.save([run], commit: run.headCommit, repository: repository, project: job.projectID)
      try await tell(
        tasks, [], delivery, [.init("action", .text(action)), .init("run", .number(run.id)), .init("url", .text(run.url))], job)
    case .issue(let name, let number, let isClosed, let actor):
      guard let repository = try await facts.findRepository(name, project: job.projectID) else { break }
      let tasks = try await facts.tasks(ofIssue: number, repository: repository, project: job.projectID)
      let action = isClosed ? "closed" : "reopened"
      try await tell(
        tasks, [isClosed ? .issueClosed : .issueReopened], delivery,
        [.init("action", .text(action)), .init("number", .number(number))], job, actor: actor)
    case .nothing: break
    }
    return .done
  }

  package func giveUp(_ job: ClaimedJob, reason: String) async throws {
    _ = try await queue.fail(job, reason: reason)
  }

  private func refresh(_ touched: DeliveryContent.TouchedTask, _ delivery: StoredDelivery, _ id: DeliveryID, _ job: ClaimedJob) -> NewJob {
    let payload = RefreshPayload(key: touched.key, delivery: delivery.externalID, actor: touched.actor)
    return NewJob(
      kind: .refresh, lane: NewJob.lane(asanaGID: touched.key), key: "delivery:\(id):\(touched.key)", payload: JSONText.encode(payload),
      requestID: job.requestID)
  }

  /// Lets each task look at what is known now. Safe to repeat: a receipt is written once for each delivery and task.
  private func tell(
    _ tasks: [TaskID], _ events: [TaskEvent], _ delivery: StoredDelivery, _ details: [TimelineEntry.Reference], _ job: ClaimedJob,
    actor: String? = nil
  ) async throws {
    let origin = EventOrigin(source: .github, actor: actor, deliveryID: delivery.externalID)
    let receipt = TaskLedger.Receipt(
      type: .githubWebhookReceived, origin: origin, reference: [.init("event", .text(delivery.event))] + details)
    for task in tasks {
      try await ledger.apply(
        events.map { ($0, origin) }, task: task, project: job.projectID, requestID: job.requestID, receipt: receipt)
    }
  }
}
