package import Domain
internal import HTTP
internal import HTTPClient

extension GitHubHost: CodeHostCatalogue {
  /// Pages of a list to choose from; 100 entries each.
  private static let chosenPages = 10

  package func loadAccount() async throws(PortError) -> CodeHostAccount {
    let answer = try await perform(requests.currentUser())
    let user = try answer.decode(GitHubWire.User.self)
    let headers = answer.response.headers
    return CodeHostAccount(
      login: user.login, isBot: user.type == "Bot", scopes: headers["x-oauth-scopes"].map(Self.scopes),
      expires: headers["github-authentication-token-expiration"])
  }

  private static func scopes(_ field: String) -> [String] {
    field.split(separator: ",").map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
  }

  package func listRepositories() async throws(PortError) -> Listing<CodeHostRepository> {
    var (repositories, pages): ([CodeHostRepository], Int) = ([], 0)
    try await visitPages([GitHubWire.OwnRepository].self, from: requests.repositories()) { page in
      repositories += page.compactMap(CodeHostRepository.init)
      pages += 1
      return pages < Self.chosenPages
    }
    return Listing(items: repositories, isComplete: pages < Self.chosenPages)
  }

  package func loadRepository(_ name: RepositoryName) async throws(PortError) -> CodeHostRepository {
    guard let repository = CodeHostRepository(try await load(GitHubWire.OwnRepository.self, requests.repository(name))) else {
      throw .malformed(reason: "GitHub's answer names no repository")
    }
    return repository
  }

  /// GitHub answers 404 as well as 403 where a right is missing, and 410 for issues that are switched off.
  package func canRead(_ part: RepositoryPart, of repository: RepositoryName) async throws(PortError) -> Bool {
    switch try await perform(requests.probe(part, of: repository)).failure {
    case nil: return true
    case .forbidden, .notFound: return false
    case let failure?: throw failure
    }
  }
}

extension CodeHostRepository {
  /// nil for a name that is not `owner/name`.
  fileprivate init?(_ wire: GitHubWire.OwnRepository) {
    guard let name = RepositoryName(wire.fullName) else { return nil }
    let rights = wire.permissions
    let permission: Permission =
      rights?.admin == true ? .admin : rights?.push == true || rights?.maintain == true ? .write : .read
    self.init(
      name: name, isPrivate: wire.isPrivate ?? false, isArchived: wire.isArchived ?? false, hasIssues: wire.hasIssues ?? true,
      permission: permission)
  }
}
