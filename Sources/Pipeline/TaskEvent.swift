package import Domain

/// Something that happened to one task.
package enum TaskEvent: Sendable, Equatable {
  /// The tracker's task was read, and its fields were interpreted with the project's settings.
  case trackerSeen(TrackerSighting)
  /// Pull requests and runs of the task's repository that may concern it, as far as they are known now.
  case hostSeen(HostFacts)
  case issueCreated(IssueReference)
  case triggerPosted(CommentReference)
  case pullRequestRepaired(Int64)
  /// `byUs` is false when it was completed already.
  case trackerCompleted(byUs: Bool)
  case trackerReopened
  /// The issue was closed or opened on the code host by somebody.
  case issueClosed
  case issueReopened
  /// A comment was written; the kind is that of the effect.
  case commented(EffectKind)
  /// An effect failed for good.
  case effectFailed(Effect, reason: String)
  case repositoryChosen(RepositoryID)
  case pullRequestForced(Int64)
  case noteAdded(String)
  case retryRequested
  case resyncRequested
}

/// A tracker task, interpreted: options are booleans, ids and holds here.
package struct TrackerSighting: Sendable, Equatable {
  package let title: String
  package let notes: String
  package let permalink: String
  package let isCompleted: Bool
  package let isAuto: Bool
  /// nil when the option is empty, unknown or not configured.
  package let repository: RepositoryID?
  /// Name of the option that could not be resolved, for the timeline.
  package let unresolvedRepository: String?
  package let hold: Hold
  package let modifiedAt: Timestamp

  package init(
    title: String, notes: String, permalink: String, isCompleted: Bool, isAuto: Bool, repository: RepositoryID?,
    unresolvedRepository: String?, hold: Hold, modifiedAt: Timestamp
  ) {
    self.title = title
    self.notes = notes
    self.permalink = permalink
    self.isCompleted = isCompleted
    self.isAuto = isAuto
    self.repository = repository
    self.unresolvedRepository = unresolvedRepository
    self.hold = hold
    self.modifiedAt = modifiedAt
  }
}

/// What is known of a repository, whatever order it arrived in.
package struct HostFacts: Sendable, Equatable {
  package let pullRequests: [PullRequestFact]
  package let runs: [WorkflowRun]

  package init(pullRequests: [PullRequestFact], runs: [WorkflowRun]) {
    self.pullRequests = pullRequests
    self.runs = runs
  }
}

/// A pull request reduced to what linking needs; its text was parsed when it arrived.
package struct PullRequestFact: Sendable, Equatable {
  package let number: Int64
  package let url: String
  package let author: String
  package let headBranch: String
  package let baseBranch: String
  package let state: PullRequest.State
  package let mergeCommit: String?
  /// Issues of the same repository named by the strict form `Fixes #N`.
  package let fixes: [Int64]
  /// Issues of the same repository named by any of GitHub's closing keywords.
  package let closes: [Int64]

  package init(
    number: Int64, url: String, author: String, headBranch: String, baseBranch: String, state: PullRequest.State, mergeCommit: String?,
    fixes: [Int64], closes: [Int64]
  ) {
    self.number = number
    self.url = url
    self.author = author
    self.headBranch = headBranch
    self.baseBranch = baseBranch
    self.state = state
    self.mergeCommit = mergeCommit
    self.fixes = fixes
    self.closes = closes
  }
}
