internal import EventLoop
internal import HTTP
internal import HTTPClient
internal import Log
internal import Postgres
internal import Storage

/// What `serve` answers with: the route table and what stands behind it.
struct Product: Sendable {
  let router: Router
  private let stores: Stores
  private let site: WebComposition

  init(_ configuration: Configuration, _ stores: Stores, _ runtime: Runtime) throws {
    self.stores = stores
    site = try WebComposition(configuration, stores, runtime)
    router = RouteTable.router(configuration, stores, site)
  }

  /// Starts what feeds open pages.
  func begin() async {
    stores.database.listen("tasks") { [site] payload in site.publish(payload) }
    site.begin()
  }

  /// Ends streams, so that the server can drain.
  func end() { site.close() }
}
