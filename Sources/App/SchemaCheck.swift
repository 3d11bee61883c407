internal import Postgres
internal import Storage

/// Refuses to work on a schema this program was not built for.
enum SchemaCheck {
  static func require(_ databaseURL: String, _ runtime: Runtime) async throws {
    let owner = Stores.owner(databaseURL, loops: runtime.loops)
    do {
      let migrator = try Migrator(database: owner, folder: try ProgramFolder(runtime.variables).migrations)
      let verdict = try await migrator.check()
      await owner.close()
      if let complaint = complaint(verdict) { throw CommandFailure(complaint) }
    } catch let error as MigrationError {
      await owner.close()
      throw CommandFailure(error.description)
    }
  }

  private static func complaint(_ verdict: MigrationStatus.Verdict) -> String? {
    switch verdict {
    case .current: nil
    case .behind(let files): "the database lacks \(files.joined(separator: ", ")); run `autoflow migrate` first"
    case .ahead(let files): "the database knows migrations this program does not: \(files.joined(separator: ", ")); use a newer program"
    case .different(let files): "migrations were changed after they had been applied: \(files.joined(separator: ", "))"
    }
  }
}
