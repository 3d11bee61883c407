package import Domain

/// How far a task has come. Holds and the auto flag are kept apart, so that lifting one brings the stage back.
package enum Stage: String, Sendable, CaseIterable {
  /// Can transition to: taskspecCreated.
  case received
  /// Can transition to: issueCreated, failed.
  case taskspecCreated = "taskspec_created"
  /// Can transition to: prCreated, failed.
  case issueCreated = "issue_created"
  /// Can transition to: waitingCI, failed.
  case prCreated = "pr_created"
  /// Can transition to: deployed, failed.
  case waitingCI = "waiting_ci"
  /// Can transition to: failed, when a later attempt of a run on the merge commit fails.
  case deployed
  /// Can transition to: the stage it failed in, on retry; deployed, when a later attempt of the runs succeeds.
  case failed
}

/// Why a task stands still whatever its stage.
package enum Hold: String, Sendable, CaseIterable { case none, blocked, cancelled }

/// State of CI on the merge commit.
package enum CIState: String, Sendable, CaseIterable { case none, pending, passed, failed }

/// Everything `decide` knows about one task.
package struct TaskState: Sendable, Equatable {
  package var stage: Stage
  package var hold: Hold
  /// AutoTask is ticked.
  package var isAuto: Bool
  /// The resolved repository; nil shows as NEEDS_REPO while there is no issue.
  package var repository: RepositoryID?
  /// A person chose the repository here, so that an empty option in the tracker does not take it away.
  package var isRepositoryChosen: Bool
  package var title: String
  package var permalink: String
  /// Last change of the tracker's task that was taken in; older sightings are stale.
  package var trackerModifiedAt: Timestamp?
  package var isTrackerCompleted: Bool
  /// The completion in the tracker is this program's own doing, so that it may undo it.
  package var isCompletedByUs: Bool
  /// Version of the newest TaskSpec; 0 when there is none.
  package var specVersion: Int64
  /// Digest of the newest TaskSpec's content.
  package var specDigest: String
  package var issue: IssueReference?
  /// Closed on the code host, by whomever.
  package var isIssueClosed: Bool
  /// Id of the comment that started the agent.
  package var triggerComment: Int64?
  /// Numbers, in the order they were linked.
  package var pullRequests: [Int64]
  /// Those of `pullRequests` that were closed without a merge.
  package var closedPullRequests: [Int64]
  /// The agent's pull requests whose line `Fixes #N` was asked for and is not written yet (decision 6.1).
  package var repairs: [Int64]
  /// The merged one that decides.
  package var mergedPullRequest: Int64?
  /// 40 hex digits.
  package var mergeCommit: String?
  package var ci: CIState
  /// Page of the run that decided, or of one that is under way.
  package var ciURL: String?
  /// What went wrong, while `stage` is failed.
  package var failure: TaskFailure?
  /// Effects given up without failing the task, such as comments; the next retry does them again.
  package var failedEffects: [Effect]
  /// Grows by one with every change; part of each effect's identity.
  package var revision: Int64

  /// A task nobody has seen before.
  package static let new = TaskState(
    stage: .received, hold: .none, isAuto: false, repository: nil, isRepositoryChosen: false, title: "", permalink: "",
    trackerModifiedAt: nil, isTrackerCompleted: false, isCompletedByUs: false, specVersion: 0, specDigest: "", issue: nil,
    isIssueClosed: false, triggerComment: nil, pullRequests: [], closedPullRequests: [], repairs: [], mergedPullRequest: nil,
    mergeCommit: nil, ci: .none, ciURL: nil, failure: nil, failedEffects: [], revision: 0)

  package init(
    stage: Stage, hold: Hold, isAuto: Bool, repository: RepositoryID?, isRepositoryChosen: Bool, title: String, permalink: String,
    trackerModifiedAt: Timestamp?, isTrackerCompleted: Bool, isCompletedByUs: Bool, specVersion: Int64, specDigest: String,
    issue: IssueReference?, isIssueClosed: Bool, triggerComment: Int64?, pullRequests: [Int64], closedPullRequests: [Int64],
    repairs: [Int64], mergedPullRequest: Int64?, mergeCommit: String?, ci: CIState, ciURL: String?, failure: TaskFailure?,
    failedEffects: [Effect], revision: Int64
  ) {
    self.stage = stage
    self.hold = hold
    self.isAuto = isAuto
    self.repository = repository
    self.isRepositoryChosen = isRepositoryChosen
    self.title = title
    self.permalink = permalink
    self.trackerModifiedAt = trackerModifiedAt
    self.isTrackerCompleted = isTrackerCompleted
    self.isCompletedByUs = isCompletedByUs
    self.specVersion = specVersion
    self.specDigest = specDigest
    self.issue = issue
    self.isIssueClosed = isIssueClosed
    self.triggerComment = triggerComment
    self.pullRequests = pullRequests
    self.closedPullRequests = closedPullRequests
    self.repairs = repairs
    self.mergedPullRequest = mergedPullRequest
    self.mergeCommit = mergeCommit
    self.ci = ci
    self.ciURL = ciURL
    self.failure = failure
    self.failedEffects = failedEffects
    self.revision = revision
  }
}

/// Why a task failed and where it stood.
package struct TaskFailure: Sendable, Equatable {
  package let stage: Stage
  package let reason: String

  package init(stage: Stage, reason: String) {
    self.stage = stage
    self.reason = reason
  }
}
