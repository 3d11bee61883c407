internal import Domain
internal import Storage

/// Tries a token of GitHub: whose it is, and what it may do in the configured repositories.
struct GitHubTrial: Sendable {
  private let catalogue: any CodeHostCatalogue
  private let repositories: [RepositoryName]

  init(_ catalogue: any CodeHostCatalogue, _ settings: ProjectSettings) {
    self.catalogue = catalogue
    repositories = settings.repositories.compactMap { RepositoryName($0.name) }
  }

  func run() async -> SettingsStore.Trial {
    do throws(PortError) {
      let account = try await catalogue.loadAccount()
      let catalogue = catalogue
      let findings = await SettingsActions.concurrently(repositories) { await Self.look(at: $0, catalogue) }
      return SettingsStore.Trial(
        account: account.login, findings: (Self.findings(account) + findings.flatMap(\.self)).map(\.text), failure: nil)
    } catch { return SettingsStore.Trial(error, system: "GitHub") }
  }

  private static func findings(_ account: CodeHostAccount) -> [Finding] {
    var findings: [Finding] = []
    if account.isBot { findings.append(Finding(.bot, account.login)) }
    if let scopes = account.scopes, !scopes.isEmpty {
      findings.append(scopes.contains("repo") ? Finding(.scopes, scopes.joined(separator: ", ")) : Finding(.scopeMissing, "repo"))
    } else {
      findings.append(Finding(.scopesUnknown))
    }
    if let expires = account.expires { findings.append(Finding(.expires, expires)) }
    return findings
  }

  private static func look(at name: RepositoryName, _ catalogue: any CodeHostCatalogue) async -> [Finding] {
    do throws(PortError) {
      let repository = try await catalogue.loadRepository(name)
      let parts = RepositoryPart.allCases.filter { $0 != .issues || repository.hasIssues }
      let unread = await SettingsActions.concurrently(parts) { await Self.probe($0, name, catalogue) }
      return about(repository) + unread.compactMap(\.self)
    } catch .notFound, .forbidden {
      return [Finding(.repositoryHidden, name.description)]
    } catch {
      return [Finding(.unchecked, name.description, error.reason)]
    }
  }

  private static func about(_ repository: CodeHostRepository) -> [Finding] {
    let name = repository.name.description
    var findings = [
      repository.permission == .read ? Finding(.mayRead, name) : Finding(.mayWrite, name, repository.permission.rawValue)
    ]
    if repository.isArchived { findings.append(Finding(.repositoryArchived, name)) }
    if !repository.hasIssues { findings.append(Finding(.issuesOff, name)) }
    return findings
  }

  private static func probe(_ part: RepositoryPart, _ name: RepositoryName, _ catalogue: any CodeHostCatalogue) async -> Finding? {
    do throws(PortError) {
      return try await catalogue.canRead(part, of: name) ? nil : Finding(.unreadable, name.description, part.rawValue)
    } catch { return Finding(.unchecked, name.description, error.reason) }
  }
}
