/// Answer of `decide`: the state to keep, the effects to run, the lines for the timeline.
package struct Decision: Sendable, Equatable {
  package var state: TaskState
  package var effects: [Effect]
  package var entries: [TimelineEntry]
  /// Set when the task's text changed: the next TaskSpec version to be stored (its number is `state.specVersion`).
  package var spec: TaskSpec?

  package init(state: TaskState, effects: [Effect] = [], entries: [TimelineEntry] = [], spec: TaskSpec? = nil) {
    self.state = state
    self.effects = effects
    self.entries = entries
    self.spec = spec
  }
}

/// Who or what caused an event.
package struct EventOrigin: Sendable, Equatable {
  /// Sources of the seed's section 5.1.
  package enum Source: String, Sendable, CaseIterable { case asana, github, system, user, api }

  package let source: Source
  /// Login or name of a person or account outside.
  package let actor: String?
  /// Id of the webhook delivery, as its sender named it.
  package let deliveryID: String?

  package init(source: Source, actor: String? = nil, deliveryID: String? = nil) {
    self.source = source
    self.actor = actor
    self.deliveryID = deliveryID
  }

  package static let system = EventOrigin(source: .system)
}

/// Event types of the timeline; people read them with SQL, so they never change.
package enum TimelineEventType: String, Sendable, CaseIterable {
  case asanaWebhookReceived = "asana.webhook_received"
  case githubWebhookReceived = "github.webhook_received"
  case taskCreatedOrSeen = "task.created_or_seen"
  case taskStatusChanged = "task.status_changed"
  case taskRepoMissing = "task.repo_missing"
  case taskRepoResolved = "task.repo_resolved"
  case taskSpecCreated = "task.spec_created"
  case githubIssueCreated = "github.issue_created"
  case githubIssueClosed = "github.issue_closed"
  case githubIssueReopened = "github.issue_reopened"
  case githubAgentTriggered = "github.agent_triggered"
  case githubPullRequestLinked = "github.pr_linked"
  case githubPullRequestRepaired = "github.pr_repaired"
  case githubPullRequestClosed = "github.pr_closed"
  case githubPullRequestMerged = "github.pr_merged"
  case ciUpdated = "ci.updated"
  case asanaCompletedSet = "asana.completed_set"
  case asanaReopenedSet = "asana.reopened_set"
  case commentPosted = "comment.posted"
  case manualAction = "manual.action"
  case error = "error"
}

/// One line of a task's story: ids, addresses, statuses and commits, never a raw payload.
package struct TimelineEntry: Sendable, Equatable {
  package let type: TimelineEventType
  package let origin: EventOrigin
  /// Becomes `ref_json`; order is kept.
  package let reference: [Reference]

  package init(_ type: TimelineEventType, _ origin: EventOrigin, _ reference: [Reference] = []) {
    self.type = type
    self.origin = origin
    self.reference = reference
  }

  package struct Reference: Sendable, Equatable {
    package enum Value: Sendable, Equatable {
      case text(String)
      case number(Int64)
      case flag(Bool)
      case null
    }

    package let name: String
    package let value: Value

    package init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }
}

/// A project's choices that change decisions.
package struct ProjectPolicy: Sendable, Equatable {
  /// How pull requests find their issue (decision 6.1).
  package enum Linking: String, Sendable, CaseIterable {
    /// Only `Fixes #N`.
    case strict
    /// As strict, and the agent's own pull request gets its `Fixes #N` line from this program.
    case repair
    /// All closing keywords of GitHub.
    case keywords
  }

  package let linking: Linking
  /// Logins of coding agents, compared with and without the suffix `[bot]`, without regard to case.
  package let agentLogins: [String]

  package init(linking: Linking, agentLogins: [String]) {
    self.linking = linking
    self.agentLogins = agentLogins
  }
}
