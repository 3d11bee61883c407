import Domain
import Postgres
import Storage
import TestKit
import Testing

@Suite(.database, .timeLimit(.minutes(15)))
struct IntegrationStoreTests {
  private static func make() async throws -> (IntegrationStore, ProjectID) {
    let tenant = try await Tenant.make()
    return (IntegrationStore(database: tenant.database), tenant.project)
  }

  /// Moves everything that was written back in time, as if minutes had passed.
  private static func wait(minutes: Int, _ project: ProjectID) async throws {
    try await Tenant.run(
      """
      UPDATE integration_checks SET checked_at = checked_at - interval '\(minutes) minutes',
        failing_since = failing_since - interval '\(minutes) minutes' WHERE project_id = \(project)
      """)
  }

  /// Changes with every write of a row.
  private static func version(_ project: ProjectID) async throws -> Int64 {
    try await Tenant.number("SELECT xmin::text::bigint FROM integration_checks WHERE project_id = \(project) AND system = 'asana'")
  }

  @Test("A system that was never called has no check")
  func never() async throws {
    let (store, project) = try await Self.make()
    #expect(try await store.list(of: project).isEmpty)
  }

  @Test("A failure keeps its beginning while it lasts, and a success ends it", arguments: IntegrationCheck.Failure.allCases)
  func lasting(failure: IntegrationCheck.Failure) async throws {
    let (store, project) = try await Self.make()
    try await store.noteFailure(failure, .asana, project: project)
    try await Self.wait(minutes: 5, project)
    let since = try await store.list(of: project)[.asana]?.failing?.since
    try await store.noteFailure(failure, .asana, project: project)
    let failing = try await store.list(of: project)[.asana]?.failing
    #expect(failing == IntegrationCheck.Failing(since: try #require(since), failure: failure))
    try await store.noteSuccess(.asana, isWrite: true, project: project)
    #expect(try await store.list(of: project)[.asana]?.failing == nil)
  }

  @Test("Reading does not prove that a token may write, but proves that it is accepted")
  func readOnly() async throws {
    let (store, project) = try await Self.make()
    try await store.noteFailure(.readOnly, .asana, project: project)
    try await Self.wait(minutes: 5, project)
    try await store.noteSuccess(.asana, isWrite: false, project: project)
    #expect(try await store.list(of: project)[.asana]?.failing?.failure == .readOnly)
    try await store.noteFailure(.unauthorised, .asana, project: project)
    try await store.noteSuccess(.asana, isWrite: false, project: project)
    #expect(try await store.list(of: project)[.asana]?.failing == nil)
  }

  @Test("What has not changed is written once a minute at most")
  func writes() async throws {
    let (store, project) = try await Self.make()
    try await store.noteSuccess(.asana, isWrite: false, project: project)
    let first = try await Self.version(project)
    try await store.noteSuccess(.asana, isWrite: true, project: project)
    #expect(try await Self.version(project) == first)
    try await store.noteFailure(.forbidden, .asana, project: project)
    let second = try await Self.version(project)
    try await store.noteFailure(.forbidden, .asana, project: project)
    #expect(try await Self.version(project) == second)
    #expect(second != first)
    try await Self.wait(minutes: 2, project)
    let third = try await Self.version(project)
    try await store.noteFailure(.forbidden, .asana, project: project)
    #expect(try await Self.version(project) != third)
  }

  @Test("A checked token names its owner and findings, ends a failure, and is forgotten when it is removed")
  func checked() async throws {
    let tenant = try await Tenant.make()
    let store = IntegrationStore(database: tenant.database)
    let scope = Scope.project(tenant.project.rawValue)
    try await store.noteFailure(.unauthorised, .github, project: tenant.project)
    _ = try await tenant.database.batch(
      [IntegrationStore.checked(.github, account: "анна\u{0}", findings: ["can.issues", "lacks.actions"], project: tenant.project)],
      scope: scope)
    let check = try #require(try await store.list(of: tenant.project)[.github])
    #expect(check.account == "анна\u{FFFD}" && check.findings == ["can.issues", "lacks.actions"] && check.failing == nil)
    try await store.noteSuccess(.github, isWrite: true, project: tenant.project)
    #expect(try await store.list(of: tenant.project)[.github]?.account == check.account)
    _ = try await tenant.database.batch([IntegrationStore.forgotten(.github, project: tenant.project)], scope: scope)
    #expect(try await store.list(of: tenant.project).isEmpty)
  }
}
