import Postgres
import TestKit
import Testing

/// The trait of the product's schema, as the tests of storage and of the screens use it.
@Suite(.database, .timeLimit(.minutes(15)))
struct DatabaseTraitTests {
  private static let role = Statement("test.role", "SELECT current_user")
  private static let projects = Statement("test.projects", "SELECT count(*) FROM projects")

  @Test("A suite has the product's schema in the product's role, which owns nothing")
  func role() async throws {
    let database = TestDatabase.current.database
    #expect(try await database.query(Self.role)[0].text(0) == "autoflow_app")
    #expect(try await database.query(Self.projects, scope: .system)[0].int(0) == 0)
    let owned = try await TestDatabase.current.runAsOwner("SELECT count(*) FROM pg_tables WHERE tableowner = 'autoflow_app'")
    #expect(try owned?.first?.int(0) == 0)
  }
}
