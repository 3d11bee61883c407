internal import Crypto
internal import Domain
internal import GitHub
internal import HTTP
internal import Log
internal import Storage

extension WebhookEndpoints {
  /// Longest event name and delivery id that are taken.
  private static let nameLimit = 100

  func github(_ request: Request) async throws -> Response {
    let publicID = request.parameter("projectId") ?? ""
    guard let found = try await secrets.find(.githubWebhook, publicID: publicID) else { return WebhookAnswer.unknownProject }
    guard try await isSigned(request, found.secret, publicID) else {
      log.warning("a webhook with a bad signature", [("project", .integer(found.project.rawValue)), ("request", .text(request.id))])
      try await hooks.noteGitHubFailure(project: found.project)
      return WebhookAnswer.badSignature
    }
    guard let event = request[GitHubWebhook.eventField], let id = request[GitHubWebhook.deliveryField], !event.isEmpty, !id.isEmpty,
      event.utf8.count <= Self.nameLimit, id.utf8.count <= Self.nameLimit
    else { return Response.text(.badRequest, "x-github-event and x-github-delivery are needed\n") }
    let delivery: GitHubDelivery
    do {
      delivery = try GitHubDelivery.parse(event: event, body: request.body, receivedAt: clock.now)
    } catch { return WebhookAnswer.unreadable }
    return try await store(
      NewDelivery(
        project: found.project, source: .github, externalID: id, event: event, summary: delivery.keepingReferences.summaryJSON,
        requestID: request.id))
  }

  private func isSigned(_ request: Request, _ secret: SecretBytes?, _ publicID: String) async throws -> Bool {
    let signature = request[GitHubWebhook.signatureField]
    if let secret, GitHubWebhook.verify(body: request.body, signature: signature, secret: secret) { return true }
    guard signature != nil, let fresh = try await secrets.find(.githubWebhook, publicID: publicID, fresh: true)?.secret, fresh != secret
    else { return false }
    return GitHubWebhook.verify(body: request.body, signature: signature, secret: fresh)
  }
}
