package import Postgres

/// Brings the schema forward, one file and one transaction at a time; there is no way back but a new migration.
///
/// Several processes may start at once: an advisory lock lets one work, and the others find nothing left to do.
/// It works as the login role, which owns the tables; the application's role owns nothing.
package struct Migrator: Sendable {
  private let database: Database
  private let migrations: [Migration]

  /// Arbitrary, but the same in every release.
  private static let lock = 4_715_286_390_211

  /// - Throws: `unreadable`, `badFileName`, `duplicateVersion`.
  package init(database: Database, folder: String) throws(MigrationError) {
    self.database = database
    migrations = try Migration.load(folder: folder)
  }

  /// Applies what is pending.
  /// - Returns: file names of what was applied, in order.
  package func migrate() async throws(MigrationError) -> [String] {
    try await withSession { session throws(MigrationError) in
      try await run(session, "SELECT pg_advisory_lock(\(Self.lock))")
      try await run(session, Self.createTable)
      let records = try await load(session)
      let pending = try pending(records)
      for record in pending { try await apply(record, session) }
      return pending.map(\.migration.fileName)
    }
  }

  /// Compares the database with the files; changes nothing.
  package func status() async throws(MigrationError) -> MigrationStatus {
    try await withSession { session throws(MigrationError) in
      let records = try await load(session)
      return MigrationStatus(
        applied: records.applied.map { .init(version: $0.version, fileName: $0.fileName, appliedAt: $0.appliedAt) },
        pending: records.pending.map(\.migration.fileName), verdict: records.verdict)
    }
  }

  /// What `serve` asks before it starts.
  package func check() async throws(MigrationError) -> MigrationStatus.Verdict {
    try await status().verdict
  }

  private func pending(_ records: MigrationRecords) throws(MigrationError) -> [MigrationRecords.Checked] {
    if let missing = records.missing.first { throw .missing(missing) }
    if let edited = records.edited.first { throw .edited(edited) }
    if let newest = records.applied.last, let late = records.pending.first(where: { $0.migration.version < newest.version }) {
      throw .outOfOrder(late.migration.fileName, newest: newest.fileName)
    }
    return records.pending
  }

  private func apply(_ record: MigrationRecords.Checked, _ session: ScriptSession) async throws(MigrationError) {
    let name = record.migration.fileName
    do {
      try await session.run("BEGIN")
      try await session.run(record.migration.sql)
      try await session.run(
        """
        INSERT INTO public.schema_migrations (version, name, checksum)
        VALUES (\(record.migration.version), \(ScriptSession.literal(name)), \(ScriptSession.literal(record.checksum)))
        """)
      try await session.run("COMMIT")
    } catch .server(let error) {
      throw .failed(name, error)
    } catch {
      throw .database(error)
    }
  }

  private func load(_ session: ScriptSession) async throws(MigrationError) -> MigrationRecords {
    let checksums = try await run(session, MigrationRecords.checksumQuery(migrations))
    let table = try await run(session, "SELECT to_regclass('public.schema_migrations') IS NOT NULL")
    do {
      let exists = try table?.first?.bool(0) ?? false
      let applied = exists ? try await session.run(Self.listApplied) : nil
      return try MigrationRecords(migrations, checksums: checksums, applied: applied)
    } catch {
      throw .database(error)
    }
  }

  @discardableResult
  private func run(_ session: ScriptSession, _ sql: String) async throws(MigrationError) -> Rows? {
    do { return try await session.run(sql) } catch { throw .database(error) }
  }

  /// Closing the session rolls back what is open and gives up the lock.
  private func withSession<Value>(
    _ body: (ScriptSession) async throws(MigrationError) -> Value
  ) async throws(MigrationError) -> Value {
    let session: ScriptSession
    do { session = try await database.openScriptSession() } catch { throw .database(error) }
    defer { session.close() }
    return try await body(session)
  }

  private static let createTable = """
    CREATE TABLE IF NOT EXISTS public.schema_migrations (
      version integer PRIMARY KEY,
      name text NOT NULL,
      checksum text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    )
    """

  private static let listApplied = "SELECT version, name, checksum, applied_at FROM public.schema_migrations ORDER BY version"
}
