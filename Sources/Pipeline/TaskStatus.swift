/// The one word people see, in the seed's names; derived, never stored as the truth.
package enum TaskStatus: String, Sendable, CaseIterable {
  case received = "RECEIVED"
  case taskspecCreated = "TASKSPEC_CREATED"
  case issueCreated = "ISSUE_CREATED"
  case prCreated = "PR_CREATED"
  case waitingCI = "WAITING_CI"
  case deployed = "DEPLOYED"
  case failed = "FAILED"
  case needsRepo = "NEEDS_REPO"
  case autoDisabled = "AUTO_DISABLED"
  case cancelled = "CANCELLED"
  case blocked = "BLOCKED"
}

extension TaskState {
  /// A hold hides the stage, except DEPLOYED, which stays visible; then the auto flag; then a missing repository before there is an issue.
  package var status: TaskStatus {
    if stage == .deployed { return .deployed }
    switch hold {
    case .cancelled: return .cancelled
    case .blocked: return .blocked
    case .none: break
    }
    if !isAuto { return .autoDisabled }
    if issue == nil, repository == nil { return .needsRepo }
    switch stage {
    case .received: return .received
    case .taskspecCreated: return .taskspecCreated
    case .issueCreated: return .issueCreated
    case .prCreated: return .prCreated
    case .waitingCI: return .waitingCI
    case .deployed: return .deployed
    case .failed: return .failed
    }
  }
}

extension TaskStatus {
  /// The task goes on only when somebody does something.
  package var needsAttention: Bool {
    switch self {
    case .failed, .needsRepo, .blocked: true
    case .received, .taskspecCreated, .issueCreated, .prCreated, .waitingCI, .deployed, .autoDisabled, .cancelled: false
    }
  }
}
