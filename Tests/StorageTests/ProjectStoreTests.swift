import Crypto
import Domain
import Pipeline
import Postgres
import Storage
import TestKit
import Testing

@Suite(.database, .timeLimit(.minutes(15)))
struct ProjectStoreTests {
  private var store: ProjectStore { ProjectStore(database: TestDatabase.current.database) }

  private func definition(_ slug: String) throws -> ProjectDefinition {
    let (api, web) = (try #require(RepositoryName("acme/api")), try #require(RepositoryName("acme/Web")))
    var asana = ProjectDefinition.AsanaPart()
    asana.workspace = "1"
    asana.projects = ["10", "11"]
    asana.autoField = "20"
    asana.repositoryField = "21"
    asana.statusField = "22"
    asana.autoValues = ["On", "Yes"]
    asana.holds = ["Stopped": .blocked, "Dropped": .cancelled]
    asana.repositories = ["The API": api]
    var definition = ProjectDefinition(slug: slug)
    definition.name = "Demo"
    definition.asana = asana
    definition.repositories = [.init(name: api, isDefault: true), .init(name: web, isDefault: false)]
    definition.agentLogins = ["opencode-agent"]
    definition.linking = .keywords
    definition.links = [ProjectContext.Link(kind: "docs", title: "Docs", url: "https://example.org", tags: ["a", "b"])]
    definition.contacts = [ProjectContext.Contact(role: "owner", name: "Ann", handle: "@ann")]
    definition.notes = "Be careful."
    return definition
  }

  private func apply(_ definition: ProjectDefinition, secrets: [(SecretName, SecretBytes)] = []) async throws -> ProjectStore.Identity {
    let vault = SecretVault(database: store.database(), master: Self.master)
    return try await store.apply(definition, secrets: secrets, vault: vault, by: .command, requestID: "test")
  }

  private static let master = MasterKey(SymmetricKey.random())

  /// Every row of the project's configuration, as text.
  private func dump(_ project: ProjectID) async throws -> [String] {
    var lines: [String] = []
    for table in [
      "asana_settings", "asana_auto_values", "asana_status_map", "asana_projects", "repositories", "repository_map", "project_links",
      "project_contacts", "project_secrets", "project_events",
    ] {
      let rows = try await Tenant.run("SELECT line::text FROM \(table) AS line WHERE project_id = \(project) ORDER BY 1")
      lines += try (rows.map(Array.init) ?? []).map { "\(table) \(try $0.text(0))" }
    }
    let row = try await Tenant.run("SELECT line::text FROM projects AS line WHERE id = \(project)")
    return lines + [try #require(row?.first).text(0)]
  }

  @Test("A definition is stored in all its parts")
  func whole() async throws {
    let project = try await apply(definition("whole")).id
    #expect(try await store.trackerSettings(of: project).fields == TrackerFields(auto: "20", repository: "21", status: "22"))
    #expect(try await store.definition(of: project) == definition("whole"))
    #expect(try await store.repositories(of: project).map(\.name.description) == ["acme/api", "acme/Web"])
    let context = try await store.context(of: project)
    #expect(context.notes == "Be careful.")
    #expect(context.contacts == [ProjectContext.Contact(role: "owner", name: "Ann", handle: "@ann")])
    #expect(context.links == [ProjectContext.Link(kind: "docs", title: "Docs", url: "https://example.org", tags: ["a", "b"])])
    #expect(try await Tenant.number("SELECT count(*) FROM projects WHERE id = \(project) AND linking = 'keywords' AND name = 'Demo'") == 1)
    #expect(try await Tenant.number("SELECT count(*) FROM jobs WHERE project_id = \(project) AND kind = 'hooks' AND lane = 'hooks'") == 1)
  }

  @Test("The same definition twice changes nothing, and parts that are left out stay as they are")
  func idempotence() async throws {
    let secrets = [(SecretName.asanaToken, SecretBytes("token"))]
    let project = try await apply(definition("twice"), secrets: secrets).id
    try await store.resolve("Yes", of: .auto, to: "201", project: project)
    let before = try await dump(project)
    #expect(try await apply(definition("twice"), secrets: secrets).id == project)
    #expect(try await dump(project) == before)
    _ = try await apply(ProjectDefinition(slug: "twice"))
    #expect(try await dump(project) == before)
  }

  @Test("Every part of a definition that changes is named in the audit, with who changed it, in the transaction of the change")
  func audit() async throws {
    let project = try await apply(definition("audit"), secrets: [(.asanaToken, SecretBytes("a"))]).id
    let log = AuditLog(database: store.database())
    let first = try await log.list(of: project, before: nil, limit: 10)
    #expect(first.map(\.type) == ["secret.set", "project.applied", "project.created"])
    #expect(first.allSatisfy { $0.source == "system" && $0.actor == "autoflow" })
    #expect(first[0].details == ["name": "asana.token"])
    let api = try #require(RepositoryName("acme/API"))
    let edits: [(part: String, edit: (inout ProjectDefinition) -> Void)] = [
      ("name", { $0.name = "Other" }), ("asana.workspace", { $0.asana.workspace = "2" }),
      ("asana.projects", { $0.asana.projects = ["10"] }),
      ("asana.fields.auto", { $0.asana.autoField = "30" }), ("asana.fields.repository", { $0.asana.repositoryField = "31" }),
      ("asana.fields.status", { $0.asana.statusField = "32" }), ("asana.auto_values", { $0.asana.autoValues = [] }),
      ("asana.status_map", { $0.asana.holds = [:] }), ("asana.repository_map", { $0.asana.repositories = [:] }),
      ("github.repositories", { $0.repositories = [.init(name: api, isDefault: true)] }), ("github.agent_logins", { $0.agentLogins = [] }),
      ("github.linking", { $0.linking = .strict }), ("links", { $0.links = [] }), ("contacts", { $0.contacts = [] }),
      ("notes", { $0.notes = "" }),
    ]
    for (part, edit) in edits {
      var definition = ProjectDefinition(slug: "audit")
      edit(&definition)
      _ = try await apply(definition)
      let newest = try #require(try await log.list(of: project, before: nil, limit: 1).first)
      #expect(newest.type == "project.applied" && newest.details == ["parts": part])
    }
    #expect(try await Tenant.number("SELECT settings_version FROM projects WHERE id = \(project)") == Int64(edits.count) + 1)
  }

  @Test("Names that differ in their capitals only are written, and the repository stays the same")
  func capitals() async throws {
    let project = try await apply(definition("capitals")).id
    let before = try await store.repositories(of: project).map(\.id)
    var renamed = ProjectDefinition(slug: "capitals")
    renamed.repositories = [
      .init(name: try #require(RepositoryName("Acme/API")), isDefault: true),
      .init(name: try #require(RepositoryName("acme/web")), isDefault: false),
    ]
    _ = try await apply(renamed)
    #expect(try await store.repositories(of: project).map(\.name.description) == ["Acme/API", "acme/web"])
    #expect(try await store.repositories(of: project).map(\.id) == before)
  }

  @Test("A definition that cannot be stored leaves no project behind")
  func nothing() async throws {
    var bad = try definition("nothing")
    bad.notes = "a\u{0}b"
    await #expect(throws: (any Error).self) { try await apply(bad) }
    #expect(try await store.find(slug: "nothing") == nil)
  }

  @Test("Ten applications at the same moment make one project")
  func together() async throws {
    let definition = try definition("crowd")
    let ids = try await withThrowingTaskGroup(of: ProjectID.self) { group in
      for _ in 0..<10 { group.addTask { try await apply(definition, secrets: [(.asanaToken, SecretBytes("x"))]).id } }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(ids.count == 1)
    #expect(try await Tenant.number("SELECT count(*) FROM repositories WHERE project_id = \(try #require(ids.first))") == 2)
  }

  @Test("A repository that leaves the configuration stays for the tasks that point to it, and comes back as the same one")
  func removal() async throws {
    let project = try await apply(definition("removal")).id
    let api = try #require(try await store.repositories(of: project).first).id
    let ledger = TaskLedger(database: store.database())
    let sighting = TrackerSighting(
      title: "t", notes: "", permalink: "", isCompleted: false, isAuto: true, repository: api, unresolvedRepository: nil, hold: .none,
      modifiedAt: Tenant.time(1))
    let task = try await ledger.admit(sighting, asanaGID: "1", origin: .system, project: project, requestID: "test").0
    var smaller = ProjectDefinition(slug: "removal")
    smaller.repositories = [.init(name: try #require(RepositoryName("acme/web")), isDefault: true)]
    _ = try await apply(smaller)
    #expect(try await store.repositories(of: project).map(\.name.description) == ["acme/web"])
    #expect(try await ledger.state(of: task, project: project)?.repository == api)
    #expect(try await store.repositoryName(api, project: project)?.description == "acme/api")
    #expect(try await store.rules(of: project).repositoriesByName["acme/api"] == nil)
    _ = try await apply(definition("removal"))
    #expect(try await store.repositories(of: project).first?.id == api)
    #expect(try await Tenant.number("SELECT count(*) FROM repositories WHERE project_id = \(project) AND is_default AND id = \(api)") == 1)
  }

  @Test("An Asana project that leaves takes its webhook and that webhook's secret with it")
  func asanaProjects() async throws {
    let project = try await apply(definition("leaving")).id
    let vault = SecretVault(database: store.database(), master: Self.master)
    let hooks = HookStore(database: store.database(), vault: vault)
    let tokens = ["10", "11"].map { _ in RandomSource.system.token(bytes: 32) }
    for (token, gid) in zip(tokens, ["10", "11"]) {
      try await hooks.begin(token: token, asanaProject: gid, target: "x", project: project)
      #expect(try await hooks.shake(token: token, secret: SecretBytes("s"), project: project))
    }
    var smaller = ProjectDefinition(slug: "leaving")
    smaller.asana.projects = ["11"]
    _ = try await apply(smaller)
    #expect(try await vault.names(project: project) == [.asanaHook(tokens[1])])
    #expect(try await hooks.list(project: project).map(\.asanaProject) == ["11"])
  }

  // MARK: Rules

  private func task(auto: String?, repository: TrackerOption? = nil, status: TrackerOption? = nil) -> TrackerTask {
    TrackerTask(
      key: "1", title: "t", notes: "", permalink: "", isCompleted: false, autoOption: auto, repositoryOption: repository,
      statusOption: status, modifiedAt: Tenant.time(1))
  }

  @Test("Options known by name only mean nothing until their ids are known; then they do, and another field makes them unknown again")
  func rules() async throws {
    let project = try await apply(definition("rules")).id
    let api = try #require(try await store.repositories(of: project).first).id
    let blocked = TrackerOption(id: "221", name: "Stopped")
    let mapped = TrackerOption(id: "211", name: "The API")
    func seen() async throws -> TrackerSighting {
      try await store.rules(of: project).interpret(task(auto: "201", repository: mapped, status: blocked))
    }
    #expect(try await seen().isAuto == false)
    #expect(try await seen().hold == .none)
    #expect(try await seen().repository == nil)
    #expect(try await seen().unresolvedRepository == "The API")
    #expect(
      try await Set(store.unresolvedOptions(of: project).map { "\($0.field) \($0.name)" }) == [
        "auto Yes", "auto On", "status Stopped", "status Dropped", "repository The API",
      ])
    try await store.resolve("Yes", of: .auto, to: "201", project: project)
    try await store.resolve("Stopped", of: .status, to: "221", project: project)
    try await store.resolve("The API", of: .repository, to: "211", project: project)
    #expect(try await seen().isAuto)
    #expect(try await seen().hold == .blocked)
    #expect(try await seen().repository == api)
    #expect(try await store.unresolvedOptions(of: project).count == 2)
    var moved = ProjectDefinition(slug: "rules")
    moved.asana.autoField = "29"
    _ = try await apply(moved)
    #expect(try await seen().isAuto == false)
    #expect(try await seen().hold == .blocked)
  }

  @Test("An option named like a repository leads to it without a map, in any case of letters; booleans and numbers tick as well")
  func plainRules() async throws {
    let project = try await apply(definition("plain")).id
    let rules = try await store.rules(of: project)
    let web = try #require(try await store.repositories(of: project).last).id
    #expect(rules.interpret(task(auto: "true", repository: TrackerOption(id: "9", name: "ACME/web"))).repository == web)
    #expect(rules.interpret(task(auto: "true")).isAuto)
    #expect(rules.interpret(task(auto: nil)).isAuto == false)
  }
}

extension ProjectStore {
  fileprivate func database() -> Database { TestDatabase.current.database }
}
