internal import CLinux
internal import EventLoop
internal import HTTP
internal import HTTPClient
internal import HTTPServer
internal import Log
internal import Postgres
internal import Storage
internal import Web
internal import Worker

/// `autoflow serve [--no-worker] [--lease SECONDS]`
enum ServeCommand {
  static func run(_ arguments: [String], _ runtime: Runtime) async throws {
    let options = try Options(arguments, values: [LeaseOption.name], flags: ["--no-worker"])
    let settings = WorkerSettings(lease: try LeaseOption.lease(options))
    let configuration = try Configuration(runtime.variables)
    try await SchemaCheck.require(configuration.databaseURL, runtime)
    let stores = Stores(configuration, loops: runtime.loops)
    let product = try Product(configuration, stores, runtime)
    let server = HTTPServer(
      loops: runtime.loops, responder: product.router, log: configuration.log,
      standing: SecurityHeaders.everywhere(isSecure: configuration.isSecure))
    let address = try await listen(server, configuration, runtime)
    runtime.stop.attend()
    let work = options.has("--no-worker") ? nil : Working(configuration, stores, runtime, settings)
    await product.begin()
    configuration.log.info(
      "serving", [("address", .text(address.description)), ("public", .text(configuration.publicURLText)), ("worker", .flag(work != nil))])
    unsafe af_sd_notify("READY=1")
    await warnOfUnreadableSecrets(configuration, stores)
    await runtime.stop.wait()
    unsafe af_sd_notify("STOPPING=1")
    configuration.log.info("stopping", [])
    work?.stop()
    product.end()
    await server.drain(grace: .seconds(7))
    await work?.finish()
    await stores.database.close()
    configuration.log.info("stopped", [])
  }

  private static func listen(_ server: HTTPServer, _ configuration: Configuration, _ runtime: Runtime) async throws -> ListenAddress {
    do {
      return try await server.start(on: inherited(runtime.variables) ?? configuration.listen)
    } catch { throw CommandFailure("AUTOFLOW_LISTEN: \(error.reason)") }
  }

  /// Sockets of a service manager, when they are meant for this process (sd_listen_fds(3)).
  private static func inherited(_ variables: Variables) -> ListenAddress? {
    guard let count = variables["LISTEN_FDS"].flatMap(Int.init), count > 0,
      variables["LISTEN_PID"].flatMap({ Int32($0) }) == af_process_id()
    else { return nil }
    return .inherited(count: count)
  }

  private static func warnOfUnreadableSecrets(_ configuration: Configuration, _ stores: Stores) async {
    for name in (try? await SecretCheck(stores).unreadable) ?? [] {
      configuration.log.error("a secret cannot be read with this master key, enter it again", [("secret", .text(name))])
    }
  }
}
