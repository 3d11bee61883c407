import Actions
import Crypto
import Domain
import Synchronization

/// Stand-ins of Asana and GitHub behind the settings: what each token sees is prepared, and every token that is used is kept.
final class OutsideFixture: Sendable {
  /// What a token of Asana sees.
  struct Tracker: TrackerCatalogue {
    var name = "Anna"
    var workspaces = [TrackerResource(id: "1200001", name: "Acme")]
    var projects: [String: TrackerResource] = [:]
    /// By project.
    var fields: [String: [TrackerField]] = [:]
    /// Of every call.
    var failure: PortError?
    /// Of the lists alone.
    var listFailure: PortError?

    private func check(_ failures: PortError?...) throws(PortError) {
      for case let failure? in failures { throw failure }
    }

    func loadAccount() async throws(PortError) -> TrackerAccount {
      try check(failure)
      return TrackerAccount(name: name, workspaces: workspaces)
    }

    func listProjects(inWorkspace workspace: String) async throws(PortError) -> Listing<TrackerResource> {
      try check(failure, listFailure)
      return Listing(items: Array(projects.values), isComplete: true)
    }

    func loadResource(ofProject project: String) async throws(PortError) -> TrackerResource {
      try check(failure)
      guard let found = projects[project] else { throw .notFound(reason: "no such project") }
      return found
    }

    func listCatalogueFields(inProject project: String) async throws(PortError) -> [TrackerField] {
      try check(failure, listFailure)
      return fields[project] ?? []
    }

    func listCatalogueFields(inWorkspace workspace: String) async throws(PortError) -> [TrackerField] {
      try check(failure, listFailure)
      return []
    }
  }

  /// What a token of GitHub sees.
  struct CodeHost: CodeHostCatalogue {
    var login = "anna"
    var isBot = false
    var scopes: [String]? = ["repo"]
    var repositories: [CodeHostRepository] = []
    var unreadable: Set<RepositoryPart> = []
    var failure: PortError?
    var listFailure: PortError?

    private func check(_ failures: PortError?...) throws(PortError) {
      for case let failure? in failures { throw failure }
    }

    func loadAccount() async throws(PortError) -> CodeHostAccount {
      try check(failure)
      return CodeHostAccount(login: login, isBot: isBot, scopes: scopes, expires: nil)
    }

    func listRepositories() async throws(PortError) -> Listing<CodeHostRepository> {
      try check(failure, listFailure)
      return Listing(items: repositories, isComplete: true)
    }

    func loadRepository(_ name: RepositoryName) async throws(PortError) -> CodeHostRepository {
      try check(failure)
      guard let found = repositories.first(where: { $0.name == name }) else { throw .notFound(reason: "no such repository") }
      return found
    }

    func canRead(_ part: RepositoryPart, of repository: RepositoryName) async throws(PortError) -> Bool {
      try check(failure)
      return !unreadable.contains(part)
    }
  }

  private struct State {
    var trackers: [String: Tracker] = [:]
    var codeHosts: [String: CodeHost] = [:]
    var used: [String] = []
  }

  private let state = Mutex(State())

  /// Tokens in the order they were used.
  var used: [String] { state.withLock { $0.used } }

  func forgetUsed() { state.withLock { $0.used = [] } }

  func asana(_ token: String, _ tracker: Tracker) { state.withLock { $0.trackers[token] = tracker } }
  func github(_ token: String, _ host: CodeHost) { state.withLock { $0.codeHosts[token] = host } }

  /// A token nobody prepared is refused.
  var ports: SettingsPorts {
    SettingsPorts(
      tracker: { token in
        self.use(token) { $0.trackers[$1] } ?? Tracker(failure: .unauthorised(reason: "Asana answered 401"))
      },
      codeHost: { token in
        self.use(token) { $0.codeHosts[$1] } ?? CodeHost(failure: .unauthorised(reason: "GitHub answered 401"))
      }, trackerPages: .asana(api: "asana.test"), codeHostPages: .github(api: "api.github.test"))
  }

  private func use<Value: Sendable>(_ token: SecretBytes, _ find: @Sendable (State, String) -> Value?) -> Value? {
    let text = token.revealText() ?? ""
    return state.withLock { state in
      state.used.append(text)
      return find(state, text)
    }
  }
}
