internal import Actions
internal import Crypto
internal import Domain
internal import EventLoop
internal import GitHub
internal import HTTP
internal import HTTPClient
internal import HTTPServer
internal import Log
internal import Messages
internal import Storage
internal import Synchronization
internal import Templates
internal import Web

/// The screens with everything they use.
final class WebComposition: Sendable {
  private let files: StaticFiles
  private let web: Web
  private let hub: LiveHub
  private let loop: EventLoop
  /// Keeps open pages' streams alive; cancelled by `close`.
  private let pulse = Mutex<Task<Void, Never>?>(nil)

  /// Passwords that wait for a free core; more are answered 503.
  private static let waitingPasswords = 64

  init(_ configuration: Configuration, _ stores: Stores, _ runtime: Runtime) throws {
    let folder = try ProgramFolder(runtime.variables)
    let isDeveloping = configuration.environment == .development
    let files = try StaticFiles(
      folder: folder.assets, bundles: Web.bundles, reloads: isDeveloping,
      digest: { String(Hex.encode(SHA256.digest($0)).prefix(16)) })
    let templates = try LocalisedTemplates(
      folder: TemplateFolder(path: folder.templates), catalogues: try Catalogues(folder: folder.messages),
      reload: isDeveloping ? .whenChanged(now: { ContinuousClock.now }) : .never)
    hub = LiveHub(clock: SystemClock())
    web = try Web(
      stores: Self.pages(stores), useCases: Self.useCases(configuration, stores, runtime, try folder.commonPasswords()),
      templates: templates, publicURL: configuration.publicURLText, asset: { files.address(of: $0) }, clock: SystemClock(),
      log: configuration.log, hub: hub, showsStyleguide: isDeveloping)
    self.files = files
    loop = runtime.loops.loops[0]
  }

  private static func pages(_ stores: Stores) -> Web.Stores {
    let database = stores.database
    return Web.Stores(
      sessions: SessionStore(database: database), projects: ProjectPages(database: database), tasks: TaskPages(database: database),
      members: MemberStore(database: database), invites: InviteStore(database: database), instance: InstanceStore(database: database),
      audit: AuditLog(database: database), search: SearchStore(database: database), notes: NoteStore(database: database))
  }

  private static func useCases(
    _ configuration: Configuration, _ stores: Stores, _ runtime: Runtime, _ common: CommonPasswords
  ) -> Web.UseCases {
    let database = stores.database
    let client = HTTPClient(
      loops: runtime.loops,
      configuration: HTTPClient.Configuration(
        userAgent: "auto-flow", allowedPrivateAddresses: configuration.allowedPrivateAddresses, maximumConnectionsPerHost: 4))
    let ports = OutsidePorts(stores, configuration: configuration, client: client)
    let accounts = AccountActions(
      stores: AccountActions.Stores(database: database), hasher: PasswordHasher(waiting: waitingPasswords), random: .system, common: common,
      seal: TwoFactorSeal(configuration.masterKeys), clock: SystemClock(),
      initToken: configuration.initToken)
    let tasks = TaskActions(
      ledger: stores.ledger, tasks: TaskPages(database: database), projects: ProjectPages(database: database), facts: stores.facts,
      loadPullRequest: { number, repository, project async throws(PortError) in
        try await ports.github(project).loadPullRequest(number, in: repository)
      })
    let settings = SettingsActions(
      store: SettingsStore(database: database, vault: stores.vault), vault: stores.vault, ports: ports.settings, random: .system)
    return Web.UseCases(
      accounts: accounts, projects: ProjectActions(projects: stores.projects, queue: stores.queue), tasks: tasks,
      members: MemberActions(members: MemberStore(database: database)),
      invites: InviteActions(invites: InviteStore(database: database), accounts: accounts),
      instance: InstanceActions(instance: InstanceStore(database: database)), settings: settings,
      knowledge: KnowledgeActions(notes: NoteStore(database: database)))
  }

  var routes: [Route] { files.routes + web.routes }

  /// Starts the signs of life of open pages' streams.
  func begin() {
    let task = Task(executorPreference: loop) { [loop, hub] in
      while !Task.isCancelled {
        try? await loop.sleep(for: .seconds(15))
        hub.beat()
      }
    }
    pulse.withLock { $0 = task }
  }

  /// Takes in a notification of the channel `tasks`.
  func publish(_ payload: String) { hub.publish(payload) }

  /// Ends the streams.
  func close() {
    pulse.withLock { $0 }?.cancel()
    hub.close()
  }

  func answer(_ error: any Error, _ request: Request) async -> Response { web.errors.answer(to: error, request) }

  func missing(_ request: Request, _ status: Status, _ headers: Headers) async -> Response {
    web.errors.missing(request, status, headers)
  }
}
