internal import EventLoop
internal import HTTP
internal import Storage
internal import Webhooks

/// Every address of the product, in one place.
enum RouteTable {
  static func routes(_ configuration: Configuration, _ stores: Stores, _ site: WebComposition) -> [Route] {
    HealthEndpoints(database: stores.database).routes
      + WebhookEndpoints(
        projects: stores.projects, vault: stores.vault, hooks: stores.hooks, intake: stores.intake, clock: SystemClock(),
        log: configuration.log
      ).routes
      + site.routes
  }

  static func router(_ configuration: Configuration, _ stores: Stores, _ site: WebComposition) -> Router {
    Router(
      routes(configuration, stores, site), onError: { error, request in await site.answer(error, request) },
      onMissing: { request, status, headers in await site.missing(request, status, headers) })
  }

  /// `METHOD pattern access name`. Nothing connects to anything: the database is only named.
  static func lines(_ runtime: Runtime) throws -> [String] {
    let variables = Variables(["DATABASE_URL": "postgresql:///autoflow", "INIT_ADMIN_TOKEN": "0123456789abcdef"])
    let configuration = try Configuration(variables)
    let stores = Stores(configuration, loops: runtime.loops)
    let site = try WebComposition(configuration, stores, runtime)
    return routes(configuration, stores, site).map { "\($0.method) \($0.pattern) \($0.access) \($0.name)" }
  }
}
