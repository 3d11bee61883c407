package import Domain

/// What the runs of a commit say together (decision 6.16).
package struct CIVerdict: Sendable, Equatable {
  package let state: CIState
  /// Page of the run that decided, or of the first that has not.
  package let url: String?
  /// Name of that run's workflow.
  package let workflow: String?

  /// Nothing ran.
  package static let none = CIVerdict(state: .none, url: nil, workflow: nil)

  package init(state: CIState, url: String?, workflow: String?) {
    self.state = state
    self.url = url
    self.workflow = workflow
  }

  /// The verdict on a commit: one failure fails at once, otherwise every workflow has to pass.
  ///
  /// Counts only what a push started (F8), for this very commit, on `branch` when that is known, and of each workflow only its latest attempt.
  package static func of(runs: [WorkflowRun], commit: String, branch: String?) -> CIVerdict {
    let latest = latestAttempts(runs, commit: commit, branch: branch)
    if let failed = latest.first(where: { verdict(of: $0.conclusion) == .failed }) { return CIVerdict(.failed, failed) }
    if let pending = latest.first(where: { verdict(of: $0.conclusion) == .pending }) { return CIVerdict(.pending, pending) }
    return latest.last.map { CIVerdict(.passed, $0) } ?? .none
  }

  /// What one conclusion means; `cancelled` and `stale` are no verdict, like a run that has not finished.
  package static func verdict(of conclusion: WorkflowRun.Conclusion?) -> CIState {
    switch conclusion {
    case .success, .neutral, .skipped: .passed
    case .failure, .timedOut, .startupFailure, .actionRequired: .failed
    case .cancelled, .stale, nil: .pending
    }
  }

  private init(_ state: CIState, _ run: WorkflowRun) {
    self.init(state: state, url: run.url, workflow: run.name)
  }

  /// In the order of their ids, whatever order they arrived in.
  private static func latestAttempts(_ runs: [WorkflowRun], commit: String, branch: String?) -> [WorkflowRun] {
    var latest: [WorkflowRun] = []
    for run in runs where run.event == "push" && run.headCommit == commit && (branch ?? run.branch) == run.branch {
      guard let index = latest.firstIndex(where: { $0.workflowID == run.workflowID }) else {
        latest.append(run)
        continue
      }
      if isLater(run, than: latest[index]) { latest[index] = run }
    }
    return latest.count < 2 ? latest : latest.sorted { $0.id < $1.id }
  }

  /// A re-run keeps its id and raises the attempt; of two reports on the same attempt the newer or the finished one holds.
  private static func isLater(_ run: WorkflowRun, than other: WorkflowRun) -> Bool {
    if run.id != other.id { return run.id > other.id }
    if run.attempt != other.attempt { return run.attempt > other.attempt }
    if run.updatedAt != other.updatedAt { return run.updatedAt > other.updatedAt }
    return run.conclusion != nil && other.conclusion == nil
  }
}
