import Domain
import Pipeline

/// Values the tests start from; every builder names only what its test is about.
enum Fixture {
  static let repository = RepositoryID(rawValue: 5)
  static let issue = IssueReference(number: 12, url: "https://github.com/acme/api/issues/12")
  static let commit = String(repeating: "a", count: 40)
  static let policy = ProjectPolicy(linking: .repair, agentLogins: ["opencode-agent"])

  static func sighting(
    title: String = "Add a button", notes: String = "Please add a button.", completed: Bool = false, auto: Bool = true,
    repository: RepositoryID? = Fixture.repository, option: String? = nil, hold: Hold = .none, at seconds: Int64 = 1
  ) -> TrackerSighting {
    TrackerSighting(
      title: title, notes: notes, permalink: "https://app.asana.com/0/1/2", isCompleted: completed, isAuto: auto, repository: repository,
      unresolvedRepository: option, hold: hold, modifiedAt: Timestamp(microseconds: seconds * 1_000_000))
  }

  static func pullRequest(
    _ number: Int64 = 7, _ state: PullRequest.State = .open, fixes: [Int64] = [12], closes: [Int64]? = nil, author: String = "dev",
    branch: String = "feature", base: String = "main", commit: String? = nil
  ) -> PullRequestFact {
    PullRequestFact(
      number: number, url: "https://github.com/acme/api/pull/\(number)", author: author, headBranch: branch, baseBranch: base, state: state,
      mergeCommit: state == .merged ? commit ?? Fixture.commit : nil, fixes: fixes, closes: closes ?? fixes)
  }

  static func run(
    _ conclusion: WorkflowRun.Conclusion?, id: Int64 = 1, attempt: Int64 = 1, workflow: Int64 = 1, commit: String = Fixture.commit,
    branch: String = "main", event: String = "push"
  ) -> WorkflowRun {
    WorkflowRun(
      id: id, attempt: attempt, workflowID: workflow, name: "CI \(workflow)", headCommit: commit, branch: branch, event: event,
      conclusion: conclusion, url: "https://github.com/acme/api/actions/runs/\(id)", updatedAt: Timestamp(microseconds: 0))
  }
}

/// A task's story so far: applies events as a ledger would and keeps all that came of them.
struct Story {
  var policy = Fixture.policy
  private(set) var state = TaskState.new
  private(set) var effects: [Effect] = []
  private(set) var entries: [TimelineEntry] = []
  private(set) var specs: [TaskSpec] = []
  private(set) var last = Decision(state: .new)

  init(_ events: TaskEvent..., linking: ProjectPolicy.Linking = .repair) {
    policy = ProjectPolicy(linking: linking, agentLogins: ["opencode-agent"])
    events.forEach { take($0) }
  }

  @discardableResult
  mutating func take(_ event: TaskEvent, origin: EventOrigin = .system) -> Decision {
    last = Pipeline.decide(state, event, origin: origin, policy: policy)
    state = last.state
    effects += last.effects
    entries += last.entries
    if let spec = last.spec { specs.append(spec) }
    return last
  }

  @discardableResult
  mutating func see(_ pullRequests: [PullRequestFact] = [], runs: [WorkflowRun] = []) -> Decision {
    take(.hostSeen(HostFacts(pullRequests: pullRequests, runs: runs)))
  }

  var types: [TimelineEventType] { entries.map(\.type) }

  /// `null>RECEIVED`, `RECEIVED>TASKSPEC_CREATED`, ...
  var transitions: [String] {
    entries.filter { $0.type == .taskStatusChanged }.map { "\($0.text("from") ?? "null")>\($0.text("to") ?? "null")" }
  }

  func count(_ type: TimelineEventType) -> Int { types.count { $0 == type } }
  func count(_ effect: Effect) -> Int { effects.count { $0 == effect } }

  /// Has its issue; the agent was started.
  static func withIssue(linking: ProjectPolicy.Linking = .repair) -> Story {
    Story(
      .trackerSeen(Fixture.sighting()), .issueCreated(Fixture.issue),
      .triggerPosted(CommentReference(id: 900, url: "\(Fixture.issue.url)#issuecomment-900")), linking: linking)
  }

  static func merged() -> Story {
    var story = withIssue()
    story.see([Fixture.pullRequest()])
    story.see([Fixture.pullRequest(7, .merged)])
    return story
  }

  static func deployed() -> Story {
    var story = merged()
    story.see([Fixture.pullRequest(7, .merged)], runs: [Fixture.run(.success)])
    story.take(.trackerCompleted(byUs: true))
    return story
  }
}

extension TimelineEntry {
  func value(_ name: String) -> Reference.Value? { reference.first { $0.name == name }?.value }

  func text(_ name: String) -> String? {
    if case .text(let text) = value(name) { text } else { nil }
  }
}
