internal import Asana
internal import Crypto
internal import Domain
internal import HTTP
internal import Log
internal import Storage

extension WebhookEndpoints {
  /// Longest secret a handshake may carry.
  private static let secretLimit = 512
  /// Longest token in an address; ours have 43 characters.
  private static let tokenLimit = 64

  func asana(_ request: Request) async throws -> Response {
    let publicID = request.parameter("projectId") ?? ""
    let token = request.query?["hook"] ?? ""
    guard token.utf8.count <= Self.tokenLimit else { return WebhookAnswer.unknownProject }
    if let offered = request[AsanaWebhook.secretField] { return try await shake(offered, token, publicID) }
    guard let found = try await secrets.find(.asanaHook(token), publicID: publicID) else { return WebhookAnswer.unknownProject }
    guard try await isSigned(request, found.secret, token, publicID) else {
      log.warning("a webhook with a bad signature", [("project", .integer(found.project.rawValue)), ("request", .text(request.id))])
      try await hooks.noteFailure(token: token, project: found.project)
      return WebhookAnswer.badSignature
    }
    let events: AsanaEvents
    do { events = try AsanaEvents.parse(request.body) } catch { return WebhookAnswer.unreadable }
    try await hooks.noteDelivery(token: token, project: found.project)
    if events.isHeartbeat { return WebhookAnswer.accepted }
    // Asana names no delivery; a retry carries the same bytes to the same address.
    let id = "\(token.prefix(12)):\(Hex.encode(SHA256.digest(request.body)))"
    return try await store(
      NewDelivery(
        project: found.project, source: .asana, externalID: id, event: "events", summary: events.summaryJSON, requestID: request.id))
  }

  /// Answers the handshake that Asana sends while our own create call is open: once, and only for an address that waits for it (decision 6.13).
  private func shake(_ offered: String, _ token: String, _ publicID: String) async throws -> Response {
    guard !offered.isEmpty, offered.utf8.count <= Self.secretLimit, let echo = FieldValue(offered) else { return WebhookAnswer.unreadable }
    guard let found = try await secrets.find(.asanaHook(token), publicID: publicID, fresh: true) else {
      return WebhookAnswer.unknownProject
    }
    guard try await hooks.shake(token: token, secret: SecretBytes(offered), project: found.project) else {
      log.warning("a handshake nobody asked for", [("project", .integer(found.project.rawValue))])
      return WebhookAnswer.noHandshakeExpected
    }
    return Response(.ok, headers: [AsanaWebhook.secretField: echo])
  }

  private func isSigned(_ request: Request, _ secret: SecretBytes?, _ token: String, _ publicID: String) async throws -> Bool {
    let signature = request[AsanaWebhook.signatureField]
    if let secret, AsanaWebhook.verify(body: request.body, signature: signature, secret: secret) { return true }
    guard signature != nil, let fresh = try await secrets.find(.asanaHook(token), publicID: publicID, fresh: true)?.secret,
      fresh != secret
    else { return false }
    return AsanaWebhook.verify(body: request.body, signature: signature, secret: fresh)
  }
}
