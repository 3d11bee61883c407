import Postgres
import Synchronization
import TestKit
import Testing

extension Trait where Self == DatabaseTrait {
  /// The small schema beside these tests.
  static var notes: Self { .database(migrations: TestFolders.root + "/Tests/Fixtures/NotesSchema", role: "autoflow_test_role") }
}

/// Statements that several suites use.
enum SQL {
  static let one = Statement("test.one", "SELECT 1")
  static let echo = Statement("test.echo", "SELECT $1::bigint")
  static let divide = Statement("test.divide", "SELECT 10 / $1::bigint")
  static let sleep = Statement("test.sleep", "SELECT pg_sleep($1::text::float8)")
  static let process = Statement("test.process", "SELECT pg_backend_pid()")
  static let terminate = Statement("test.terminate", "SELECT pg_terminate_backend($1::bigint::int)")
  static let insertNote = Statement("test.insert_note", "INSERT INTO notes (project_id, id, body) VALUES ($1, $2, $3)")
  static let countNotes = Statement("test.count_notes", "SELECT count(*) FROM notes")
  static let addCounter = Statement("test.add_counter", "INSERT INTO counters (name, value) VALUES ($1, $2)")
  static let counter = Statement("test.counter", "SELECT value FROM counters WHERE name = $1")
  static let gate = Statement("test.gate", "SELECT pg_advisory_xact_lock($1)")
}

/// Asks until the answer is not nil; the suite's time limit ends a wait in vain.
func eventually<Value: Sendable>(_ question: () async throws -> Value?) async throws -> Value {
  while true {
    if let value = try await question() { return value }
    await Task.yield()
  }
}

/// What a closure under test reports, in order.
final class Log<Element: Sendable>: Sendable {
  private let elements = Mutex<[Element]>([])

  var all: [Element] { elements.withLock { $0 } }

  func append(_ element: Element) { elements.withLock { $0.append(element) } }
}

/// The error that `body` throws, if it throws one of the database.
func failure(_ body: () async throws -> Void) async -> DatabaseError? {
  do {
    try await body()
    return nil
  } catch {
    return error as? DatabaseError
  }
}

/// Holds back everyone who runs `SQL.gate` with its key, so that a test knows that a statement is under way and when it ends.
struct Gate: Sendable {
  let key: Int64
  private let session: ScriptSession

  static func closed(key: Int64) async throws -> Gate {
    let session = try await ScriptSession.open(DatabaseConfiguration(url: TestDatabase.current.ownerURL), loops: TestDatabase.loops)
    try await session.run("SELECT pg_advisory_lock(\(key))")
    return Gate(key: key, session: session)
  }

  /// Process of the server that waits at the gate, once one does.
  func waiting() async throws -> Int64 {
    let query = """
      SELECT pid FROM pg_locks
      WHERE locktype = 'advisory' AND NOT granted AND objid = \(key) AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """
    return try await eventually { try await session.run(query)?.first?.int(0) }
  }

  func open() async throws {
    try await session.run("SELECT pg_advisory_unlock(\(key))")
    session.close()
  }
}
