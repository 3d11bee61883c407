internal import Crypto
internal import Domain
internal import HTTP

/// Webhooks of repositories.
extension SandboxState {
  func repository(_ key: String) -> GitHubRepository? { github.repositories[key] }

  /// Sends an event to every hook that subscribes to it; all share one GUID.
  /// - Parameter untilIntegrated: merge commit whose CI has to be done first.
  mutating func emit(
    _ event: String, action: String?, in key: String, by sender: String, _ payload: JSONValue, untilIntegrated: String? = nil
  ) {
    guard let repository = repository(key) else { return }
    let guid = makeGUID()
    let head: JSONValue = action.map { ["action": .string($0)] } ?? [:]
    let body = head.merging(payload).merging(["repository": document(repository), "sender": githubUser(sender)])
    for hook in repository.hooks where hook.wants(event) {
      let record = record(event, action, for: hook, of: repository, guid: guid, body.bytes)
      if let untilIntegrated {
        github.waitingForIntegration[untilIntegrated, default: []].append(record)
      } else {
        enqueue(record)
      }
    }
  }

  mutating func ping(_ hook: GitHubHook, in key: String) {
    guard let repository = repository(key) else { return }
    let body: JSONValue = [
      "zen": "Practicality beats purity.", "hook_id": .integer(hook.id), "hook": document(hook, repository),
      "repository": document(repository), "sender": githubUser(GitHubState.tokenLogin),
    ]
    enqueue(record("ping", nil, for: hook, of: repository, guid: makeGUID(), body.bytes))
  }

  /// The same payload under the same GUID once more.
  mutating func redeliver(_ record: DeliveryRecord, to hook: GitHubHook) {
    var again = DeliveryRecord(
      id: makeID(), vendor: .github, hook: record.hook, url: hook.url, event: record.event, action: record.action, guid: record.guid,
      headers: headers(record.event, guid: record.guid, hook: hook, record.body), body: record.body, queuedAt: now)
    again.isRedelivery = true
    enqueue(again)
  }

  private mutating func record(
    _ event: String, _ action: String?, for hook: GitHubHook, of repository: GitHubRepository, guid: String, _ json: [UInt8]
  ) -> DeliveryRecord {
    let isForm = hook.contentType == "form"
    let body = isForm ? Array("payload=\(PercentEncoding.encode(String(decoding: json, as: UTF8.self)))".utf8) : json
    return DeliveryRecord(
      id: makeID(), vendor: .github, hook: String(hook.id), url: hook.url, event: event, action: action, guid: guid,
      headers: headers(event, guid: guid, hook: hook, body), body: body, queuedAt: now)
  }

  private func headers(_ event: String, guid: String, hook: GitHubHook, _ body: [UInt8]) -> Headers {
    let type = hook.contentType == "form" ? "application/x-www-form-urlencoded" : "application/json"
    var headers: Headers = [
      "accept": "*/*", "content-type": FieldValue(replacingForbiddenBytesIn: type), "user-agent": "GitHub-Hookshot/5a4db0d",
      "x-github-delivery": FieldValue(replacingForbiddenBytesIn: guid), "x-github-event": FieldValue(replacingForbiddenBytesIn: event),
      "x-github-hook-id": FieldValue(Int(hook.id)), "x-github-hook-installation-target-type": "repository",
    ]
    guard let secret = hook.secret, !secret.isEmpty else { return headers }
    let key = Array(secret.utf8)
    headers.append(
      "x-hub-signature", FieldValue(replacingForbiddenBytesIn: "sha1=" + Hex.encode(HMAC.sha1(key: key, message: body))))
    headers.append(
      "x-hub-signature-256", FieldValue(replacingForbiddenBytesIn: "sha256=" + Hex.encode(HMAC.sha256(key: key, message: body))))
    return headers
  }

  mutating func noteHookResponse(_ record: DeliveryRecord) {
    for key in github.order {
      guard let index = github.repositories[key]?.hooks.firstIndex(where: { String($0.id) == record.hook }) else { continue }
      github.repositories[key]?.hooks[index].lastCode = record.statusCode
      github.repositories[key]?.hooks[index].lastStatus = record.isSuccess ? "active" : "failed"
    }
  }
}
