import Crypto
import Domain
import Pipeline
import Postgres
import Storage
import TestKit
import Testing

/// Projects that are made, renamed, archived and brought back.
@Suite(.database, .timeLimit(.minutes(15)))
struct ProjectLifeTests {
  private static func person(_ name: String) async throws -> (UserID, AuditEvent.Origin) {
    let id = UserID(
      rawValue: try await Tenant.number("INSERT INTO users (username, password_hash) VALUES ('\(name)', 'x') RETURNING id"))
    return (id, AuditEvent.Origin(user: id, name: name, source: .user, address: "198.51.100.7"))
  }

  private static func audit(_ project: ProjectID) async throws -> [AuditLog.Entry] {
    try await AuditLog(database: TestDatabase.current.database).list(of: project, before: nil, limit: 10)
  }

  @Test("Whoever makes a project is its admin, and it is written who that was and from where")
  func create() async throws {
    let store = ProjectStore(database: TestDatabase.current.database)
    let (user, origin) = try await Self.person("creator")
    let made = try #require(try await store.create(slug: "made", name: "Made", admin: user, by: origin))
    #expect(made.name == "Made" && !made.isArchived)
    #expect(
      try await Tenant.number(
        "SELECT count(*) FROM project_memberships WHERE project_id = \(made.id) AND user_id = \(user) AND role = 'admin'") == 1)
    let entry = try #require(try await Self.audit(made.id).first)
    #expect(entry.type == "project.created" && entry.actor == "creator" && entry.address == "198.51.100.7")
    #expect(entry.details == ["slug": "made", "name": "Made"])
    #expect(try await store.create(slug: "made", name: "Second", admin: user, by: origin) == nil)
    #expect(try await Self.audit(made.id).count == 1)
  }

  @Test("Of ten people who take a slug at the same moment one gets it")
  func race() async throws {
    let store = ProjectStore(database: TestDatabase.current.database)
    let made = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<10 {
        group.addTask { try await store.create(slug: "race", name: "Race \(number)", admin: nil, by: .command) != nil }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(made == 1)
    #expect(
      try await Tenant.number("SELECT count(*) FROM project_events JOIN projects ON projects.id = project_id WHERE slug = 'race'") == 1)
  }

  @Test("A project can be renamed and moved to a free slug; its public id stays, and one change makes one line each")
  func rename() async throws {
    let (tenant, other) = (try await Tenant.make(), try await Tenant.make())
    let store = tenant.projects
    #expect(try await store.rename(tenant.project, slug: tenant.slug, name: "New", by: .command))
    #expect(try await store.rename(tenant.project, slug: tenant.slug, name: "New", by: .command))
    #expect(try await store.rename(tenant.project, slug: "moved-away", name: "New", by: .command))
    #expect(try await store.find(slug: tenant.slug) == nil)
    #expect(try await store.find(slug: "moved-away")?.publicID == tenant.publicID)
    #expect(try await store.rename(tenant.project, slug: other.slug, name: "Third", by: .command) == false)
    #expect(try await store.find(slug: "moved-away")?.name == "New")
    #expect(try await Self.audit(tenant.project).map(\.type) == ["project.slug_changed", "project.renamed", "project.created"])
  }

  @Test("An archived project takes no change, no delivery and no job; brought back, it goes on with what waited")
  func archive() async throws {
    let tenant = try await Tenant.make()
    let (store, queue) = (tenant.projects, tenant.queue)
    try await queue.enqueue([NewJob(kind: .nothing, lane: nil, key: nil, requestID: "before")], project: tenant.project)
    try await store.archive(tenant.project, by: .command)
    try await store.archive(tenant.project, by: .command)
    try await queue.enqueue([NewJob(kind: .nothing, lane: nil, key: nil, requestID: "after")], project: tenant.project)
    let claim = try await queue.claim(limit: 10, kinds: [.nothing, .hooks], worker: "w", lease: .seconds(20))
    #expect(claim.jobs.filter { $0.projectID == tenant.project }.isEmpty)
    let delivery = NewDelivery(
      project: tenant.project, source: .github, externalID: "d", event: "push", summary: "{}", requestID: "r")
    #expect(try await DeliveryIntake(database: tenant.database).submit(delivery) == .refused)
    #expect(try await tenant.count("deliveries") == 0)
    await #expect(throws: StorageError.self) { try await store.rename(tenant.project, slug: "x", name: "x", by: .command) }
    await #expect(throws: StorageError.self) { try await store.editLinks(of: tenant.project) { _ in nil } }
    let vault = SecretVault(database: tenant.database, master: MasterKey(SymmetricKey.random()))
    await #expect(throws: StorageError.self) {
      try await store.apply(ProjectDefinition(slug: tenant.slug), secrets: [], vault: vault, by: .command, requestID: "r")
    }
    #expect(try await store.find(slug: tenant.slug)?.isArchived == true)
    #expect(try await Self.audit(tenant.project).map(\.type) == ["project.archived", "project.created"])

    try await store.unarchive(tenant.project, by: .command, requestID: "back")
    let resumed = try await queue.claim(limit: 10, kinds: [.nothing, .hooks], worker: "w", lease: .seconds(20))
    #expect(Set(resumed.jobs.filter { $0.projectID == tenant.project }.map(\.requestID)) == ["before", "after", "back"])
    #expect(try await DeliveryIntake(database: tenant.database).submit(delivery) == .stored)
    #expect(try await Self.audit(tenant.project).first?.type == "project.unarchived")
  }

  @Test("Deliveries of other projects in the same commit are stored")
  func neighbours() async throws {
    let (tenant, other) = (try await Tenant.make(), try await Tenant.make())
    try await tenant.projects.archive(tenant.project, by: .command)
    let intake = DeliveryIntake(database: tenant.database)
    let outcomes = try await withThrowingTaskGroup(of: (ProjectID, IntakeOutcome).self) { group in
      for number in 0..<20 {
        let project = number.isMultiple(of: 2) ? tenant.project : other.project
        let delivery = NewDelivery(
          project: project, source: .github, externalID: "d\(number)", event: "push", summary: "{}", requestID: "r")
        group.addTask { (project, try await intake.submit(delivery)) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.allSatisfy { $0.1 == ($0.0 == tenant.project ? .refused : .stored) })
    #expect(try await other.count("deliveries") == 10)
  }

  @Test("Links and contacts keep their order through every change, and each change is told")
  func lists() async throws {
    let tenant = try await Tenant.make()
    for title in ["a", "b", "c"] {
      try await tenant.projects.editLinks(of: tenant.project) { links in
        links.append(ProjectContext.Link(kind: "docs", title: title, url: "https://example.org/\(title)", tags: ["t"]))
        return AuditEvent("link.added", ["title": title], by: .command)
      }
    }
    try await tenant.projects.editLinks(of: tenant.project) { links in
      links.remove(at: 1)
      return AuditEvent("link.removed", by: .command)
    }
    try await tenant.projects.editLinks(of: tenant.project) { links in
      links.removeAll()
      return nil
    }
    #expect(try await tenant.projects.context(of: tenant.project).links.map(\.title) == ["a", "c"])
    #expect(try await Self.audit(tenant.project).map(\.type).filter { $0.hasPrefix("link.") }.count == 4)
  }
}
