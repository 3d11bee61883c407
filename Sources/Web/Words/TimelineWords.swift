internal import Messages
internal import Pipeline
internal import Storage

/// Sentence, tone, links and ids of one line of the timeline.
struct TimelineWords: Sendable {
  private let entry: TaskPages.Entry
  private let words: Words

  init(_ entry: TaskPages.Entry, _ words: Words) {
    self.entry = entry
    self.words = words
  }

  private func detail(_ name: String) -> String? { entry.details[name] }

  /// ` #128`, or nothing.
  private var number: String { detail("number").map { " #" + $0 } ?? "" }

  private var because: String { detail("reason").map { ": " + StoredReason.text($0, in: words) } ?? "" }

  /// A message in which ` #128` may stand.
  private func numbered(_ key: String) -> String { words(key, ["number": number]) }

  var text: String {
    guard let type = entry.type else { return entry.typeName }
    switch type {
    case .asanaWebhookReceived: return words("timeline.asana_reported")
    case .githubWebhookReceived: return deliveryText
    case .taskCreatedOrSeen: return words("timeline.seen")
    case .taskStatusChanged: return statusText
    case .taskRepoMissing:
      return detail("option").map { words("timeline.repository_unknown", ["option": $0]) } ?? words("timeline.repository_missing")
    case .taskRepoResolved: return words("timeline.repository_found")
    case .taskSpecCreated: return words("timeline.spec", ["version": detail("version") ?? "?"])
    case .githubIssueCreated: return numbered("timeline.issue_created")
    case .githubIssueClosed: return numbered("timeline.issue_closed")
    case .githubIssueReopened: return numbered("timeline.issue_reopened")
    case .githubAgentTriggered: return words("timeline.agent_started")
    case .githubPullRequestLinked: return numbered("timeline.pr_linked")
    case .githubPullRequestRepaired: return numbered("timeline.pr_repaired")
    case .githubPullRequestClosed: return numbered("timeline.pr_closed")
    case .githubPullRequestMerged: return mergedText
    case .ciUpdated: return ciText
    case .asanaCompletedSet: return words(detail("by_us") == "false" ? "timeline.completed_already" : "timeline.completed")
    case .asanaReopenedSet: return words("timeline.reopened")
    case .commentPosted: return commentText
    case .manualAction: return manualText
    case .error: return words("timeline.failed", ["step": effectText]) + because
    }
  }

  /// `GitHub reported: pull request #2 opened`
  private var deliveryText: String {
    guard let event = detail("event") else { return words("timeline.github_reported") }
    let what = known("delivery.event.", event) + number + (detail("action").map { " " + known("delivery.action.", $0) } ?? "")
    return words("timeline.github_reported_what", ["what": what])
  }

  /// The word for a name that GitHub uses; the name itself for one that is new.
  private func known(_ family: String, _ name: String) -> String {
    words.has(family + name) ? words(family + name) : name.replacing("_", with: " ")
  }

  private var statusText: String {
    let to = detail("to").flatMap(TaskStatus.init)?.word(in: words) ?? detail("to") ?? "?"
    let from = detail("from").flatMap(TaskStatus.init)?.word(in: words)
    return (from.map { "\($0) → \(to)" } ?? to) + because
  }

  private var mergedText: String {
    detail("sha").map { words("timeline.pr_merged_as", ["number": number, "commit": Short.commit($0)]) } ?? numbered("timeline.pr_merged")
  }

  private var ciText: String {
    let state = detail("status").map { CIState(rawValue: $0)?.word(in: words) ?? $0 } ?? words("ci.reported")
    let commit = detail("sha").map { " " + words("timeline.on_commit", ["commit": Short.commit($0)]) } ?? ""
    let workflow = detail("workflow").map { " (\($0))" } ?? ""
    return "CI " + state + commit + workflow
  }

  private var commentText: String {
    switch effect {
    case .commentDeployedOnIssue, .commentFailureOnIssue: words("timeline.comment_issue")
    case .commentNoteOnTracker: words("timeline.comment_note")
    default: words("timeline.comment_asana")
    }
  }

  private var manualText: String {
    switch detail("action") {
    case "retry": words("task.retry")
    case "resync": words("task.resync")
    case "force_pr": words("task.force_pr") + number
    case "choose_repository": words("timeline.repository_chosen")
    case "add_note": words("timeline.note", ["note": detail("note") ?? ""])
    default: words("timeline.action", ["action": detail("action") ?? "?"])
    }
  }

  private var effect: EffectKind? { detail("effect").flatMap(EffectKind.init) }

  /// What was tried, as the subject of a sentence.
  private var effectText: String {
    guard let effect else { return words(detail("effect") == "force_pr" ? "task.force_pr" : "effect.unknown") }
    return switch effect {
    case .createIssue: words("effect.create_issue")
    case .postTrigger: words("effect.post_trigger")
    case .repairPullRequest: words("effect.repair_pr")
    case .findMergeCommit: words("effect.find_commit")
    case .readRuns: words("effect.read_runs")
    case .completeTracker: words("effect.complete")
    case .reopenTracker: words("effect.reopen")
    case .reopenIssue: words("effect.reopen_issue")
    case .readTracker: words("effect.read_task")
    case .commentDeployedOnIssue, .commentFailureOnIssue: words("effect.comment_issue")
    case .commentPullRequestOnTracker, .commentDeployedOnTracker, .commentFailureOnTracker, .commentNoteOnTracker:
      words("effect.comment_asana")
    }
  }

  /// The system a line came from, for lines without a person.
  var source: String { words("source." + entry.source.rawValue) }

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
    case .githubIssueCreated, .githubIssueClosed, .githubIssueReopened: words("task.link_issue") + number
    case .githubPullRequestLinked, .githubPullRequestRepaired, .githubPullRequestClosed, .githubPullRequestMerged:
      words("task.link_pr") + number
    case .ciUpdated: words("task.link_ci")
    case .githubAgentTriggered: words("timeline.link_comment")
    case .taskCreatedOrSeen: words("timeline.link_asana")
    case .githubWebhookReceived where detail("run") != nil: words("timeline.link_run")
    default: words("timeline.link_open")
    }
  }

  var ids: [CopyableID] {
    [("timeline.id_commit", detail("sha")), ("timeline.id_comment", detail("comment")), ("timeline.id_delivery", entry.deliveryID)]
      .compactMap { key, value in value.map { CopyableID(label: words(key), value: $0) } }
  }
}
