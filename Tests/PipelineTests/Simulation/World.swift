import Domain
import Pipeline
import TestKit

/// One task, all who act on it, and everything that can go wrong between them. The same seed gives the same story.
struct World {
  var random: SplitMix64
  var tracker = SimulatedTracker()
  var host = SimulatedHost()
  var deliveries: [SimulatedDelivery] = []
  var facts = SimulatedFacts()
  var state = TaskState.new
  var rules = DecisionRules()
  var jobs: [Effect] = []
  /// Done outside, and not recorded yet.
  var inFlight: (effect: Effect, outcome: TaskEvent?)?
  var areFaultsOver = false
  var crashes = 0
  /// Prints the story as it goes.
  var isTold = false

  static let policy = Fixture.policy
  static let issue = Fixture.issue
  static let trigger = CommentReference(id: 900, url: "https://host/comment")

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    tracker.isAuto = !chance(4)
    tracker.hasRepository = !chance(4)
    send(.tracker(tracker.sighting))
  }

  /// True once in `count` times.
  mutating func chance(_ count: UInt64) -> Bool { random.next() % count == 0 }

  mutating func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

  mutating func run(steps: Int) throws(Violation) {
    for _ in 0..<steps { try step() }
    try settle()
  }

  private mutating func step() throws(Violation) {
    switch pick(16) {
    case 0: changeTracker()
    case 1, 2: workOnPullRequest()
    case 3, 4: runCI()
    case 5...8: try deliver()
    case 9...14: try work()
    default: try act()
    }
    try checkOutside()
  }

  // MARK: The ledger

  /// Decides, keeps the state and queues the effects; then says again what is known of the code host, as a ledger does.
  mutating func apply(_ event: TaskEvent) throws(Violation) {
    try decide(event)
    if state.issue != nil { try decide(.hostSeen(facts.facts)) }
  }

  private mutating func decide(_ event: TaskEvent) throws(Violation) {
    let decision = Pipeline.decide(state, event, origin: .system, policy: Self.policy)
    if isTold, decision.state.revision != state.revision { print("\(event)\n  -> \(decision.state.stage), \(decision.effects)") }
    try rules.check(state, event, decision)
    state = decision.state
    jobs += decision.effects
    if isRepeatable(event), chance(8) {
      let again = Pipeline.decide(state, event, origin: .system, policy: Self.policy)
      try hold(again == Decision(state: state), "the same event again changed something")
    }
  }

  private func isRepeatable(_ event: TaskEvent) -> Bool {
    switch event {
    case .commented, .effectFailed, .repositoryChosen, .pullRequestForced, .noteAdded, .retryRequested, .resyncRequested: false
    default: true
    }
  }

  private func checkOutside() throws(Violation) {
    try hold(host.issues <= 1, "two issues")
    try hold(host.triggers <= 1, "the agent was started twice")
    try hold(tracker.completionsByUs <= rules.deployments + tracker.reopeningsByPeople, "completed more often than deployed")
    try hold(tracker.reopeningsByUs <= tracker.completionsByUs, "reopened more often than completed")
  }

  // MARK: Deliveries

  mutating func send(_ delivery: SimulatedDelivery) {
    if chance(6) { return }
    deliveries.append(delivery)
    if chance(6) { deliveries.append(delivery) }
  }

  mutating func sendPullRequest(_ index: Int) {
    let isWhole = !chance(4)
    send(.pullRequest(host.pullRequests[index].fact(hasCommit: isWhole), version: host.pullRequests[index].version))
  }

  mutating func sendTracker() {
    send(chance(2) ? .tracker(tracker.sighting) : .trackerNotice)
  }

  mutating func deliver() throws(Violation) {
    if deliveries.isEmpty { return }
    switch deliveries.remove(at: pick(deliveries.count)) {
    case .tracker(let sighting): try apply(.trackerSeen(sighting))
    case .trackerNotice: try apply(.trackerSeen(tracker.sighting))
    case .pullRequest(let fact, let version):
      facts.take(fact, version: version)
      try applyFacts()
    case .run(let run):
      facts.take(run)
      try applyFacts()
    case .issue(let isClosed): try apply(isClosed ? .issueClosed : .issueReopened)
    }
  }

  mutating func applyFacts() throws(Violation) {
    try decide(.hostSeen(facts.facts))
  }
}
