package import Domain
package import HTTP
package import Log
internal import Postgres
package import Storage

/// The two addresses outside systems call. They verify, store and answer; everything else is a job's work.
package struct WebhookEndpoints: Sendable {
  /// A little above GitHub's own cap of 25 MB.
  package static let bodyLimit = 26 * 1024 * 1024

  let secrets: SecretCache
  let hooks: HookStore
  let intake: DeliveryIntake
  let clock: any Clock
  let log: Log

  package init(projects: ProjectStore, vault: SecretVault, hooks: HookStore, intake: DeliveryIntake, clock: any Clock, log: Log) {
    secrets = SecretCache(projects: projects, vault: vault)
    self.hooks = hooks
    self.intake = intake
    self.clock = clock
    self.log = log
  }

  package var routes: [Route] {
    [
      Route(.post, "/webhooks/asana/:projectId", access: "signed", name: "webhooks.asana", bodyLimit: Self.bodyLimit) { request in
        await guarded(request, asana)
      },
      Route(.post, "/webhooks/github/:projectId", access: "signed", name: "webhooks.github", bodyLimit: Self.bodyLimit) { request in
        await guarded(request, github)
      },
    ]
  }

  /// Whatever goes wrong on our side is 503 and never 2xx: the sender must not believe that we have it.
  private func guarded(_ request: Request, _ handle: (Request) async throws -> Response) async -> Response {
    do { return try await handle(request) } catch SecretCache.Refusal.archived {
      return WebhookAnswer.gone
    } catch {
      log.error("a webhook was not stored", [("request", .text(request.id)), ("error", .text("\(error)"))])
      return WebhookAnswer.notNow
    }
  }

  func store(_ delivery: NewDelivery) async throws -> Response {
    switch try await intake.submit(delivery) {
    case .stored, .revived: WebhookAnswer.accepted
    case .repeated: WebhookAnswer.repeated
    case .refused: WebhookAnswer.gone
    }
  }
}
