internal import Postgres
internal import Log
internal import Worker

/// `autoflow work [--lease SECONDS]`: a worker alone; any number of them share one database.
enum WorkCommand {
  static func run(_ arguments: [String], _ runtime: Runtime) async throws {
    let options = try Options(arguments, values: [LeaseOption.name])
    let settings = WorkerSettings(lease: try LeaseOption.lease(options))
    let configuration = try Configuration(runtime.variables)
    try await SchemaCheck.require(configuration.databaseURL, runtime)
    let stores = Stores(configuration, loops: runtime.loops)
    runtime.stop.attend()
    let work = Working(configuration, stores, runtime, settings)
    configuration.log.info("working", [])
    await runtime.stop.wait()
    work.stop()
    await work.finish()
    await stores.database.close()
    configuration.log.info("stopped", [])
  }
}
