/// What a stored webhook says, in words of this program; adapters translate.
package enum DeliveryContent: Sendable, Equatable {
  /// Tasks of the tracker that changed: read them again.
  case trackerTasks([TouchedTask])
  case pullRequest(RepositoryName, PullRequest, action: String)
  case workflowRun(RepositoryName, WorkflowRun, action: String)
  case issue(RepositoryName, number: Int64, isClosed: Bool, actor: String?)
  /// Nothing to act on.
  case nothing

  package struct TouchedTask: Sendable, Equatable {
    package let key: String
    /// Tracker's id of who changed it; nil for the tracker itself.
    package let actor: String?

    package init(key: String, actor: String?) {
      self.key = key
      self.actor = actor
    }
  }
}
