internal import Pipeline
internal import Storage

/// Sentence, tone, links and ids of one line of the timeline.
struct TimelineWords: Sendable {
  private let entry: TaskPages.Entry

  init(_ entry: TaskPages.Entry) { self.entry = entry }

  private func detail(_ name: String) -> String? { entry.details[name] }

  private var number: String { detail("number").map { " #" + $0 } ?? "" }

  private var because: String { detail("reason").map { ": " + $0 } ?? "" }

  var text: String {
    guard let type = entry.type else { return entry.typeName }
    switch type {
    case .asanaWebhookReceived: return "Asana reported a change"
    case .githubWebhookReceived: return deliveryText
    case .taskCreatedOrSeen: return "Task seen in Asana"
    case .taskStatusChanged: return statusText
    case .taskRepoMissing: return detail("option").map { "No repository is called “\($0)”" } ?? "No repository is chosen in Asana"
    case .taskRepoResolved: return "Repository found"
    case .taskSpecCreated: return "TaskSpec version \(detail("version") ?? "?") written"
    case .githubIssueCreated: return "Issue\(number) created"
    case .githubIssueClosed: return "Issue\(number) closed"
    case .githubIssueReopened: return "Issue\(number) opened again"
    case .githubAgentTriggered: return "Agent started with a comment"
    case .githubPullRequestLinked: return "Pull request\(number) linked"
    case .githubPullRequestRepaired: return "Pull request\(number) got its line “Fixes”"
    case .githubPullRequestClosed: return "Pull request\(number) closed without a merge"
    case .githubPullRequestMerged: return "Pull request\(number) merged" + (detail("sha").map { " as " + Short.commit($0) } ?? "")
    case .ciUpdated: return ciText
    case .asanaCompletedSet: return detail("by_us") == "false" ? "Completed in Asana already" : "Completed in Asana"
    case .asanaReopenedSet: return "Opened again in Asana"
    case .commentPosted: return commentText
    case .manualAction: return manualText
    case .error: return "\(effectText) failed\(because)"
    }
  }

  /// `GitHub reported: pull request #2 opened`
  private var deliveryText: String {
    guard let event = detail("event") else { return "GitHub reported a change" }
    let action = detail("action").map { " " + Self.spaced($0) } ?? ""
    return "GitHub reported: \(Self.spaced(event))\(number)\(action)"
  }

  private static func spaced(_ word: String) -> String { word.replacing("_", with: " ") }

  private var statusText: String {
    let to = detail("to").flatMap(TaskStatus.init)?.word ?? detail("to") ?? "?"
    let from = detail("from").flatMap(TaskStatus.init)?.word
    return (from.map { "\($0) → \(to)" } ?? to) + because
  }

  private var ciText: String {
    let commit = detail("sha").map { " on " + Short.commit($0) } ?? ""
    let workflow = detail("workflow").map { " (\($0))" } ?? ""
    return "CI \(detail("status") ?? "reported")\(commit)\(workflow)"
  }

  private var commentText: String {
    switch effect {
    case .commentDeployedOnIssue, .commentFailureOnIssue: "Comment written on the issue"
    case .commentNoteOnTracker: "Note written to Asana"
    default: "Comment written in Asana"
    }
  }

  private var manualText: String {
    switch detail("action") {
    case "retry": "Retry pipeline"
    case "resync": "Re-sync from Asana"
    case "force_pr": "Force link PR\(number)"
    case "choose_repository": "Repository chosen"
    case "add_note": "Note: \(detail("note") ?? "")"
    default: "Action: \(detail("action") ?? "?")"
    }
  }

  private var effect: EffectKind? { detail("effect").flatMap(EffectKind.init) }

  private var effectText: String {
    guard let effect else { return detail("effect") == "force_pr" ? "Force link PR" : "A step" }
    return switch effect {
    case .createIssue: "Creating the issue"
    case .postTrigger: "Starting the agent"
    case .repairPullRequest: "Adding “Fixes” to the pull request"
    case .findMergeCommit: "Finding the merge commit"
    case .readRuns: "Reading the workflow runs"
    case .completeTracker: "Completing the task in Asana"
    case .reopenTracker: "Opening the task in Asana again"
    case .reopenIssue: "Opening the issue again"
    case .readTracker: "Reading the task from Asana"
    case .commentDeployedOnIssue, .commentFailureOnIssue: "Commenting on the issue"
    case .commentPullRequestOnTracker, .commentDeployedOnTracker, .commentFailureOnTracker, .commentNoteOnTracker: "Commenting in Asana"
    }
  }

  var tone: TimelineLine.Tone {
    switch entry.type {
    case .error: .bad
    case .taskStatusChanged: statusTone
    case .ciUpdated: detail("status") == "passed" ? .good : detail("status") == "failed" ? .bad : .moving
    case .taskRepoMissing, .githubPullRequestClosed, .asanaReopenedSet, .githubIssueReopened: .attention
    case .githubPullRequestMerged, .asanaCompletedSet, .taskRepoResolved: .good
    case .githubIssueCreated, .githubAgentTriggered, .githubPullRequestLinked, .taskSpecCreated: .moving
    default: .quiet
    }
  }

  private var statusTone: TimelineLine.Tone {
    switch detail("to").flatMap(TaskStatus.init) {
    case .deployed: .good
    case .failed: .bad
    case .some(let status) where status.needsAttention: .attention
    case .cancelled, .autoDisabled, nil: .quiet
    default: .moving
    }
  }

  var links: [Link] {
    guard let url = detail("url"), OutsideURL.isSafe(url) else { return [] }
    return [Link(label: linkLabel, href: url)]
  }

  private var linkLabel: String {
    switch entry.type {
    case .githubIssueCreated, .githubIssueClosed, .githubIssueReopened: "Issue\(number)"
    case .githubPullRequestLinked, .githubPullRequestRepaired, .githubPullRequestClosed, .githubPullRequestMerged: "PR\(number)"
    case .ciUpdated: "CI"
    case .githubAgentTriggered: "Comment"
    case .taskCreatedOrSeen: "Asana task"
    case .githubWebhookReceived where detail("run") != nil: "Run"
    default: "Open"
    }
  }

  var ids: [CopyableID] {
    [("commit", detail("sha")), ("comment", detail("comment")), ("delivery", entry.deliveryID)].compactMap { label, value in
      value.map { CopyableID(label: label, value: $0) }
    }
  }
}
