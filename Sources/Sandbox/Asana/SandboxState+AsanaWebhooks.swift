internal import Crypto
internal import Domain
internal import HTTP

/// Handshake, batches, heartbeats, retries.
extension SandboxState {
  /// A webhook that fails this long is deleted.
  static let asanaPatience: Duration = .seconds(24 * 3600)
  static let asanaHeartbeat: Duration = .seconds(8 * 3600)
  /// Events of one delivery.
  private static let batchLimit = 100
  /// Events waiting for a webhook; older ones are lost, as Asana promises no more than at most once.
  private static let pendingLimit = 2000

  mutating func startHandshake(resource: String, target: String, filters: [JSONValue]) -> (gid: String, OutgoingDelivery) {
    let webhook = AsanaWebhook(
      gid: makeGID(), resource: resource, target: target, secret: Hex.encode(configuration.random.bytes(32)), filters: filters,
      createdAt: now)
    asana.webhooks.append(webhook)
    let headers: Headers = [
      "x-hook-secret": FieldValue(replacingForbiddenBytesIn: webhook.secret), "content-type": "application/json",
      "user-agent": "Asana-Webhooks",
    ]
    let record = DeliveryRecord(
      id: makeID(), vendor: .asana, hook: webhook.gid, url: target, event: "handshake", action: nil, guid: "", headers: headers, body: [],
      queuedAt: now)
    deliveries.append(record)
    return (webhook.gid, record.outgoing)
  }

  /// Answer of `POST /webhooks`, once the target has answered.
  mutating func finishHandshake(_ gid: String, delivery: Int64, _ outcome: DeliveryOutcome) -> Response {
    deliveries[delivery]?.finish(outcome, at: now)
    guard let index = asana.webhooks.firstIndex(where: { $0.gid == gid }) else { return AsanaAPI.unknown("webhook", gid).response }
    let secret = asana.webhooks[index].secret
    guard case .answered(let status, let headers, _) = outcome, status == 200 || status == 204, headers["x-hook-secret"] == secret else {
      asana.webhooks.remove(at: index)
      return Refusal.asana(
        .badRequest, "The remote server which is intended to receive the webhook did not complete the handshake"
      ).response
    }
    asana.webhooks[index].isActive = true
    asana.webhooks[index].lastSuccessAt = now
    after(.zero, .asanaHeartbeat(gid))
    return .document(.created, ["data": document(asana.webhooks[index]), "X-Hook-Secret": .string(secret)])
  }

  /// Gives an event to every webhook that wants it.
  mutating func note(_ event: JSONValue, about task: AsanaTask) {
    for index in asana.webhooks.indices {
      let webhook = asana.webhooks[index]
      guard webhook.isActive, webhook.resource == task.gid || task.projects.contains(webhook.resource),
        AsanaFilter.passes(event, webhook.filters)
      else { continue }
      asana.webhooks[index].pending.append(event)
      if webhook.pending.count >= Self.pendingLimit { asana.webhooks[index].pending.removeFirst() }
      planFlush(index, after: configuration.eventDelay)
    }
  }

  private mutating func planFlush(_ index: Int, after delay: Duration) {
    guard !asana.webhooks[index].isFlushPlanned, asana.webhooks[index].current == nil else { return }
    asana.webhooks[index].isFlushPlanned = true
    after(delay, .asanaFlush(asana.webhooks[index].gid))
  }

  /// Sends what has gathered; or, when a delivery failed before, the same body again.
  mutating func flushAsana(_ gid: String) {
    guard let index = asana.webhooks.firstIndex(where: { $0.gid == gid }) else { return }
    asana.webhooks[index].isFlushPlanned = false
    if let body = asana.webhooks[index].current { return sendAsana(index, body, event: "events") }
    let batch = asana.webhooks[index].pending.prefix(Self.batchLimit)
    guard !batch.isEmpty else { return }
    asana.webhooks[index].pending.removeFirst(batch.count)
    let body = (["events": .array(Array(batch))] as JSONValue).bytes
    asana.webhooks[index].current = body
    sendAsana(index, body, event: "events")
  }

  /// An empty delivery, so that both sides see the webhook alive.
  mutating func beatAsana(_ gid: String) {
    guard let index = asana.webhooks.firstIndex(where: { $0.gid == gid }) else { return }
    sendAsana(index, (["events": []] as JSONValue).bytes, event: "heartbeat")
    after(Self.asanaHeartbeat, .asanaHeartbeat(gid))
  }

  private mutating func sendAsana(_ index: Int, _ body: [UInt8], event: String) {
    let webhook = asana.webhooks[index]
    let signature = Hex.encode(HMAC.sha256(key: Array(webhook.secret.utf8), message: body))
    let headers: Headers = [
      "content-type": "application/json", "x-hook-signature": FieldValue(replacingForbiddenBytesIn: signature),
      "user-agent": "Asana-Webhooks",
    ]
    enqueue(
      DeliveryRecord(
        id: makeID(), vendor: .asana, hook: webhook.gid, url: webhook.target, event: event, action: nil, guid: "", headers: headers,
        body: body, queuedAt: now))
  }

  /// - Parameter isLost: nobody will know whether it arrived; the webhook goes on as if it had.
  mutating func finishAsana(_ record: DeliveryRecord, isLost: Bool) {
    guard let index = asana.webhooks.firstIndex(where: { $0.gid == record.hook }) else { return }
    if isLost || record.statusCode == 200 || record.statusCode == 204 {
      if !isLost { noteSuccess(index) }
      if record.event == "events" { asana.webhooks[index].current = nil }
      if !asana.webhooks[index].pending.isEmpty { planFlush(index, after: .zero) }
    } else {
      noteFailure(index, record)
    }
  }

  private mutating func noteSuccess(_ index: Int) {
    asana.webhooks[index].lastSuccessAt = now
    asana.webhooks[index].failingSince = nil
    asana.webhooks[index].retries = 0
    asana.webhooks[index].nextAttemptAt = nil
  }

  private mutating func noteFailure(_ index: Int, _ record: DeliveryRecord) {
    let since = asana.webhooks[index].failingSince ?? now
    asana.webhooks[index].failingSince = since
    asana.webhooks[index].lastFailureAt = now
    asana.webhooks[index].lastFailure =
      record.note.isEmpty ? String(decoding: record.responseBody, as: UTF8.self) : record.note
    guard now.since(since) < Self.asanaPatience else {
      asana.webhooks.remove(at: index)
      return
    }
    guard record.event == "events" else { return }
    let wait = configuration.retryDelay * (1 << min(asana.webhooks[index].retries, 16))
    asana.webhooks[index].retries += 1
    asana.webhooks[index].nextAttemptAt = now.advanced(by: wait)
    asana.webhooks[index].isFlushPlanned = true
    after(wait, .asanaFlush(record.hook))
  }
}
