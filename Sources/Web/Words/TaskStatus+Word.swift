internal import Messages
internal import Pipeline
internal import Templates

extension TaskStatus {
  /// The word people read; the code stays in addresses and in the database.
  func word(in words: Words) -> String { words(key) }

  private var key: String {
    switch self {
    case .received: "status.received"
    case .taskspecCreated: "status.taskspec_created"
    case .issueCreated: "status.issue_created"
    case .prCreated: "status.pr_created"
    case .waitingCI: "status.waiting_ci"
    case .deployed: "status.deployed"
    case .failed: "status.failed"
    case .needsRepo: "status.needs_repo"
    case .autoDisabled: "status.auto_disabled"
    case .cancelled: "status.cancelled"
    case .blocked: "status.blocked"
    }
  }
}

/// A status with its word.
struct StatusWord: TemplateModel {
  let status: TaskStatus
  let word: String

  init(_ status: TaskStatus, in words: Words) {
    self.status = status
    word = status.word(in: words)
  }

  static var fields: Fields<Self> { [.text("code", \.status.rawValue), .text("word", \.word)] }
}

extension CIState {
  /// What CI says, after the word CI; the code for a state that has no word.
  func word(in words: Words) -> String {
    switch self {
    case .none: rawValue
    case .pending: words("ci.pending")
    case .passed: words("ci.passed")
    case .failed: words("ci.failed")
    }
  }
}
