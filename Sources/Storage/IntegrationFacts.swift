internal import Postgres

/// What is known about a project's connections without asking the outside.
package struct IntegrationFacts: Sendable, Equatable {
  package let hasAsanaToken: Bool
  package let asanaProjects: Int64
  /// Webhooks whose handshake is done.
  package let activeAsanaHooks: Int64
  package let hasGitHubToken: Bool
  package let hasGitHubWebhookSecret: Bool
  package let repositories: Int64
  /// At least one delivery with a good signature has arrived.
  package let hasGitHubDelivery: Bool

  package init(
    hasAsanaToken: Bool, asanaProjects: Int64, activeAsanaHooks: Int64, hasGitHubToken: Bool, hasGitHubWebhookSecret: Bool,
    repositories: Int64, hasGitHubDelivery: Bool
  ) {
    self.hasAsanaToken = hasAsanaToken
    self.asanaProjects = asanaProjects
    self.activeAsanaHooks = activeAsanaHooks
    self.hasGitHubToken = hasGitHubToken
    self.hasGitHubWebhookSecret = hasGitHubWebhookSecret
    self.repositories = repositories
    self.hasGitHubDelivery = hasGitHubDelivery
  }

  init(_ row: Row, from column: Int) throws(DatabaseError) {
    self.init(
      hasAsanaToken: try row.bool(column), asanaProjects: try row.int(column + 1), activeAsanaHooks: try row.int(column + 2),
      hasGitHubToken: try row.bool(column + 3), hasGitHubWebhookSecret: try row.bool(column + 4), repositories: try row.int(column + 5),
      hasGitHubDelivery: try row.bool(column + 6))
  }
}
