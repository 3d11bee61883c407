internal import EventLoop
internal import Postgres
internal import Storage

/// `autoflow migrate [--status]`
enum MigrateCommand {
  static func run(_ arguments: [String], _ runtime: Runtime) async throws {
    let options = try Options(arguments, flags: ["--status"])
    let url = try runtime.variables.required("DATABASE_URL", "a libpq URI such as postgresql:///autoflow?host=/run/postgresql")
    let database = Stores.owner(url, loops: runtime.loops)
    do {
      let migrator = try Migrator(database: database, folder: try ProgramFolder(runtime.variables).migrations)
      if options.has("--status") { try await status(migrator) } else { try await migrate(migrator, database) }
    } catch let error as MigrationError {
      await database.close()
      throw CommandFailure(error.description)
    }
    await database.close()
  }

  private static func migrate(_ migrator: Migrator, _ database: Database) async throws {
    let applied = try await migrator.migrate()
    for file in applied { Output.line("applied \(file)") }
    if applied.isEmpty { Output.line("nothing to apply") }
    switch try await EmbeddingPreparation.run(database) {
    case .ready: Output.line("pgvector: column and index for embeddings are in place")
    case .absent: break
    case .refused(let reason): Output.line("pgvector is not used: \(reason)")
    }
  }

  private static func status(_ migrator: Migrator) async throws(MigrationError) {
    let status = try await migrator.status()
    for migration in status.applied { Output.line("applied \(migration.fileName)") }
    for file in status.pending { Output.line("pending \(file)") }
  }
}
