internal import Domain
package import HTTP

/// Stand-ins of Asana and GitHub, a coding agent and CI, on one port: for trying the product out by hand and for tests.
///
/// `routes` answer calls; `run` sends webhooks and lets time pass. Several sandboxes can live in one process.
package struct Sandbox: Sendable {
  package let world: SandboxWorld
  /// Sends webhooks and Asana's handshakes.
  let transport: Transport
  /// nil leaves `/sandbox` itself and its forms out; the JSON API is always there.
  private let page: SandboxPage?

  package init(_ configuration: SandboxConfiguration, page: SandboxPage?, transport: @escaping Transport) {
    world = SandboxWorld(configuration)
    self.page = page
    self.transport = transport
  }

  /// Every address the sandbox answers.
  package var routes: [Route] {
    Self.vendorRoutes(.asana, AsanaAPI.operations, self) + Self.vendorRoutes(.github, GitHubAPI.operations, self) + controlRoutes
      + (page.map(pageRoutes) ?? [])
  }

  /// The routes with answers in the vendors' own words for addresses that do not exist.
  package var router: Router { router(adding: []) }

  /// - Parameter others: addresses of what the page needs, such as style sheets.
  package func router(adding others: [Route]) -> Router {
    let world = world
    return Router(
      routes + others, onError: { _, _ in .text(.internalServerError, "sandbox failure") },
      onMissing: { request, status, headers in world.answerMissing(request, status, headers) })
  }

  private static func vendorRoutes(
    _ vendor: Vendor, _ operations: [(method: Method, pattern: String, name: String, handler: Handler)], _ sandbox: Sandbox
  ) -> [Route] {
    operations.map { operation in
      Route(
        operation.method, RoutePattern(stringLiteral: vendor.prefix + operation.pattern), access: "sandbox token",
        name: "sandbox.\(vendor.rawValue).\(operation.name)", bodyLimit: 4 << 20
      ) { request in
        await sandbox.answer(request, vendor, pattern: operation.pattern, operation.handler)
      }
    }
  }

  /// Sends what is due, all at once, and waits for the answers.
  /// - Returns: how many deliveries there were.
  @discardableResult
  package func deliverDue() async -> Int {
    let deliveries = world.takeReady().deliveries
    await withDiscardingTaskGroup { group in
      for delivery in deliveries {
        group.addTask { world.finish(delivery, await transport(delivery)) }
      }
    }
    return deliveries.count
  }

  /// Alarms are set no further ahead, so that few of them sleep at a time whatever is planned for later.
  private static let longestSleep: Duration = .seconds(30)

  /// Sends webhooks as they become due and lets the agent and CI work, until the task is cancelled.
  package func run() async {
    await withDiscardingTaskGroup { group in
      var alarm: Timestamp?
      for await _ in world.wakeUps {
        let (deliveries, next) = world.takeReady()
        for delivery in deliveries {
          group.addTask { world.finish(delivery, await transport(delivery)) }
        }
        let now = world.now
        let wanted = min(next ?? .distantFuture, now.advanced(by: Self.longestSleep))
        if alarm.map({ wanted < $0 || $0 <= now }) ?? true {
          alarm = wanted
          group.addTask { await world.wake(at: wanted) }
        }
      }
      group.cancelAll()
    }
  }
}

extension Timestamp {
  fileprivate static let distantFuture = Timestamp(microseconds: .max)
}
