internal import Postgres
internal import Log

/// `autoflow work`: a worker alone; any number of them share one database.
enum WorkCommand {
  static func run(_ arguments: [String], _ runtime: Runtime) async throws {
    _ = try Options(arguments)
    let configuration = try Configuration(runtime.variables)
    try await SchemaCheck.require(configuration.databaseURL, runtime)
    let stores = Stores(configuration, loops: runtime.loops)
    runtime.stop.attend()
    let work = Working(configuration, stores, runtime)
    configuration.log.info("working", [])
    await runtime.stop.wait()
    work.stop()
    await work.finish()
    await stores.database.close()
    configuration.log.info("stopped", [])
  }
}
