import Actions
import Crypto
import Domain
import FoundationEssentials
import HTTP
import Log
import Messages
import Pipeline
import Postgres
import Storage
import Synchronization
import Templates
import TestKit
import Testing

@testable import Web

/// The screens on the suite's database, without a server around them.
struct WebFixture: Sendable {
  let router: Router
  let hub: LiveHub
  let clock: FixedClock
  let host: String

  static let initToken = "the token of this test run"
  /// What the clock shows, since 1970.
  static let seconds: Int64 = 1_795_000_000
  static let keyring = MasterKeyring(current: MasterKey(.random(from: .system)), previous: nil)

  static func common() throws -> CommonPasswords {
    try #require(CommonPasswords(list: try String(contentsOfFile: TestFolders.root + "/Templates/passwords/common.txt", encoding: .utf8)))
  }

  /// Cheap, so that tests do not wait; the costs of the product have tests of their own.
  private static let hasher = PasswordHasher(waiting: 64, parameters: Argon2Parameters(memory: 64, passes: 1, lanes: 1))

  init(
    publicURL: String = "http://flow.example.com", initToken: String? = WebFixture.initToken, showsStyleguide: Bool = true,
    database: Database = TestDatabase.current.database, outside: OutsideFixture = OutsideFixture(),
    vault: SecretVault = WebFixture.vault, keyring: MasterKeyring = WebFixture.keyring, seconds: Int64 = WebFixture.seconds
  ) throws {
    clock = FixedClock(now: Timestamp(microseconds: seconds * 1_000_000))
    hub = LiveHub(clock: clock)
    host = String(publicURL.drop { $0 != "/" }.dropFirst(2))
    let templates = try LocalisedTemplates(
      folder: TemplateFolder(path: TestFolders.root + "/Templates"),
      catalogues: try Catalogues(folder: TestFolders.root + "/Templates/messages"), reload: .never)
    let tasks = TaskPages(database: database)
    let projects = ProjectPages(database: database)
    let accounts = AccountActions(
      stores: AccountActions.Stores(database: database), hasher: Self.hasher, random: .system, common: try Self.common(),
      seal: TwoFactorSeal(keyring), clock: clock, initToken: initToken.map { SecretBytes($0) })
    let web = try Web(
      stores: Web.Stores(
        sessions: SessionStore(database: database), projects: projects, tasks: tasks, members: MemberStore(database: database),
        invites: InviteStore(database: database), instance: InstanceStore(database: database), audit: AuditLog(database: database),
        search: SearchStore(database: database), notes: NoteStore(database: database)),
      useCases: Web.UseCases(
        accounts: accounts,
        projects: ProjectActions(projects: ProjectStore(database: database), queue: JobQueue(database: database)),
        tasks: TaskActions(
          ledger: TaskLedger(database: database), tasks: tasks, projects: projects, facts: FactStore(database: database),
          loadPullRequest: { _, _, _ async throws(PortError) in throw .transient(reason: "no code host in this test") }),
        members: MemberActions(members: MemberStore(database: database)),
        invites: InviteActions(invites: InviteStore(database: database), accounts: accounts),
        instance: InstanceActions(instance: InstanceStore(database: database)),
        settings: SettingsActions(
          store: SettingsStore(database: database, vault: vault), vault: vault, ports: outside.ports, random: .system),
        knowledge: KnowledgeActions(notes: NoteStore(database: database))),
      templates: templates, publicURL: publicURL, asset: { "/assets/0/" + $0 }, clock: clock, log: .none, hub: hub,
      showsStyleguide: showsStyleguide)
    router = Router(
      web.routes, onError: { error, request in web.errors.answer(to: error, request) },
      onMissing: { request, status, headers in web.errors.missing(request, status, headers) })
  }

  private static let master = MasterKey(.random())

  /// Under a master key of this test run.
  static var vault: SecretVault {
    SecretVault(database: TestDatabase.current.database, master: master)
  }

  // MARK: Requests

  func get(_ target: String, as person: Person? = nil, cookies: [String] = [], headers: [(String, String)] = []) async -> Answer {
    await send(.get, target, body: "", person, cookies, headers)
  }

  /// Posts a form; with `isSameOrigin` as a browser does it from a page of this site.
  func post(
    _ target: String, _ fields: [(String, String)] = [], as person: Person? = nil, cookies: [String] = [], isSameOrigin: Bool = true,
    peer: String = "198.51.100.7:4711", headers: [(String, String)] = []
  ) async -> Answer {
    let body = fields.map { PercentEncoding.encode($0) + "=" + PercentEncoding.encode($1) }.joined(separator: "&")
    var headers = headers + [("content-type", "application/x-www-form-urlencoded")]
    if isSameOrigin { headers += [("origin", "http://" + host), ("sec-fetch-site", "same-origin")] }
    return await send(.post, target, body: body, person, cookies, headers, peer: peer)
  }

  private func send(
    _ method: Method, _ target: String, body: String, _ person: Person?, _ cookies: [String], _ headers: [(String, String)],
    peer: String = "198.51.100.7:4711"
  ) async -> Answer {
    let cookies = cookies + (person.map { ["session=" + $0.token] } ?? [])
    var fields = [("host", host)] + headers
    if !cookies.isEmpty { fields.append(("cookie", cookies.joined(separator: "; "))) }
    let head = Self.head(method, target, fields)
    let response = await router.plan(head).respond(Request(head: head, body: Array(body.utf8), peer: peer, id: "request-1"))
    return Answer(response)
  }

