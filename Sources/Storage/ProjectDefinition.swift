package import Domain
package import Pipeline

/// A project's configuration as it is written; parts that are nil are left as they are.
package struct ProjectDefinition: Sendable, Equatable {
  package struct AsanaPart: Sendable, Equatable {
    package var workspace: String?
    /// Gids, sorted.
    package var projects: [String]?
    package var autoField: String?
    package var repositoryField: String?
    package var statusField: String?
    /// Names of options, sorted.
    package var autoValues: [String]?
    /// By name of the option.
    package var holds: [String: Hold]?
    /// By name of the option.
    package var repositories: [String: RepositoryName]?

    package init() {}
  }

  package struct Repository: Sendable, Equatable {
    package let name: RepositoryName
    package let isDefault: Bool

    package init(name: RepositoryName, isDefault: Bool) {
      self.name = name
      self.isDefault = isDefault
    }

    /// A name that differs in its capitals is a change to write.
    package static func == (left: Repository, right: Repository) -> Bool {
      left.name.description == right.name.description && left.isDefault == right.isDefault
    }
  }

  package let slug: String
  package var name: String?
  package var asana = AsanaPart()
  /// The default one first, then by name.
  package var repositories: [Repository]?
  package var agentLogins: [String]?
  package var linking: ProjectPolicy.Linking?
  package var links: [ProjectContext.Link]?
  package var contacts: [ProjectContext.Contact]?
  package var notes: String?

  package init(slug: String) { self.slug = slug }

  /// Repositories in the order of a definition.
  package static func sorted(_ repositories: [Repository]) -> [Repository] {
    repositories.sorted { left, right in
      left.isDefault == right.isDefault ? left.name.key < right.name.key : left.isDefault
    }
  }
}
