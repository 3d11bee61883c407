import Domain
import Pipeline

/// The tracker as it truly is, whatever anybody was told.
struct SimulatedTracker {
  static let notes = ["Add a button.", "Requirements: two buttons"]

  var isAuto = false
  var hasRepository = false
  var hold = Hold.none
  var isCompleted = false
  var note = 0
  private(set) var modified: Int64 = 1
  private(set) var completionsByUs = 0
  private(set) var reopeningsByUs = 0
  private(set) var reopeningsByPeople = 0
  private(set) var didPeopleComplete = false

  mutating func touch() { modified += 1 }

  mutating func completeByPerson() {
    isCompleted.toggle()
    if isCompleted { didPeopleComplete = true } else { reopeningsByPeople += 1 }
  }

  /// Whether it was open until now.
  mutating func completeByUs() -> Bool {
    guard !isCompleted else { return false }
    isCompleted = true
    completionsByUs += 1
    touch()
    return true
  }

  mutating func reopenByUs() {
    guard isCompleted else { return }
    isCompleted = false
    reopeningsByUs += 1
    touch()
  }

  var sighting: TrackerSighting {
    TrackerSighting(
      title: "Button", notes: Self.notes[note], permalink: "https://tracker", isCompleted: isCompleted, isAuto: isAuto,
      repository: hasRepository ? Fixture.repository : nil, unresolvedRepository: nil, hold: hold,
      modifiedAt: Timestamp(microseconds: modified))
  }
}

/// A pull request as it truly is.
struct SimulatedPullRequest {
  let number: Int64
  let isAgents: Bool
  var state = PullRequest.State.open
  var fixes: Bool
  var closes = true
  /// Its text, its author or a person once said that it belongs to the issue.
  var wasNamed: Bool
  var version: Int64

  static let commits = [String(repeating: "a", count: 40), String(repeating: "b", count: 40)]

  var commit: String { Self.commits[Int(number) - 1] }

  /// - Parameter hasCommit: false for an answer that left the merge commit out.
  func fact(hasCommit: Bool) -> PullRequestFact {
    PullRequestFact(
      number: number, url: "https://host/pull", author: isAgents ? "opencode-agent[bot]" : "dev",
      headBranch: isAgents ? "opencode/issue12-20260101120000" : "feature", baseBranch: "main", state: state,
      mergeCommit: state == .merged && hasCommit ? commit : nil, fixes: fixes ? [12] : [], closes: closes || fixes ? [12] : [])
  }
}

/// The code host as it truly is.
struct SimulatedHost {
  var hasIssue = false
  var issues = 0
  var triggers = 0
  var pullRequests: [SimulatedPullRequest] = []
  var runs: [WorkflowRun] = []
  private(set) var clock: Int64 = 0

  mutating func tick() -> Int64 {
    clock += 1
    return clock
  }

  mutating func createIssue() {
    if hasIssue { return }
    hasIssue = true
    issues += 1
  }

  mutating func openPullRequest(isAgents: Bool, fixes: Bool) -> Int {
    let number = Int64(pullRequests.count + 1)
    pullRequests.append(
      SimulatedPullRequest(number: number, isAgents: isAgents, fixes: fixes, wasNamed: fixes || isAgents, version: tick()))
    return pullRequests.count - 1
  }

  /// Starts, finishes or repeats a run; the run, or nil when there is nothing to run on.
  mutating func run(workflow: Int64, commit: String, conclusion: WorkflowRun.Conclusion?, event: String = "push") -> WorkflowRun {
    let id = workflow * 10 + (commit == SimulatedPullRequest.commits[0] ? 1 : 2) + (event == "push" ? 0 : 5)
    let index = runs.firstIndex { $0.id == id }
    let last = index.map { runs[$0] }
    let attempt = last.map { $0.conclusion == nil ? $0.attempt : $0.attempt + 1 } ?? 1
    let run = WorkflowRun(
      id: id, attempt: attempt, workflowID: workflow, name: "CI", headCommit: commit, branch: "main", event: event,
      conclusion: conclusion, url: "https://host/runs", updatedAt: Timestamp(microseconds: tick()))
    if let index { runs[index] = run } else { runs.append(run) }
    return run
  }
}

/// A message on its way from outside; it may be lost, come twice, late, or after a newer one.
enum SimulatedDelivery {
  /// As it was when it was sent.
  case tracker(TrackerSighting)
  /// Only says that something changed; what is read is the state on arrival.
  case trackerNotice
  case pullRequest(PullRequestFact, version: Int64)
  case run(WorkflowRun)
  case issue(isClosed: Bool)
}

/// What deliveries and readings have told so far; of one pull request or attempt the newest word holds.
struct SimulatedFacts {
  private(set) var pullRequests: [PullRequestFact] = []
  private(set) var runs: [WorkflowRun] = []
  private var versions: [Int64] = []

  mutating func take(_ fact: PullRequestFact, version: Int64) {
    if let index = pullRequests.firstIndex(where: { $0.number == fact.number }) {
      // A repeated word may bring the commit that the first left out.
      guard version > versions[index] || (version == versions[index] && fact.mergeCommit != nil) else { return }
      pullRequests[index] = fact
      versions[index] = version
    } else {
      pullRequests.append(fact)
      versions.append(version)
    }
  }

  mutating func take(_ run: WorkflowRun) {
    if let index = runs.firstIndex(where: { $0.id == run.id && $0.attempt == run.attempt }) {
      if run.updatedAt > runs[index].updatedAt { runs[index] = run }
    } else {
      runs.append(run)
    }
  }

  var facts: HostFacts { HostFacts(pullRequests: pullRequests, runs: runs) }

  /// Decision 6.16 once more, written apart from the product: of each run its last attempt; any failure fails, all have to pass.
  static func verdict(_ runs: [WorkflowRun], commit: String) -> CIState {
    var verdict = CIState.none
    for run in runs where run.event == "push" && run.headCommit == commit {
      if runs.contains(where: { $0.id == run.id && $0.attempt > run.attempt }) { continue }
      switch run.conclusion {
      case .failure, .timedOut, .startupFailure, .actionRequired: return .failed
      case .success, .neutral, .skipped: if verdict == .none { verdict = .passed }
      default: verdict = .pending
      }
    }
    return verdict
  }
}