  private static func head(_ method: Method, _ target: String, _ fields: [(String, String)]) -> RequestHead {
    var bytes: [UInt8] = []
    var ranges: [RequestHead.FieldRange] = []
    for (name, value) in fields {
      let start = bytes.count
      bytes += name.utf8
      let middle = bytes.count
      bytes += value.utf8
      ranges.append(.init(name: start..<middle, value: middle..<bytes.count))
    }
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    return RequestHead(
      method: method, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : nil, minorVersion: 1, bytes: bytes, fields: ranges
    )
  }

  // MARK: Rows

  /// A user with an open session.
  func person(_ name: String, isAdmin: Bool = false, password: String = "correct horse") async throws -> Person {
    let hash = try await Self.hasher.hash(SecretBytes(password))
    let rows = try await TestDatabase.current.runAsOwner(
      """
      INSERT INTO users (username, password_hash, is_admin) VALUES ('\(name)', '\(hash)', \(isAdmin))
      ON CONFLICT (lower(username)) DO UPDATE SET password_hash = excluded.password_hash RETURNING id
      """)
    let id = UserID(rawValue: try #require(try rows?.first?.int(0)))
    let token = RandomSource.system.token(bytes: 32)
    try await SessionStore(database: TestDatabase.current.database).create(
      SessionStore.New(
        token: token, user: id, lifetime: .seconds(3600), client: SessionStore.Client(address: "198.51.100.7", browser: "Opera, Linux")),
      replacing: nil)
    return Person(id: id, name: name, token: token)
  }

  /// A project with one repository.
  func project(_ slug: String, name: String = "Demo") async throws -> ProjectID {
    let rows = try await TestDatabase.current.runAsOwner(
      """
      WITH made AS (
        INSERT INTO projects (public_id, slug, name) VALUES ('public-id-of-\(slug)-0123456789', '\(slug)', '\(name.replacing("'", with: "''"))')
        RETURNING id
      ) INSERT INTO repositories (project_id, name, is_default) SELECT id, 'acme/api', true FROM made RETURNING project_id
      """)
    return ProjectID(rawValue: try #require(try rows?.first?.int(0)))
  }

  func join(_ person: Person, _ project: ProjectID, as role: ProjectRole) async throws {
    try await TestDatabase.current.runAsOwner(
      "INSERT INTO project_memberships (project_id, user_id, role) VALUES (\(project), \(person.id), '\(role.rawValue)')")
  }

  /// A task as the tracker shows it, taken in by the ledger.
  func task(
    _ project: ProjectID, _ gid: String, title: String = "Rate limit on export endpoint", notes: String = "Please", isAuto: Bool = true,
    repository: RepositoryID? = nil, modifiedAt: Int64 = 1_790_000_000_000_000
  ) async throws -> TaskID {
    let sighting = TrackerSighting(
      title: title, notes: notes, permalink: "https://app.asana.com/0/1/\(gid)", isCompleted: false, isAuto: isAuto, repository: repository,
      unresolvedRepository: nil, hold: .none, modifiedAt: Timestamp(microseconds: modifiedAt))
    return try await TaskLedger(database: TestDatabase.current.database).admit(
      sighting, asanaGID: gid, origin: EventOrigin(source: .asana, actor: "Alice", deliveryID: nil), project: project, requestID: "r"
    ).0
  }

  func repository(_ project: ProjectID, _ name: String = "acme/api") async throws -> RepositoryID {
    let rows = try await TestDatabase.current.runAsOwner(
      "SELECT id FROM repositories WHERE project_id = \(project) AND name = '\(name)'")
    return RepositoryID(rawValue: try #require(try rows?.first?.int(0)))
  }

  func apply(_ events: [TaskEvent], _ task: TaskID, _ project: ProjectID, delivery: String? = nil) async throws {
    let origin = EventOrigin(source: .github, actor: "agent", deliveryID: delivery)
    try await TaskLedger(database: TestDatabase.current.database).apply(
      events.map { ($0, origin) }, task: task, project: project, requestID: "r")
  }

  /// Delays that have begun last a minute longer, so that the slowest machine does not outlast them.
  func prolongDelays() async throws {
    try await TestDatabase.current.runAsOwner(
      """
      UPDATE login_failures SET last_at = clock_timestamp() + interval '1 minute'
      WHERE failures >= CASE WHEN key LIKE 'peer:%' THEN 30 ELSE 5 END
      """)
  }

  func number(_ sql: String) async throws -> Int64 {
    try #require(try await TestDatabase.current.runAsOwner(sql)?.first?.int(0))
  }
}

/// Somebody with an open session.
struct Person: Sendable {
  let id: UserID
  let name: String
  let token: String
}

struct FixedClock: Domain.Clock {
  let now: Timestamp
}

/// What came back.
struct Answer: Sendable {
  let response: Response
  let text: String

  init(_ response: Response) {
    self.response = response
    text = if case .bytes(let bytes) = response.body { String(decoding: bytes, as: UTF8.self) } else { "" }
  }

  var status: Int { response.status.code }
  var location: String? { response.headers["location"] }
  var page: HTMLPage { HTMLPage(text) }

  /// `name=value; …` of a cookie that is set.
  func setCookie(_ name: String) -> String? {
    response.headers.values("set-cookie").first { $0.hasPrefix(name + "=") }
  }

  /// Value of a cookie that is set.
  func cookie(_ name: String) -> String? {
    setCookie(name).map { String($0.dropFirst(name.count + 1).prefix { $0 != ";" }) }
  }
}
