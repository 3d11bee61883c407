internal import Domain
internal import Messages
internal import Pipeline
internal import Storage
internal import Templates

/// The seven steps of a task, with the time each took.
struct TaskSteps: Sendable {
  private let header: TaskPages.Header
  private let milestones: [TimelineEventType: TaskPages.Milestone]
  private let words: Words

  init(_ task: TaskPages.Task, in words: Words) {
    header = task.header
    milestones = task.milestones
    self.words = words
  }

  private enum Name: CaseIterable {
    case spec, issue, agent, pullRequest, merge, ci, deployed

    var key: String {
      switch self {
      case .spec: "step.spec"
      case .issue: "step.issue"
      case .agent: "step.agent"
      case .pullRequest: "step.pr"
      case .merge: "step.merge"
      case .ci: "step.ci"
      case .deployed: "step.deployed"
      }
    }
  }

  enum State: String, Sendable { case done, current, held, failed, todo }

  struct Step: TemplateModel, Equatable {
    let name: String
    let state: State
    let word: String
    let took: String?

    static var fields: Fields<Self> {
      [
        .text("name", \.name), .text("state", \.state.rawValue), .text("word", \.word), .flag("active") { $0.state.isActive },
        .section("took") { $0.took.map(Note.init) },
      ]
    }
  }

  var all: [Step] {
    let names = Name.allCases
    let active = names.firstIndex(of: self.active) ?? 0
    return names.indices.map { index in
      let state = state(index, active: active)
      return Step(name: words(names[index].key), state: state, word: words(state.key), took: took(index, names))
    }
  }

  private func state(_ index: Int, active: Int) -> State {
    if header.stage == .deployed || index < active { return .done }
    if index > active { return .todo }
    if header.stage == .failed { return .failed }
    return header.hold != .none || !header.isAuto || header.status == .needsRepo ? .held : .current
  }

  /// The step the task is at.
  private var active: Name {
    switch header.stage == .failed ? header.failureStage ?? .received : header.stage {
    case .received: .spec
    case .taskspecCreated: .issue
    case .issueCreated: header.triggerComment == nil ? .agent : .pullRequest
    case .prCreated: .merge
    case .waitingCI, .failed: .ci
    // Deployed once, and then CI took its word back.
    case .deployed: header.stage == .failed ? .ci : .deployed
    }
  }

  /// When a step was done; the first time, except for CI, where the last word counts.
  private func doneAt(_ name: Name) -> Timestamp? {
    switch name {
    case .spec: milestones[.taskSpecCreated]?.first
    case .issue: milestones[.githubIssueCreated]?.first
    case .agent: milestones[.githubAgentTriggered]?.first
    case .pullRequest: milestones[.githubPullRequestLinked]?.first
    case .merge: milestones[.githubPullRequestMerged]?.first
    case .ci: header.stage == .deployed ? milestones[.ciUpdated]?.last : nil
    case .deployed: header.stage == .deployed ? header.statusChangedAt : nil
    }
  }

  private func took(_ index: Int, _ names: [Name]) -> String? {
    guard let end = doneAt(names[index]) else { return nil }
    let start = names[..<index].reversed().lazy.compactMap { doneAt($0) }.first ?? header.createdAt
    return end.since(start) < .seconds(1)
      ? words("step.at_once") : words("step.after", ["length": Moment.length(from: start, to: end, in: words)])
  }
}

extension TaskSteps.State {
  fileprivate var isActive: Bool { self == .current || self == .held || self == .failed }

  fileprivate var key: String {
    switch self {
    case .done: "step.done"
    case .current: "step.current"
    case .held: "step.held"
    case .failed: "step.failed"
    case .todo: "step.todo"
    }
  }
}
