internal import Asana
package import Domain
internal import GitHub
package import Storage

/// Translates a stored summary into words of this program.
package enum DeliveryInterpreter {
  /// - Throws: the adapter's error when the summary is not what the adapter writes.
  package static func interpret(_ delivery: StoredDelivery) throws -> DeliveryContent {
    switch delivery.source {
    case .asana:
      let events = try AsanaEvents(summaryJSON: delivery.summary)
      return .trackerTasks(events.tasks.map { DeliveryContent.TouchedTask(key: $0.gid, actor: $0.userGid) })
    case .github: return content(try GitHubDelivery(summaryJSON: delivery.summary))
    }
  }

  private static func content(_ delivery: GitHubDelivery) -> DeliveryContent {
    switch delivery {
    case .pullRequest(let action, let repository, let pullRequest): .pullRequest(repository, pullRequest, action: action)
    case .workflowRun(let action, let repository, let run): .workflowRun(repository, run, action: action)
    case .issue(let change) where change.action != .opened:
      .issue(change.repository, number: change.number, isClosed: change.action == .closed, actor: change.actor)
    case .issue, .ping, .issueComment, .push, .ignored: .nothing
    }
  }
}
