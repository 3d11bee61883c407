internal import Domain
internal import Pipeline
internal import Postgres

/// One transaction over one task.
struct TaskChange {
  let project: ProjectID
  let task: TaskID
  let requestID: String
  let transaction: Transaction
  /// Where an issue that the events report was created.
  var issueRepository: RepositoryID?

  func run(
    _ events: [(TaskEvent, EventOrigin)], ending job: JobEnd?, receipt: TaskLedger.Receipt?
  ) async throws -> TaskLedger.Applied {
    let loaded = try await load(receipt)
    var entries: [TimelineEntry] = []
    if let receipt, !loaded.isReceived { entries.append(TimelineEntry(receipt.type, receipt.origin, receipt.reference)) }
    var state = loaded.state
    var decisions: [Decision] = []
    // What a delivery reported was applied in the transaction that wrote its receipt.
    for (event, origin) in loaded.isReceived ? [] : events {
      let decision = Pipeline.decide(placed(state, event), event.storable, origin: origin, policy: loaded.policy)
      decisions.append(decision)
      state = decision.state
    }
    if let facts = try await facts(about: state) {
      let origin = receipt?.origin ?? events.last?.1 ?? .system
      let decision = Pipeline.decide(state, .hostSeen(facts), origin: origin, policy: loaded.policy)
      decisions.append(decision)
      state = decision.state
    }
    entries += decisions.flatMap(\.entries)
    try await write(state, from: loaded.state, entries, decisions, lane: NewJob.lane(asanaGID: loaded.asanaGID))
    try await job?.write(in: transaction)
    return TaskLedger.Applied(state: state, isChanged: state != loaded.state || decisions.contains { !$0.entries.isEmpty })
  }

  /// An issue stays where it was created, although somebody may have chosen another repository meanwhile.
  private func placed(_ state: TaskState, _ event: TaskEvent) -> TaskState {
    guard case .issueCreated = event, state.issue == nil, let issueRepository else { return state }
    var state = state
    state.repository = issueRepository
    return state
  }

  // MARK: Reading

  private struct Loaded {
    let state: TaskState
    let policy: ProjectPolicy
    let asanaGID: String
    let isReceived: Bool
  }

  private func load(_ receipt: TaskLedger.Receipt?) async throws -> Loaded {
    let rows = try await transaction.batch([
      (TaskStatements.lock, [.id(project), .id(task)]), (TaskStatements.links, [.id(project), .id(task)]),
      (TaskStatements.policy, [.id(project)]),
      (
        TaskStatements.receipt,
        [.id(project), .id(task), .optional(receipt?.origin.deliveryID), .text(receipt?.type.rawValue ?? "")]
      ),
    ])
    guard let row = rows[0].first, let policy = rows[2].first else { throw StorageError.notFound }
    let state = try TaskState(row, links: try rows[1].map { try $0.int(0) })
    return Loaded(
      state: state, policy: try Self.policy(policy), asanaGID: try row.text(26),
      isReceived: try rows[3].first.map { try $0.int(0) > 0 } ?? false)
  }

  private static func policy(_ row: Row) throws -> ProjectPolicy {
    ProjectPolicy(
      linking: ProjectPolicy.Linking(rawValue: try row.text(0)) ?? .strict, agentLogins: try row.texts(1).compactMap { $0 })
  }

  /// What is known of the code host that may concern the task, once it has an issue.
  private func facts(about state: TaskState) async throws -> HostFacts? {
    guard let issue = state.issue, let repository = state.repository else { return nil }
    let pullRequests = try await transaction.batch([
      (FactStatements.lockForReading, [.id(repository)]),
      (FactStatements.pullRequests, [.id(project), .id(repository), .int(issue.number), .ints(state.pullRequests)]),
    ])[1].map { try PullRequestFact($0, issue: issue.number) }
    var commits = Set(pullRequests.compactMap(\.mergeCommit))
    if let commit = state.mergeCommit { commits.insert(commit) }
    if commits.isEmpty { return pullRequests.isEmpty ? nil : HostFacts(pullRequests: pullRequests, runs: []) }
    let runs = try await transaction.query(
      FactStatements.runs, [.id(project), .id(repository), .texts(commits.sorted())]
    ).map { try WorkflowRun($0) }
    return HostFacts(pullRequests: pullRequests, runs: runs)
  }

  // MARK: Writing

  private func write(
    _ state: TaskState, from old: TaskState, _ entries: [TimelineEntry], _ decisions: [Decision], lane: String
  ) async throws {
    let effects = decisions.flatMap { decision in decision.effects.enumerated().map { (decision.state.revision, $0.offset, $0.element) } }
    guard state != old || !entries.isEmpty || !effects.isEmpty else { return }
    var statements: [(Statement, [SQLValue])] = [(TaskStatements.save, state.values(project: project, task: task))]
    if let repository = state.repository, state.pullRequests != old.pullRequests {
      statements.append((TaskStatements.saveLinks, [.id(project), .id(task), .id(repository), .ints(state.pullRequests)]))
    }
    for decision in decisions {
      guard let spec = decision.spec else { continue }
      statements.append(
        (TaskStatements.saveSpec, [.id(project), .id(task), .int(decision.state.specVersion), .json(JSONText.encode(spec))]))
    }
    if !entries.isEmpty { statements.append((TaskStatements.append, Self.values(entries, project, task))) }
    statements += JobQueue.enqueue(effects.map { job($0.0, $0.1, $0.2, lane) }, project: project)
    statements.append((TaskStatements.announce, [.text("\(project):\(task):\(state.revision)")]))
    _ = try await transaction.batch(statements)
  }

  private func job(_ revision: Int64, _ position: Int, _ effect: Effect, _ lane: String) -> NewJob {
    NewJob(
      kind: .effect, lane: lane, key: "task:\(task):\(revision):\(position):\(effect.kind.rawValue)", taskID: task,
      payload: JSONText.encode(EffectPayload(effect: effect, revision: revision)),
      requestID: requestID)
  }

  private static func values(_ entries: [TimelineEntry], _ project: ProjectID, _ task: TaskID) -> [SQLValue] {
    [
      .id(project), .id(task), .texts(entries.map(\.origin.source.rawValue)), .texts(entries.map(\.type.rawValue)),
      .texts(entries.map { JSONText.encode(ReferenceDocument(references: $0.reference)) }),
      .texts(entries.map { $0.origin.actor?.storable }),
      .texts(entries.map(\.origin.deliveryID)),
    ]
  }
}
