package import Domain
package import Pipeline

/// A project's configuration as it is written; parts that are nil are left as they are.
package struct ProjectDefinition: Sendable {
  package struct AsanaPart: Sendable {
    package var workspace: String?
    package var projects: [String]?
    package var autoField: String?
    package var repositoryField: String?
    package var statusField: String?
    package var autoValues: [String]?
    /// By name of the option.
    package var holds: [(option: String, hold: Hold)]?
    /// By name of the option.
    package var repositories: [(option: String, repository: RepositoryName)]?

    package init() {}
  }

  package struct Repository: Sendable {
    package let name: RepositoryName
    package let isDefault: Bool

    package init(name: RepositoryName, isDefault: Bool) {
      self.name = name
      self.isDefault = isDefault
    }
  }

  package let slug: String
  package var name: String?
  package var asana: AsanaPart?
  package var repositories: [Repository]?
  package var agentLogins: [String]?
  package var linking: ProjectPolicy.Linking?
  package var links: [ProjectContext.Link]?
  package var contacts: [ProjectContext.Contact]?
  package var notes: String?

  package init(slug: String) { self.slug = slug }
}
