package import Domain

extension GitHubHost {
  /// Whom the token belongs to; the cheapest proof that it works.
  package func loadCurrentUser() async throws(PortError) -> GitHubUser {
    GitHubUser(login: try await load(GitHubWire.User.self, requests.currentUser()).login)
  }

  /// What a person may do with a repository; a role this program does not know counts as none.
  /// - Throws: `notFound` when the token cannot see the repository.
  package func loadPermission(of login: String, in repository: RepositoryName) async throws(PortError) -> GitHubPermission {
    let answer = try await load(GitHubWire.Permission.self, requests.permission(of: login, in: repository))
    return GitHubPermission(rawValue: answer.permission) ?? .none
  }

  /// Webhooks of a repository, from the first page of 100; GitHub allows 20 for each event.
  /// - Throws: `notFound` also when the token may not read webhooks.
  package func listHooks(in repository: RepositoryName) async throws(PortError) -> [GitHubHook] {
    try await load([GitHubWire.Hook].self, requests.hooks(in: repository)).map { hook in
      GitHubHook(
        id: hook.id, url: hook.config?.url ?? "", contentType: hook.config?.contentType ?? "form", events: hook.events ?? [],
        isActive: hook.active ?? false, lastStatus: hook.lastResponse?.code, lastMessage: hook.lastResponse?.message)
    }
  }
}
