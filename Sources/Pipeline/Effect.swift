/// One thing to be done outside. Each becomes a job; each is safe to repeat.
package enum Effect: Sendable, Equatable, Codable {
  case createIssue
  case postTrigger
  /// Adds the line `Fixes #N` to the agent's own pull request (decision 6.1).
  case repairPullRequest(number: Int64)
  /// Asks for the commit of a merge whose event did not carry it.
  case findMergeCommit(pullRequest: Int64)
  /// Asks the code host for the runs of the merge commit.
  case readRuns(commit: String)
  case commentPullRequestOnTracker(number: Int64, url: String)
  case completeTracker
  case commentDeployedOnTracker
  case commentDeployedOnIssue
  case commentFailureOnTracker(url: String)
  case commentFailureOnIssue(url: String)
  case reopenTracker
  case reopenIssue
  case commentNoteOnTracker(text: String)
  /// Reads the tracker's task again.
  case readTracker

  package var kind: EffectKind {
    switch self {
    case .createIssue: .createIssue
    case .postTrigger: .postTrigger
    case .repairPullRequest: .repairPullRequest
    case .findMergeCommit: .findMergeCommit
    case .readRuns: .readRuns
    case .commentPullRequestOnTracker: .commentPullRequestOnTracker
    case .completeTracker: .completeTracker
    case .commentDeployedOnTracker: .commentDeployedOnTracker
    case .commentDeployedOnIssue: .commentDeployedOnIssue
    case .commentFailureOnTracker: .commentFailureOnTracker
    case .commentFailureOnIssue: .commentFailureOnIssue
    case .reopenTracker: .reopenTracker
    case .reopenIssue: .reopenIssue
    case .commentNoteOnTracker: .commentNoteOnTracker
    case .readTracker: .readTracker
    }
  }
}

/// Name of an effect in job rows, timelines and metrics.
package enum EffectKind: String, Sendable, CaseIterable {
  case createIssue = "create_issue"
  case postTrigger = "post_trigger"
  case repairPullRequest = "repair_pull_request"
  case findMergeCommit = "find_merge_commit"
  case readRuns = "read_runs"
  case commentPullRequestOnTracker = "comment_pull_request_on_tracker"
  case completeTracker = "complete_tracker"
  case commentDeployedOnTracker = "comment_deployed_on_tracker"
  case commentDeployedOnIssue = "comment_deployed_on_issue"
  case commentFailureOnTracker = "comment_failure_on_tracker"
  case commentFailureOnIssue = "comment_failure_on_issue"
  case reopenTracker = "reopen_tracker"
  case reopenIssue = "reopen_issue"
  case commentNoteOnTracker = "comment_note_on_tracker"
  case readTracker = "read_tracker"
}
