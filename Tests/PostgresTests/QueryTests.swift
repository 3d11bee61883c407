import EventLoop
import Postgres
import TestKit
import Testing

@Suite(.notes, .timeLimit(.minutes(15)))
struct QueryTests {
  private var database: Database { TestDatabase.current.database }

  @Test("Rows are read by position and by name, and counted")
  func rows() async throws {
    let statement = Statement("test.series", "SELECT n AS number, 'row ' || n AS label FROM generate_series(1, 25) n")
    let rows = try await database.query(statement)
    #expect(rows.count == 25)
    #expect(rows.columnNames == ["number", "label"])
    #expect(try rows.map { try $0.int(0) } == Array(1...25))
    #expect(try rows[24].text("label") == "row 25")
  }

  @Test("A change reports how many rows it made")
  func affected() async throws {
    let insert = Statement("test.insert_many", "INSERT INTO counters SELECT 'affected' || n, n FROM generate_series(1, 3) n")
    #expect(try await database.execute(insert) == 3)
    let update = Statement("test.update_none", "UPDATE counters SET value = 0 WHERE name = 'nobody'")
    #expect(try await database.execute(update) == 0)
  }

  @Test("A violated constraint is named with its SQLSTATE, table and statement")
  func constraint() async throws {
    let error = await failure { try await database.execute(SQL.insertNote, [1, 1, ""], scope: .project(1)) }
    guard case .server(let server) = error else { throw TestFailure("\(String(describing: error))") }
    #expect(server.sqlstate == "23514")
    #expect(server.constraint == "notes_body_not_empty")
    #expect(server.table == "notes")
    #expect(server.severity == "ERROR")
    #expect(server.statement == "test.insert_note")
    #expect(error?.constraint == "notes_body_not_empty")
  }

  @Test("A second row with the same key is a unique violation")
  func unique() async throws {
    try await database.execute(SQL.addCounter, ["unique", 1])
    let error = await failure { try await database.execute(SQL.addCounter, ["unique", 2]) }
    #expect(error?.isUniqueViolation == true)
    #expect(error?.constraint == "counters_pkey")
  }

  @Test("A statement that cannot be prepared reports why, every time, and harms nobody")
  func broken() async throws {
    let broken = Statement("test.broken", "SELECT nothing FROM nowhere")
    let database = database
    let states = await withTaskGroup(of: String?.self) { group in
      for _ in 0..<20 {
        group.addTask { await failure { _ = try await database.query(broken) }?.sqlstate }
        group.addTask { await failure { _ = try await database.query(SQL.one) }?.sqlstate }
      }
      return await group.reduce(into: [:] as [String?: Int]) { $0[$1, default: 0] += 1 }
    }
    #expect(states == ["42P01": 20, nil: 20])
  }

  @Test("Statements that fail in the middle of a pipeline leave their neighbours alone")
  func isolation() async throws {
    let database = database
    let wrong = await withTaskGroup(of: String?.self) { group in
      for number in 0..<200 as Range<Int64> {
        group.addTask {
          do {
            let divisor: Int64 = number % 5 == 0 ? 0 : 2
            let value = try await database.query(SQL.divide, [.int(divisor)], scope: .project(number))[0].int(0)
            return divisor == 2 && value == 5 ? nil : "\(number): \(value)"
          } catch {
            return number % 5 == 0 && (error as? DatabaseError)?.sqlstate == "22012" ? nil : "\(number): \(error)"
          }
        }
      }
      return await group.reduce(into: [] as [String]) { list, each in each.map { list.append($0) } }
    }
    #expect(wrong == [])
  }

  @Test("A batch is one implicit transaction: all or nothing")
  func batch() async throws {
    let rows = try await database.batch([(SQL.addCounter, ["batch", 1]), (SQL.counter, ["batch"])])
    #expect(try rows[1][0].int(0) == 1)
    let error = await failure {
      _ = try await database.batch([(SQL.addCounter, ["half", 1]), (SQL.divide, [0]), (SQL.addCounter, ["other half", 1])])
    }
    #expect(error?.sqlstate == "22012")
    #expect(try await database.query(SQL.counter, ["half"]).isEmpty)
    #expect(try await database.batch([]).isEmpty)
  }

  @Test("A thousand requests at once are all answered, each with its own answer")
  func thousand() async throws {
    let database = database
    let sum = try await withThrowingTaskGroup(of: Int64.self) { group in
      for number in 0..<1000 as Range<Int64> {
        group.addTask {
          let value = try await database.query(SQL.echo, [.int(number)])[0].int(0)
          #expect(value == number)
          return value
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(sum == 499_500)
  }

  @Test("Large parameters and answers pass while both directions are full")
  func large() async throws {
    let echo = Statement("test.echo_text", "SELECT $1::text")
    let database = database
    let sizes = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<24 {
        group.addTask {
          let text = String(repeating: "\(number % 10)", count: 1_000_000 + number)
          return try await database.query(echo, [.text(text)])[0].text(0) == text ? text.utf8.count : 0
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(sizes.sorted() == (0..<24).map { 1_000_000 + $0 })
  }

  @Test("A caller on a loop is served by that loop and stays on it")
  func onLoop() async throws {
    let database = database
    for loop in TestDatabase.loops.loops {
      let isSame = try await Task(executorPreference: loop) {
        let before = loop.isCurrent
        _ = try await database.query(SQL.one)
        return before && loop.isCurrent
      }.value
      #expect(isSame)
    }
  }

  @Test("A plan that no longer fits the table is made anew for the next request")
  func changedTable() async throws {
    try await TestDatabase.current.runAsOwner(
      "CREATE TABLE growing (a bigint); INSERT INTO growing VALUES (1); GRANT SELECT ON growing TO autoflow_test_role")
    let all = Statement("test.growing", "SELECT * FROM growing")
    let group = EventLoopGroup(count: 1)
    let configuration = DatabaseConfiguration(url: TestDatabase.current.ownerURL, transactionsPerLoop: 1)
    let database = Database(configuration: configuration, loops: group)
    #expect(try await database.transaction { try await $0.query(all).columnNames } == ["a"])
    try await TestDatabase.current.runAsOwner("ALTER TABLE growing ADD b bigint")
    let error = await failure { _ = try await database.transaction { try await $0.query(all) } }
    #expect(error?.sqlstate == "0A000")
    #expect(try await database.transaction { try await $0.query(all).columnNames } == ["a", "b"])
    await database.close()
    group.shutdown()
  }

  @Test("The session speaks UTC and UTF-8 and has its limits")
  func session() async throws {
    let settings = Statement(
      "test.settings",
      """
      SELECT current_setting('TimeZone'), current_setting('client_encoding'), current_setting('statement_timeout'),
        current_setting('idle_in_transaction_session_timeout'), current_setting('plan_cache_mode'), current_user
      """)
    let row = try await database.query(settings)[0]
    #expect(try (0..<6).map { try row.text($0) } == ["UTC", "UTF8", "10s", "30s", "force_generic_plan", "autoflow_test_role"])
  }
}

struct TestFailure: Error {
  let message: String
  init(_ message: String) { self.message = message }
}
