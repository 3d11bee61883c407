internal import Crypto
internal import Domain
internal import EventLoop
internal import HTTPClient
internal import Log
internal import Postgres
internal import Storage
internal import Worker

/// Everything that stands on the database, built once per process.
struct Stores: Sendable {
  /// Sessions of the application role, which row-level security binds.
  let database: Database
  let vault: SecretVault
  let sealed: SealedValues
  let projects: ProjectStore
  let hooks: HookStore
  let intake: DeliveryIntake
  let queue: JobQueue
  let ledger: TaskLedger
  let facts: FactStore
  let specs: TaskSpecStore
  /// What calls with the projects' tokens show.
  let watch: IntegrationWatch

  static let role = "autoflow_app"

  init(_ configuration: Configuration, loops: EventLoopGroup) {
    let log = configuration.log
    database = Database(
      configuration: DatabaseConfiguration(url: configuration.databaseURL, role: Self.role), loops: loops,
      report: { event in log.debug("database", [("event", .text("\(event)"))]) })
    vault = SecretVault(database: database, keyring: configuration.masterKeys)
    sealed = SealedValues(database: database, keyring: configuration.masterKeys)
    projects = ProjectStore(database: database)
    hooks = HookStore(database: database, vault: vault)
    intake = DeliveryIntake(database: database)
    queue = JobQueue(database: database)
    ledger = TaskLedger(database: database)
    facts = FactStore(database: database)
    specs = TaskSpecStore(database: database)
    watch = IntegrationWatch(store: IntegrationStore(database: database))
  }

  /// Connections as the owner of the schema, for migrations and for looking at them.
  static func owner(_ url: String, loops: EventLoopGroup) -> Database {
    Database(
      configuration: DatabaseConfiguration(url: url, applicationName: "autoflow-owner", connectionsPerLoop: 1, transactionsPerLoop: 1),
      loops: loops)
  }

  /// The job handlers, with the real adapters behind them.
  func handlers(_ configuration: Configuration, _ client: HTTPClient) -> [JobKind: any JobHandler] {
    let ports = OutsidePorts(self, configuration: configuration, client: client).ports
    let refresh = RefreshJob(ledger: ledger, projects: projects, queue: queue, ports: ports)
    let publicURL = configuration.publicURLText
    return [
      .delivery: DeliveryJob(
        intake: intake, ledger: ledger, facts: facts, queue: queue, interpret: { try DeliveryTranslation.interpret($0) }),
      .refresh: refresh,
      .effect: EffectJob(ledger: ledger, projects: projects, specs: specs, facts: facts, ports: ports, refresh: refresh),
      .hooks: HooksJob(
        projects: projects, hooks: hooks, queue: queue, specs: specs, ports: ports,
        target: { WebhookAddress.asana(publicURL: publicURL, project: $0) + "?hook=" + $1 },
        followsAddress: configuration.isPublicURLSet),
      .nothing: NothingJob(),
    ]
  }
}
