internal import Pipeline
internal import Templates

extension TaskStatus {
  /// The word people read; the code stays in addresses and in the database.
  var word: String {
    switch self {
    case .received: "Received"
    case .taskspecCreated: "Spec ready"
    case .issueCreated: "Issue created"
    case .prCreated: "PR created"
    case .waitingCI: "Waiting CI"
    case .deployed: "Deployed"
    case .failed: "Failed"
    case .needsRepo: "Needs repo"
    case .autoDisabled: "Auto disabled"
    case .cancelled: "Cancelled"
    case .blocked: "Blocked"
    }
  }
}

/// A status with its word.
struct StatusWord: TemplateModel {
  let status: TaskStatus

  static var fields: Fields<Self> { [.text("code", \.status.rawValue), .text("word", \.status.word)] }
}
