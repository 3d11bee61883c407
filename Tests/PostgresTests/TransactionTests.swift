import Postgres
import TestKit
import Testing

@Suite(.notes, .timeLimit(.minutes(15)))
struct TransactionTests {
  private struct Refused: Error {}

  private var database: Database { TestDatabase.current.database }

  private func value(_ name: String) async throws -> Int64? {
    try await database.query(SQL.counter, [.text(name)]).first?.int(0)
  }

  @Test("What a transaction did is there after its return")
  func commit() async throws {
    let result = try await database.transaction { transaction in
      try await transaction.execute(SQL.addCounter, ["committed", 1])
      let inside = try await transaction.batch([(SQL.addCounter, ["committed 2", 2]), (SQL.counter, ["committed"])])
      return try inside[1][0].int(0)
    }
    #expect(result == 1)
    #expect(try await value("committed") == 1)
    #expect(try await value("committed 2") == 2)
  }

  @Test("An error of the body undoes everything and reaches the caller")
  func rollback() async throws {
    await #expect(throws: Refused.self) {
      try await database.transaction { transaction in
        try await transaction.execute(SQL.addCounter, ["undone", 1])
        throw Refused()
      }
    }
    #expect(try await value("undone") == nil)
  }

  @Test("A failed statement dooms the transaction even when its error is swallowed")
  func swallowed() async throws {
    let error = await failure {
      try await database.transaction { transaction in
        try await transaction.execute(SQL.addCounter, ["doomed", 1])
        _ = try? await transaction.query(SQL.divide, [0])
        let later = await failure { _ = try await transaction.query(SQL.one) }
        #expect(later?.sqlstate == "25P02")
      }
    }
    #expect(error?.sqlstate == "25P02")
    #expect(try await value("doomed") == nil)
    try await database.ping()
  }

  @Test("A failure of the first statement leaves the connection fit for the next transaction")
  func firstFails() async throws {
    for _ in 0..<3 {
      let error = await failure { _ = try await database.transaction { try await $0.query(SQL.divide, [0]) } }
      #expect(error?.sqlstate == "22012")
    }
    #expect(try await database.transaction { try await $0.query(SQL.one)[0].int(0) } == 1)
  }

  @Test("A transaction without statements does nothing; one that ended is closed")
  func empty() async throws {
    let escaped = try await database.transaction { $0 }
    let error = await failure { _ = try await escaped.query(SQL.one) }
    #expect(error == .closed)
  }

  @Test("Transactions at the same time see each other only when committed, and none is lost")
  func concurrent() async throws {
    try await database.execute(SQL.addCounter, ["contended", 0])
    let increment = Statement("test.increment", "UPDATE counters SET value = value + 1 WHERE name = $1")
    let database = database
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          _ = try await database.transaction { try await $0.execute(increment, ["contended"]) }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await value("contended") == 50)
  }

  @Test("An idle transaction is ended by the server, and its work is undone")
  func idle() async throws {
    let impatient = TestDatabase.current.connect(role: nil) { $0.idleTimeout = .seconds(1) }
    let gone = Statement("test.gone", "SELECT 1 FROM pg_stat_activity WHERE pid = $1::bigint::int")
    let database = database
    let error = await failure {
      try await impatient.transaction { transaction in
        try await transaction.execute(SQL.addCounter, ["idle", 1])
        let process = try await transaction.query(SQL.process)[0].int(0)
        _ = try await eventually { try await database.query(gone, [.int(process)]).isEmpty ? true : nil }
        _ = try await transaction.query(SQL.one)
      }
    }
    #expect(error == .connectionLost)
    #expect(try await value("idle") == nil)
    #expect(try await impatient.transaction { try await $0.query(SQL.one)[0].int(0) } == 1)
    await impatient.close()
  }
}
