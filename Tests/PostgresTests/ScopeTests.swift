import Postgres
import TestKit
import Testing

@Suite(.notes, .timeLimit(.minutes(15)))
struct ScopeTests {
  private static let settings = Statement(
    "test.scope", "SELECT coalesce(current_setting('app.project_id', true), ''), coalesce(current_setting('app.scope', true), '')")

  private var database: Database { TestDatabase.current.database }

  private func settings(_ scope: Scope) async throws -> [String] {
    let row = try await database.query(Self.settings, scope: scope)[0]
    return [try row.text(0), try row.text(1)]
  }

  @Test("A scope holds for its request and is gone afterwards")
  func query() async throws {
    #expect(try await settings(.project(7)) == ["7", ""])
    #expect(try await settings(.none) == ["", ""])
    #expect(try await settings(.system) == ["", "system"])
    #expect(try await settings(.project(-8)) == ["-8", ""])
    #expect(try await settings(.none) == ["", ""])
  }

  @Test("A scope ends with a request that fails")
  func failed() async throws {
    let error = await failure { _ = try await database.query(SQL.divide, [0], scope: .project(9)) }
    #expect(error?.sqlstate == "22012")
    #expect(try await settings(.none) == ["", ""])
  }

  @Test("A scope holds for the whole transaction and ends with it")
  func transaction() async throws {
    let seen = try await database.transaction(scope: .project(5)) { transaction in
      _ = try await transaction.query(SQL.one)
      return try await transaction.query(Self.settings)[0].text(0)
    }
    #expect(seen == "5")
    let after = try await database.transaction { try await $0.query(Self.settings)[0].text(0) }
    #expect(after == "")
  }

  @Test("Row-level security sees the scope: a project's rows only, all for the system, none without")
  func rowLevelSecurity() async throws {
    try await database.execute(SQL.insertNote, [101, 1, "ours"], scope: .project(101))
    try await database.execute(SQL.insertNote, [102, 1, "theirs"], scope: .project(102))
    #expect(try await database.query(SQL.countNotes, scope: .project(101))[0].int(0) == 1)
    #expect(try await database.query(SQL.countNotes, scope: .none)[0].int(0) == 0)
    #expect(try await database.query(SQL.countNotes, scope: .system)[0].int(0) == 2)
    let error = await failure { try await database.execute(SQL.insertNote, [102, 2, "smuggled"], scope: .project(101)) }
    #expect(error?.sqlstate == "42501")
  }

  @Test("Requests of many projects at once do not see each other's scope")
  func mixed() async throws {
    let database = database
    let wrong = try await withThrowingTaskGroup(of: Int.self) { group in
      for project in 1...300 as ClosedRange<Int64> {
        group.addTask {
          let scope: Scope = project % 3 == 0 ? .none : .project(project)
          let seen = try await database.query(Self.settings, scope: scope)[0].text(0)
          return seen == (project % 3 == 0 ? "" : "\(project)") ? 0 : 1
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(wrong == 0)
  }
}
