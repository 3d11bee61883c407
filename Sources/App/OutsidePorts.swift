internal import Asana
internal import Crypto
internal import Domain
internal import GitHub
internal import HTTPClient
internal import Storage
internal import Worker

/// Makes the adapters of a project, with that project's own tokens and no others.
struct OutsidePorts: Sendable {
  private let vault: SecretVault
  private let watch: IntegrationWatch
  let asanaURL: BaseURL
  let githubURL: BaseURL
  let client: HTTPClient

  init(_ stores: Stores, configuration: Configuration, client: HTTPClient) {
    vault = stores.vault
    watch = stores.watch
    asanaURL = configuration.asana
    githubURL = configuration.github
    self.client = client
  }

  var ports: ProjectPorts {
    ProjectPorts(
      tracker: { project async throws(PortError) in try await asana(project) },
      setup: { project async throws(PortError) in try await asana(project) },
      codeHost: { project async throws(PortError) in try await github(project) })
  }

  func asana(_ project: ProjectID) async throws(PortError) -> AsanaTracker {
    let client = client
    return AsanaTracker(
      base: asanaURL, token: try await token(.asanaToken, project, .asana), observe: watch.observer(of: .asana, project: project)
    ) {
      request async throws(ClientError) in try await client.send(request)
    }
  }

  func github(_ project: ProjectID) async throws(PortError) -> GitHubHost {
    let client = client
    return GitHubHost(
      base: githubURL, token: try await token(.githubToken, project, .github), observe: watch.observer(of: .github, project: project)
    ) {
      request async throws(ClientError) in try await client.send(request)
    }
  }

  private func token(
    _ name: SecretName, _ project: ProjectID, _ system: IntegrationCheck.System
  ) async throws(PortError) -> SecretBytes {
    var reason = "the project has no \(system.name) token"
    do {
      if let token = try await vault.find(name, project: project) { return token }
    } catch .unreadable {
      reason = "the \(system.name) token cannot be read with this master key; enter it again"
    } catch {
      throw .transient(reason: "the database did not answer")
    }
    let failure = PortError.notConfigured(reason: reason)
    await watch.note(CallOutcome(failure: failure, isWrite: false), system, project)
    throw failure
  }
}

extension IntegrationCheck.System {
  fileprivate var name: String {
    switch self {
    case .asana: "Asana"
    case .github: "GitHub"
    }
  }
}
