import Glibc
import Postgres
import Storage
import TestKit
import Testing

/// Each test has a database of its own inside the suite's server, and a folder of its own.
@Suite(.database(migrations: TestFolders.root + "/Tests/Fixtures/NoMigrations", role: nil), .timeLimit(.minutes(15)))
struct MigratorTests {
  @Test("Migrations run in order of their numbers, once")
  func order() async throws {
    try await withMigrations(["0010_second.sql": "INSERT INTO made VALUES (2)", "0002_first.sql": "CREATE TABLE made (n int)"]) { place in
      #expect(try await place.migrator().check() == .behind(["0002_first.sql", "0010_second.sql"]))
      #expect(try await place.migrator().migrate() == ["0002_first.sql", "0010_second.sql"])
      #expect(try await place.migrator().migrate() == [])
      #expect(try await place.migrator().check() == .current)
      let status = try await place.migrator().status()
      #expect(status.applied.map(\.fileName) == ["0002_first.sql", "0010_second.sql"])
      #expect(status.applied.allSatisfy { $0.appliedAt > 1_700_000_000_000_000 })
      #expect(try await place.count("made") == 1)
    }
  }

  @Test("A migration added later is applied to what is there")
  func later() async throws {
    try await withMigrations(["0001_a.sql": "CREATE TABLE made (n int)"]) { place in
      _ = try await place.migrator().migrate()
      try place.write("0002_b.sql", "INSERT INTO made VALUES (1); INSERT INTO made VALUES (2);\n-- the end")
      #expect(try await place.migrator().check() == .behind(["0002_b.sql"]))
      #expect(try await place.migrator().migrate() == ["0002_b.sql"])
      #expect(try await place.count("made") == 2)
    }
  }

  @Test("An applied migration that was edited is refused by name")
  func edited() async throws {
    try await withMigrations(["0001_a.sql": "CREATE TABLE made (n int)", "0002_b.sql": "SELECT 1"]) { place in
      _ = try await place.migrator().migrate()
      try place.write("0001_a.sql", "CREATE TABLE made (n bigint)")
      #expect(try await place.migrator().check() == .different(["0001_a.sql"]))
      await #expect(throws: MigrationError.edited("0001_a.sql")) { try await place.migrator().migrate() }
    }
  }

  @Test("An applied migration whose file is gone is refused by name")
  func missing() async throws {
    try await withMigrations(["0001_a.sql": "SELECT 1", "0002_b.sql": "SELECT 1"]) { place in
      _ = try await place.migrator().migrate()
      place.remove("0001_a.sql")
      #expect(try await place.migrator().check() == .different(["0001_a.sql"]))
      await #expect(throws: MigrationError.missing("0001_a.sql")) { try await place.migrator().migrate() }
    }
  }

  @Test("A database migrated by a newer release is ahead, and migrating it is refused")
  func ahead() async throws {
    try await withMigrations(["0001_a.sql": "SELECT 1", "0002_b.sql": "SELECT 1"]) { place in
      _ = try await place.migrator().migrate()
      place.remove("0002_b.sql")
      #expect(try await place.migrator().check() == .ahead(["0002_b.sql"]))
      await #expect(throws: MigrationError.missing("0002_b.sql")) { try await place.migrator().migrate() }
    }
  }

  @Test("A migration with a number below an applied one is refused")
  func outOfOrder() async throws {
    try await withMigrations(["0005_a.sql": "SELECT 1"]) { place in
      _ = try await place.migrator().migrate()
      try place.write("0003_b.sql", "SELECT 1")
      await #expect(throws: MigrationError.outOfOrder("0003_b.sql", newest: "0005_a.sql")) { try await place.migrator().migrate() }
    }
  }

  @Test("A failing migration is rolled back whole and reported by its name and the server's message; earlier ones stay")
  func failing() async throws {
    let files = [
      "0001_good.sql": "CREATE TABLE made (n int)", "0002_bad.sql": "INSERT INTO made VALUES (1); SELECT broken FROM made",
      "0003_never.sql": "SELECT 1",
    ]
    try await withMigrations(files) { place async throws in
      let error = await #expect(throws: MigrationError.self) { try await place.migrator().migrate() }
      guard case .failed("0002_bad.sql", let server) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(server.sqlstate == "42703")
      #expect("\(MigrationError.failed("0002_bad.sql", server))".contains("0002_bad.sql failed and was rolled back: column \"broken\""))
      #expect(try await place.count("made") == 0)
      #expect(try await place.migrator().check() == .behind(["0002_bad.sql", "0003_never.sql"]))
    }
  }

