import Domain
import Pipeline

extension World {
  /// Takes one step of a worker: starts a job, or records the outcome of the one that was started. Jobs of one task run one at a time.
  mutating func work() throws(Violation) {
    if let done = inFlight {
      inFlight = nil
      if let outcome = done.outcome { try apply(outcome) } else { try applyFacts() }
      return
    }
    if jobs.isEmpty { return }
    let effect = jobs.remove(at: chance(4) ? pick(jobs.count) : 0)
    guard state.wants(effect) else {
      if isTold { print("no longer wanted: \(effect)") }
      return
    }
    if !areFaultsOver {
      switch pick(12) {
      case 0: return crash(effect)
      case 1: return try apply(.effectFailed(effect, reason: "refused"))
      default: break
      }
    }
    let outcome = perform(effect)
    if !areFaultsOver, chance(8) { return crash(effect) }
    inFlight = (effect, outcome)
  }

  /// The job comes back after its lease; whether anything happened outside is not known.
  private mutating func crash(_ effect: Effect) {
    crashes += 1
    if isTold { print("crash: \(effect)") }
    jobs.insert(effect, at: min(jobs.count, 1))
  }

  /// Does the thing outside, looking first whether its mark is there already.
  private mutating func perform(_ effect: Effect) -> TaskEvent? {
    switch effect {
    case .createIssue:
      host.createIssue()
      return .issueCreated(Self.issue)
    case .postTrigger:
      if host.triggers == 0 { host.triggers += 1 }
      return .triggerPosted(Self.trigger)
    case .repairPullRequest(let number): return repair(Int(number) - 1)
    case .findMergeCommit(let number):
      readPullRequest(Int(number) - 1)
      return nil
    case .readRuns:
      host.runs.forEach { facts.take($0) }
      return nil
    case .completeTracker: return completeTracker()
    case .reopenTracker:
      tracker.reopenByUs()
      sendTracker()
      return .trackerReopened
    case .reopenIssue:
      send(.issue(isClosed: false))
      return .issueReopened
    case .readTracker: return .trackerSeen(tracker.sighting)
    default: return .commented(effect.kind)
    }
  }

  private mutating func repair(_ index: Int) -> TaskEvent {
    if !host.pullRequests[index].fixes {
      host.pullRequests[index].fixes = true
      host.pullRequests[index].version = host.tick()
      sendPullRequest(index)
    }
    return .pullRequestRepaired(Int64(index + 1))
  }

  private mutating func completeTracker() -> TaskEvent {
    let isByUs = tracker.completeByUs()
    if isByUs { sendTracker() }
    return .trackerCompleted(byUs: isByUs)
  }

  private mutating func readPullRequest(_ index: Int) {
    guard host.pullRequests.indices.contains(index) else { return }
    facts.take(host.pullRequests[index].fact(hasCommit: true), version: host.pullRequests[index].version)
  }

  // MARK: Faults end

  /// Everything answers again: what is left is delivered and done, and reconciling comes to rest.
  mutating func settle() throws(Violation) {
    areFaultsOver = true
    if chance(2) { resumeInTracker() }
    finishRuns()
    while !deliveries.isEmpty { try deliver() }
    for _ in 0..<12 {
      let revision = state.revision
      try reconcile()
      if state.revision == revision { return try checkRest() }
    }
    throw Violation(text: "reconciling does not come to rest")
  }

  private mutating func resumeInTracker() {
    (tracker.isAuto, tracker.hasRepository, tracker.hold) = (true, true, .none)
    tracker.touch()
  }

  /// No run stays without a verdict.
  private mutating func finishRuns() {
    for run in host.runs where SimulatedFacts.verdict([run], commit: run.headCommit) == .pending {
      _ = host.run(workflow: run.workflowID, commit: run.headCommit, conclusion: chance(3) ? .failure : .success)
    }
  }

  private mutating func reconcile() throws(Violation) {
    for index in host.pullRequests.indices { readPullRequest(index) }
    host.runs.forEach { facts.take($0) }
    try apply(.trackerSeen(tracker.sighting))
    while !jobs.isEmpty || inFlight != nil { try work() }
    deliveries = []
    let isFailed = state.stage == .failed && state.mergedPullRequest == nil
    if isFailed || !state.failedEffects.isEmpty, !state.isSuspended || state.stage == .deployed {
      try apply(.retryRequested)
    }
  }

  // MARK: At rest

  private func checkRest() throws(Violation) {
    try hold(state.isAuto == tracker.isAuto && state.hold == tracker.hold, "the tracker's choice is not known")
    // A person may have reopened the task between our completing it and the outcome's being recorded.
    let isKnown = state.isTrackerCompleted == tracker.isCompleted || tracker.reopeningsByPeople > 0
    try hold(isKnown, "the tracker's completion is not known")
    for request in host.pullRequests where state.pullRequests.contains(request.number) {
      try hold(request.wasNamed, "a pull request is linked that nobody named")
    }
    if state.stage == .deployed, !tracker.didPeopleComplete, tracker.reopeningsByPeople == 0 {
      try hold(tracker.isCompleted, "deployed and not completed")
    }
    if state.stage == .failed, state.mergedPullRequest != nil {
      // A reopening given up waits for a retry, which a suspended task has to resume for.
      let isGivenUp = state.failedEffects.contains(.reopenTracker)
      try hold(!state.isCompletedByUs || isGivenUp, "failed, and our completion stands")
    }
    guard !state.isSuspended else { return }
    guard state.issue != nil else {
      return try hold(state.hold == .blocked || (state.lacksRepository && !tracker.hasRepository), "nobody waits for its issue")
    }
    let expected = expectedStage
    try hold(state.stage == expected, "at rest in \(state.stage), not \(expected)")
    if state.stage == .issueCreated, state.isRunning { try hold(host.triggers == 1, "nobody started the agent") }
  }

  /// Where the task has to be in the end, told from the truth outside alone.
  private var expectedStage: Stage {
    let linked = host.pullRequests.filter { $0.fixes || ($0.isAgents && $0.state != .closed) || state.pullRequests.contains($0.number) }
    let merged = linked.filter { $0.state == .merged }
    guard !merged.isEmpty else { return linked.contains { $0.state == .open } ? .prCreated : .issueCreated }
    guard let deciding = merged.first(where: { $0.number == state.mergedPullRequest }) else { return .waitingCI }
    switch SimulatedFacts.verdict(host.runs, commit: deciding.commit) {
    case .passed: return .deployed
    case .failed: return .failed
    case .none, .pending: return .waitingCI
    }
  }
}
