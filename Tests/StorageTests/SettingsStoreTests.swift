import Crypto
import Domain
import Pipeline
import Postgres
import Storage
import TestKit
import Testing

@Suite(.database, .timeLimit(.minutes(15))) struct SettingsStoreTests {
  private static func make() async throws -> (SettingsStore, Tenant) {
    let tenant = try await Tenant.make()
    return (SettingsStore(database: tenant.database, vault: SecretVault(database: tenant.database, master: MasterKey(.random()))), tenant)
  }

  private static func edit(_ tenant: Tenant, seen: Int64? = nil) -> SettingsStore.Edit {
    let origin = AuditEvent.Origin(user: nil, name: "anna", source: .user, address: "198.51.100.7")
    return SettingsStore.Edit(project: tenant.project, seen: seen, origin: origin, requestID: "r")
  }

  @Test func `what is written is read`() async throws {
    let (store, tenant) = try await Self.make()
    let edit = Self.edit(tenant)
    _ = try await store.saveAsanaProjects(
      workspace: TrackerResource(id: "1", name: "Acme"),
      [TrackerResource(id: "12", name: "Board"), TrackerResource(id: "13", name: "")], edit)
    _ = try await store.saveAsanaFields(TrackerFields(auto: "31", repository: "41", status: "51"), names: ["31": "AutoTask"], edit)
    _ = try await store.saveAutoValues([MappedOption(name: "Да", id: "311")], edit)
    _ = try await store.saveStatusMap(
      [(MappedOption(name: "Paused", id: nil), .blocked), (MappedOption(name: "Open", id: "52"), .none)], edit)
    let api = try #require(RepositoryName("acme/api"))
    _ = try await store.saveRepositoryMap([(MappedOption(name: "Backend", id: "411"), api)], edit)
    _ = try await store.saveRules(.strict, agentLogins: ["agent"], edit)
    let settings = try await store.load(tenant.project)
    #expect(settings.workspace == "1" && settings.names == ["1": "Acme", "31": "AutoTask"])
    #expect(Set(settings.asanaProjects) == [TrackerResource(id: "12", name: "Board"), TrackerResource(id: "13", name: "")])
    #expect([settings.autoField, settings.repositoryField, settings.statusField] == ["31", "41", "51"])
    #expect(settings.autoValues == [MappedOption(name: "Да", id: "311")])
    #expect(settings.statusMap.map(\.hold) == [.none, .blocked])
    #expect(settings.repositoryMap.map(\.repository) == ["acme/api"])
    #expect(settings.linking == .strict && settings.agentLogins == ["agent"])
    #expect(settings.version == 6)
    // The pipeline reads the same.
    let rules = try await tenant.projects.rules(of: tenant.project)
    #expect(rules.autoOptions == ["311"] && rules.holds == ["52": .none])
    #expect(try await tenant.count("project_events", "event_type LIKE 'settings.%'") == 6)
    #expect(try await tenant.count("project_events", "actor = 'anna' AND address = '198.51.100.7'") == 6)
  }

  @Test func `a save that leaves all as it was leaves no trace, and is no news to others`() async throws {
    let (store, tenant) = try await Self.make()
    let api = try #require(RepositoryName("acme/api"))
    let web = try #require(RepositoryName("acme/web"))
    let saves: [@Sendable () async throws -> Void] = [
      { _ = try await store.saveAsanaProjects(workspace: nil, [TrackerResource(id: "12", name: "Board")], Self.edit(tenant)) },
      { _ = try await store.saveAsanaFields(TrackerFields(auto: "31", repository: "41", status: "51"), names: [:], Self.edit(tenant)) },
      { _ = try await store.saveAutoValues([MappedOption(name: "Yes", id: "311")], Self.edit(tenant)) },
      { _ = try await store.saveStatusMap([(MappedOption(name: "Paused", id: "52"), .blocked)], Self.edit(tenant)) },
      { _ = try await store.saveRepositories([api, web], default: web, Self.edit(tenant)) },
      { _ = try await store.saveRepositoryMap([(MappedOption(name: "Api", id: nil), api)], Self.edit(tenant)) },
      { _ = try await store.saveRules(.strict, agentLogins: ["agent"], Self.edit(tenant)) },
    ]
    for (index, save) in saves.enumerated() {
      try await save()
      try await save()
      #expect(try await store.load(tenant.project).version == Int64(index + 1))
      #expect(try await tenant.count("project_events", "event_type LIKE 'settings.%'") == index + 1)
    }
    #expect(try await !store.saveRules(.strict, agentLogins: ["agent"], Self.edit(tenant, seen: Int64(saves.count))))
    _ = try await store.removeSecret(.githubToken, system: .github, Self.edit(tenant))
    #expect(try await tenant.count("project_events", "event_type = 'secret.removed'") == 0, "there was none")
    for _ in 0..<2 { _ = try await store.saveSecret(SecretBytes("same"), as: .githubToken, trial: nil, Self.edit(tenant)) }
    #expect(try await tenant.count("project_events", "event_type = 'secret.replaced'") == 2, "whoever enters a secret is told of")
  }

  @Test func `another field forgets the ids of options, and the same one keeps them`() async throws {
    let (store, tenant) = try await Self.make()
    let edit = Self.edit(tenant)
    let fields = TrackerFields(auto: "31", repository: nil, status: "51")
    _ = try await store.saveAsanaFields(fields, names: [:], edit)
    _ = try await store.saveAutoValues([MappedOption(name: "Yes", id: "311")], edit)
    _ = try await store.saveStatusMap([(MappedOption(name: "Paused", id: "52"), .blocked)], edit)
    _ = try await store.saveAsanaFields(fields, names: [:], edit)
    #expect(try await store.load(tenant.project).autoValues.first?.id == "311")
    _ = try await store.saveAsanaFields(TrackerFields(auto: "32", repository: nil, status: "51"), names: [:], edit)
    let settings = try await store.load(tenant.project)
    #expect(settings.autoValues == [MappedOption(name: "Yes", id: nil)])
    #expect(settings.statusMap.first?.option.id == "52")
  }

  @Test func `a name Asana did not tell does not replace one`() async throws {
    let (store, tenant) = try await Self.make()
    _ = try await store.saveAsanaProjects(workspace: nil, [TrackerResource(id: "12", name: "Board")], Self.edit(tenant))
    _ = try await store.saveAsanaProjects(workspace: nil, [TrackerResource(id: "12", name: "")], Self.edit(tenant))
    #expect(try await store.load(tenant.project).asanaProjects == [TrackerResource(id: "12", name: "Board")])
  }

  @Test func `repositories that leave stay for their tasks, and one is the default`() async throws {
    let (store, tenant) = try await Self.make()
    let names = try ["acme/web", "Acme/API"].map { try #require(RepositoryName($0)) }
    _ = try await store.saveRepositories(names, default: names[1], Self.edit(tenant))
    #expect(try await store.load(tenant.project).repositories.map(\.name) == ["Acme/API", "acme/web"])
    _ = try await store.saveRepositories([names[0]], default: nil, Self.edit(tenant))
    #expect(try await store.load(tenant.project).repositories.map(\.isDefault) == [false])
    #expect(try await tenant.count("repositories") == 2)
  }

  @Test func `a save on an old page is told so, and an archived project is not changed`() async throws {
    let (store, tenant) = try await Self.make()
    #expect(try await !store.saveRules(.strict, agentLogins: [], Self.edit(tenant, seen: 0)))
    #expect(try await store.saveRules(.repair, agentLogins: [], Self.edit(tenant, seen: 0)))
    #expect(try await !store.saveRules(.repair, agentLogins: [], Self.edit(tenant, seen: 2)))
    try await Tenant.run("UPDATE projects SET archived_at = now() WHERE id = \(tenant.project)")
    await #expect(throws: StorageError.self) { _ = try await store.saveRules(.strict, agentLogins: [], Self.edit(tenant)) }
    #expect(try await store.load(tenant.project).linking == .repair)
  }

  @Test func `a secret comes with what trying it has shown, and goes with it`() async throws {
    let (store, tenant) = try await Self.make()
    let trial = SettingsStore.Trial(account: "anna", findings: ["a"], failure: nil)
    _ = try await store.saveSecret(SecretBytes("token"), as: .githubToken, trial: (.github, trial), Self.edit(tenant))
    #expect(try await store.load(tenant.project).checks[.github]?.account == "anna")
    let refused = SettingsStore.Trial(account: "", findings: [], failure: .unauthorised)
    try await store.saveTrial(refused, of: .github, projects: [], names: [:], project: tenant.project)
    let failing = try await store.load(tenant.project).checks[.github]
    #expect(failing?.failing?.failure == .unauthorised && failing?.account == "anna")
    _ = try await store.saveSecret(SecretBytes("token-2"), as: .githubToken, trial: (.github, trial), Self.edit(tenant))
    #expect(try await store.load(tenant.project).checks[.github]?.failing == nil)
    _ = try await store.removeSecret(.githubToken, system: .github, Self.edit(tenant))
    let settings = try await store.load(tenant.project)
    #expect(settings.checks.isEmpty && settings.secrets.isEmpty)
    let kinds = try await tenant.count(
      "project_events", "event_type IN ('secret.replaced', 'secret.removed') AND ref_json::text LIKE '%github.token%'")
    #expect(kinds == 3)
  }
}