  @Test("Several that start at once share the work without doing any of it twice")
  func together() async throws {
    let files = ["0001_a.sql": "CREATE TABLE made (n int); SELECT pg_sleep(0.1)", "0002_b.sql": "INSERT INTO made VALUES (1)"]
    try await withMigrations(files) { place in
      let applied = try await withThrowingTaskGroup(of: [String].self) { group in
        for _ in 0..<6 { group.addTask { try await place.migrator().migrate() } }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(applied == ["0001_a.sql", "0002_b.sql"])
      #expect(try await place.count("made") == 1)
    }
  }

  @Test(
    "Names that cannot be put in order are refused",
    arguments: ["1_a.sql", "0001-a.sql", "0001_A.sql", "0001_.sql", "x.sql", "00011_a.sql"]
  )
  func badName(name: String) async throws {
    try await withMigrations([name: "SELECT 1"]) { place in
      #expect(throws: MigrationError.badFileName(name)) { try place.migrator() }
    }
  }

  @Test("Two files with the same number are refused; other files are left alone")
  func duplicate() async throws {
    try await withMigrations(["0001_a.sql": "", "0001_b.sql": "", "README.md": "words"]) { place in
      #expect(throws: MigrationError.duplicateVersion("0001_a.sql", "0001_b.sql")) { try place.migrator() }
    }
    #expect(throws: MigrationError.unreadable("/nowhere")) {
      try Migrator(database: TestDatabase.current.database, folder: "/nowhere")
    }
  }

  @Test("The product's own migrations apply to an empty database, twice without a change")
  func product() async throws {
    try await withMigrations([:]) { place in
      let migrator = try Migrator(database: place.database, folder: TestFolders.root + "/Migrations")
      #expect(try await migrator.migrate().first == "0001_foundation.sql")
      #expect(try await migrator.migrate() == [])
      #expect(try await migrator.check() == .current)
    }
  }
}

/// An empty database and a folder of migrations.
private struct Place: Sendable {
  let folder: String
  let database: Database

  func migrator() throws(MigrationError) -> Migrator { try Migrator(database: database, folder: folder) }

  func write(_ name: String, _ sql: String) throws {
    let file = try #require(fopen("\(folder)/\(name)", "w"))
    fputs(sql, file)
    fclose(file)
  }

  func remove(_ name: String) { unlink("\(folder)/\(name)") }

  func count(_ table: String) async throws -> Int64 {
    let session = try await database.openScriptSession()
    defer { session.close() }
    return try #require(try await session.run("SELECT count(*) FROM \(ScriptSession.identifier(table))")?.first).int(0)
  }
}

private func withMigrations(_ files: [String: String], _ body: (Place) async throws -> Void) async throws {
  let folder = try #require(temporaryFolder())
  let suite = TestDatabase.current
  let name = "\(suite.name)_\(UInt64.random(in: 0...UInt64.max))"
  try await suite.runAsOwner("CREATE DATABASE \(name)")
  let url = suite.ownerURL.split(separator: suite.name, maxSplits: 1, omittingEmptySubsequences: false).joined(separator: name)
  let place = Place(folder: folder, database: Database(configuration: DatabaseConfiguration(url: url), loops: TestDatabase.loops))
  for (file, sql) in files { try place.write(file, sql) }
  let outcome: Result<Void, any Error>
  do { outcome = .success(try await body(place)) } catch { outcome = .failure(error) }
  await place.database.close()
  try await suite.runAsOwner("DROP DATABASE \(name) WITH (FORCE)")
  for file in try migrationFiles(folder) { unlink("\(folder)/\(file)") }
  rmdir(folder)
  try outcome.get()
}

private func temporaryFolder() -> String? {
  var template = Array("/tmp/autoflow-migrations-XXXXXX".utf8CString)
  return template.withUnsafeMutableBufferPointer { path in
    path.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
  }
}

private func migrationFiles(_ folder: String) throws -> [String] {
  let directory = try #require(opendir(folder))
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    names.append(name)
  }
  return names
}
