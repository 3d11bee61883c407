internal import Glibc
internal import Postgres
internal import Storage
internal import Synchronization

/// A migrated database that suites copy: built once for a state of the migrations folder, by whichever process comes first.
final class TestTemplate: Sendable {
  private let folder: String
  private let work = Mutex<Task<String, any Error>?>(nil)

  /// One template per folder and process.
  private static let all = Mutex<[String: TestTemplate]>([:])

  private init(folder: String) { self.folder = folder }

  static func of(folder: String) -> TestTemplate {
    all.withLock { all in
      if let known = all[folder] { return known }
      let template = TestTemplate(folder: folder)
      all[folder] = template
      return template
    }
  }

  /// Name of the template database, built if need be.
  func prepared(on server: TestServer) async throws -> String {
    let task = work.withLock { work in
      if let work { return work }
      // Awaited by everybody who asks; ends by itself.
      let task = Task { [folder] in try await Self.build(folder, server) }
      work = task
      return task
    }
    return try await task.value
  }

  private static func build(_ folder: String, _ server: TestServer) async throws -> String {
    let name = "autoflow_template_" + hexadecimal(fingerprint(try Migration.load(folder: folder)))
    let session = try await ScriptSession.open(DatabaseConfiguration(url: server.url), loops: TestDatabase.loops)
    defer { session.close() }
    try await session.run("SELECT pg_advisory_lock(7204117590183)")
    try await dropLeftovers(session)
    let found = try await session.run("SELECT 1 FROM pg_database WHERE datname = '\(name)'")
    if found?.isEmpty == false { return name }
    try await migrate(folder, into: name, server, session)
    return name
  }

  /// Under another name until it is complete, so that a killed process leaves no half of a template.
  private static func migrate(_ folder: String, into name: String, _ server: TestServer, _ session: ScriptSession) async throws {
    let draft = TestServer.freshName()
    try await session.run("CREATE DATABASE \(draft) TEMPLATE template0")
    let database = Database(configuration: DatabaseConfiguration(url: server.url(database: draft)), loops: TestDatabase.loops)
    let outcome: Result<[String], any Error>
    do {
      outcome = .success(try await Migrator(database: database, folder: folder).migrate())
    } catch {
      outcome = .failure(error)
    }
    await database.close()
    switch outcome {
    case .success: try await session.run("ALTER DATABASE \(draft) RENAME TO \(name)")
    case .failure(let error):
      try await session.run("DROP DATABASE \(draft) WITH (FORCE)")
      throw error
    }
  }

  /// Databases that killed test runs left more than an hour ago.
  private static func dropLeftovers(_ session: ScriptSession) async throws {
    let limit = time(nil) - 3600
    let names = try await session.run("SELECT datname FROM pg_database WHERE starts_with(datname, '\(TestServer.prefix)')")
    for row in names.map(Array.init) ?? [] {
      let name = try row.text(0)
      guard let created = Int(name.dropFirst(TestServer.prefix.count).prefix { $0 != "_" }), created < limit else { continue }
      try await session.run("DROP DATABASE IF EXISTS \(ScriptSession.identifier(name)) WITH (FORCE)")
    }
  }

  /// FNV-1a of 64 bits: tells states of a folder apart, nothing more.
  private static func fingerprint(_ migrations: [Migration]) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for migration in migrations {
      for byte in "\(migration.fileName)\n\(migration.sql)\n".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    return hash
  }

  private static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
