package import Domain
package import Pipeline

/// A project's configuration as its settings page shows it, without secrets.
package struct ProjectSettings: Sendable {
  /// Stands in webhook addresses.
  package let publicID: String
  /// Grows with every saved section.
  package let version: Int64
  package let linking: ProjectPolicy.Linking
  package let agentLogins: [String]
  package let workspace: String?
  package let autoField: String?
  package let repositoryField: String?
  package let statusField: String?
  /// What Asana calls the workspace and the fields, by gid.
  package let names: [String: String]
  /// Asana webhooks whose handshake is done.
  package let activeHooks: Int64
  /// At least one delivery of GitHub with a good signature has arrived.
  package let hasGitHubDelivery: Bool
  package let asanaProjects: [TrackerResource]
  package let autoValues: [MappedOption]
  package let statusMap: [(option: MappedOption, hold: Hold)]
  /// To `owner/name`.
  package let repositoryMap: [(option: MappedOption, repository: String)]
  /// The default one first.
  package let repositories: [ProjectPages.Repository]
  /// Time of the last change by name.
  package let secrets: [SecretName: Timestamp]
  package let checks: [IntegrationCheck.System: IntegrationCheck]
}

/// An option of a field as it is kept: by name, and by id once that is known (decision 6.18).
package struct MappedOption: Sendable, Hashable {
  package let name: String
  package let id: String?

  package init(name: String, id: String?) {
    self.name = name
    self.id = id
  }
}
