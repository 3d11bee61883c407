/// Whom a code host's token belongs to, and what the host says about the token itself.
package struct CodeHostAccount: Sendable, Equatable {
  package let login: String
  /// Coding agents refuse comments of bots and apps (fact F4).
  package let isBot: Bool
  /// Scopes of a classic token; nil for tokens that have none, such as fine-grained ones.
  package let scopes: [String]?
  /// As the host writes it; nil when the token does not expire or the host does not say.
  package let expires: String?

  package init(login: String, isBot: Bool, scopes: [String]?, expires: String?) {
    self.login = login
    self.isBot = isBot
    self.scopes = scopes
    self.expires = expires
  }
}

/// A repository the token sees.
package struct CodeHostRepository: Sendable, Equatable {
  package enum Permission: String, Sendable { case admin, write, read }

  package let name: RepositoryName
  package let isPrivate: Bool
  package let isArchived: Bool
  package let hasIssues: Bool
  /// Of the token's owner.
  package let permission: Permission

  package init(name: RepositoryName, isPrivate: Bool, isArchived: Bool, hasIssues: Bool, permission: Permission) {
    self.name = name
    self.isPrivate = isPrivate
    self.isArchived = isArchived
    self.hasIssues = hasIssues
    self.permission = permission
  }
}

/// Parts of a repository that the pipeline reads.
package enum RepositoryPart: String, Sendable, CaseIterable { case issues, pulls, actions, hooks }

/// What choosing a project's settings needs from a code host, seen with one token.
package protocol CodeHostCatalogue: Sendable {
  func loadAccount() async throws(PortError) -> CodeHostAccount
  /// Repositories the token's owner works with, by name; the first 1,000.
  func listRepositories() async throws(PortError) -> Listing<CodeHostRepository>
  /// - Throws: `notFound` when the token does not see it.
  func loadRepository(_ name: RepositoryName) async throws(PortError) -> CodeHostRepository
  /// Whether the token may read a part of a repository it sees.
  func canRead(_ part: RepositoryPart, of repository: RepositoryName) async throws(PortError) -> Bool
}
