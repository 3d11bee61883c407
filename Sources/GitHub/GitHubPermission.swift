/// What a person may do with a repository, as `GET /collaborators/{user}/permission` sums it up.
package enum GitHubPermission: String, Sendable, CaseIterable {
  case admin, write, read, none

  /// Whether the agent answers this person's comments; it asks the same question itself.
  package var canTriggerAgent: Bool { self == .admin || self == .write }
}
