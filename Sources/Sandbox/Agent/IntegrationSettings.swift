/// How CI behaves.
package struct IntegrationSettings: Sendable, Equatable {
  /// Workflows a push to the default branch starts.
  package var workflows: [String]
  /// Conclusion by workflow; `*` is meant for all others. A conclusion as GitHub spells it.
  package var conclusions: [String: String]
  /// From `requested` to `completed`.
  package var delay: Duration
  /// Runs stay `in_progress` until somebody concludes them.
  package var isHeld: Bool
  /// `workflow_run.completed` of a merge commit is sent before `pull_request.closed`.
  package var isBeforeMergeEvent: Bool
  /// Pull requests get runs of their own (`event: pull_request`).
  package var runsOnPullRequests: Bool

  package init(
    workflows: [String] = ["ci"], conclusions: [String: String] = ["*": "success"], delay: Duration = .seconds(3), isHeld: Bool = false,
    isBeforeMergeEvent: Bool = false, runsOnPullRequests: Bool = true
  ) {
    self.workflows = workflows
    self.conclusions = conclusions
    self.delay = delay
    self.isHeld = isHeld
    self.isBeforeMergeEvent = isBeforeMergeEvent
    self.runsOnPullRequests = runsOnPullRequests
  }

  func conclusion(of workflow: String) -> String {
    conclusions[workflow] ?? conclusions["*"] ?? "success"
  }

  /// Conclusions of GitHub Actions.
  static let known: Set<String> = [
    "success", "failure", "neutral", "cancelled", "skipped", "stale", "timed_out", "action_required", "startup_failure",
  ]
}
