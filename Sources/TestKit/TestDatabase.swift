package import EventLoop
package import Postgres

/// The database of a suite marked `.database`: migrated, empty, and its own.
package struct TestDatabase: Sendable {
  package let name: String
  /// Works in the role the product uses, so that row-level security holds.
  package let database: Database
  /// Address with the rights of the owner, for preparing and inspecting rows across projects.
  package let ownerURL: String

  /// Loops that all suites share.
  package static let loops = EventLoopGroup(count: 2)

  @TaskLocal private static var active: TestDatabase?

  /// The database of the running suite.
  package static var current: TestDatabase {
    guard let active else { preconditionFailure("mark the suite with the trait .database") }
    return active
  }

  /// A database on the same server and data, in the role of the owner or of the product; close it.
  package func connect(role: String?, _ adjust: (inout DatabaseConfiguration) -> Void = { _ in }) -> Database {
    var configuration = DatabaseConfiguration(url: ownerURL, role: role, connectionsPerLoop: 1)
    adjust(&configuration)
    return Database(configuration: configuration, loops: Self.loops)
  }

  /// Runs a script with the rights of the owner.
  @discardableResult
  package func runAsOwner(_ sql: String) async throws -> Rows? {
    try await Self.run(sql, at: ownerURL)
  }

  /// Copies the template, runs `body` with `current` set, and drops the copy.
  static func with(template: TestTemplate, role: String?, _ body: @concurrent @Sendable () async throws -> Void) async throws {
    await SuiteGate.shared.enter()
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await withCopy(of: template, role: role, body)) } catch { outcome = .failure(error) }
    await SuiteGate.shared.leave()
    try outcome.get()
  }

  private static func withCopy(
    of template: TestTemplate, role: String?, _ body: @concurrent @Sendable () async throws -> Void
  ) async throws {
    let server = try TestServer.fromEnvironment()
    let name = TestServer.freshName()
    try await run("CREATE DATABASE \(name) TEMPLATE \(try await template.prepared(on: server))", at: server.url)
    let ownerURL = server.url(database: name)
    let configuration = DatabaseConfiguration(url: ownerURL, role: role, connectionsPerLoop: 1, waitTimeout: .seconds(30))
    let database = Database(configuration: configuration, loops: loops)
    let outcome: Result<Void, any Error>
    do {
      try await $active.withValue(TestDatabase(name: name, database: database, ownerURL: ownerURL)) { try await body() }
      outcome = .success(())
    } catch {
      outcome = .failure(error)
    }
    await database.close()
    try await run("DROP DATABASE \(name) WITH (FORCE)", at: server.url)
    try outcome.get()
  }

  @discardableResult
  static func run(_ sql: String, at url: String) async throws -> Rows? {
    let session = try await ScriptSession.open(DatabaseConfiguration(url: url), loops: loops)
    defer { session.close() }
    return try await session.run(sql)
  }
}
