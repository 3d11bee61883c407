internal import Crypto
internal import Domain
internal import HTTP

/// The whole world: two outside systems, an agent, CI, and what happens next. Changed only through `SandboxWorld`.
struct SandboxState: Sendable {
  let configuration: SandboxConfiguration
  var now: Timestamp
  /// Without a slash at the end.
  var address: String
  private var lastID: Int64
  var asana: AsanaState
  var github: GitHubState
  var agent: AgentSettings
  var integration: IntegrationSettings
  var faults = FaultPlan()
  var schedule = Schedule()
  var deliveries = DeliveryLog()
  /// Deliveries whose time has come.
  var ready: [OutgoingDelivery] = []
  var exchanges = ExchangeLog()

  init(_ configuration: SandboxConfiguration) {
    self.configuration = configuration
    // Far more ids than issues are handed out between two starts.
    lastID = 4_000_000 + configuration.firstNumber * 1000
    now = configuration.clock.now
    address = configuration.address ?? "http://localhost"
    agent = configuration.agent
    integration = configuration.integration
    asana = AsanaState(repositories: configuration.repositories, now: now)
    github = GitHubState(now: now)
    for name in configuration.repositories { addRepository(name) }
  }

  /// Everything as at the start, except the address. Ids go on, so that the answer to an old delivery is not taken for a new one's.
  mutating func reset() {
    let (address, lastID) = (address, lastID)
    self = SandboxState(configuration)
    self.address = address
    self.lastID = max(self.lastID, lastID)
  }

  /// Numbers only grow; ids of all kinds share one row, so that none is mistaken for another.
  mutating func makeID() -> Int64 {
    lastID += 1
    return lastID
  }

  /// Sixteen digits.
  mutating func makeGID() -> String { String(1_200_000_000_000_000 + makeID()) }

  /// 40 hexadecimal digits.
  func makeSHA() -> String { Hex.encode(configuration.random.bytes(20)) }

  /// UUID version 4 in lower case.
  func makeGUID() -> String {
    let hex = Array(Hex.encode(configuration.random.bytes(16)))
    let parts = [hex[0..<8], hex[8..<12], ["4"] + hex[13..<16], ["8"] + hex[17..<20], hex[20..<32]]
    return parts.map { String($0) }.joined(separator: "-")
  }

  mutating func after(_ delay: Duration, _ step: Step) {
    schedule.add(step, at: now.advanced(by: delay))
  }

  /// Does everything that is due. Bounded, so that two steps calling each other without delay cannot hang the sandbox.
  mutating func advance() {
    for _ in 0..<10_000 {
      guard let step = schedule.popDue(now) else { return }
      perform(step)
    }
  }

  private mutating func perform(_ step: Step) {
    switch step {
    case .send(let id): send(id)
    case .releaseHeld(let vendor): releaseHeld(vendor)
    case .asanaFlush(let gid): flushAsana(gid)
    case .asanaHeartbeat(let gid): beatAsana(gid)
    case .agentBegin(let run): beginAgent(run)
    case .agentFinish(let run): finishAgent(run)
    case .runBegin(let id, let attempt): beginRun(id, attempt: attempt)
    case .runFinish(let id, let attempt): finishRun(id, attempt: attempt)
    case .ciBegin(let trigger): beginIntegration(trigger)
    }
  }
}
