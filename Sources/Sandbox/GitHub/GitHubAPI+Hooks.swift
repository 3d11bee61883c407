internal import HTTP

/// Hooks take an administrator; for everybody else they do not exist.
extension GitHubAPI {
  private static func hook(_ state: SandboxState, _ call: Call) throws(Refusal) -> (key: String, index: Int, hook: GitHubHook) {
    let (key, repository) = try repository(state, call, needs: .admin)
    let id = try number(call, "hook")
    guard let index = repository.hooks.firstIndex(where: { $0.id == id }) else { throw .githubNotFound }
    return (key, index, repository.hooks[index])
  }

  static func getHooks(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call, needs: .admin).value
    return try list(repository.hooks.map { state.document($0, repository) }, state, call)
  }

  static func createHook(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let (key, repository) = try repository(state, call, needs: .admin)
    guard let config = call.body["config"], let url = config["url"]?.string, !url.isEmpty else {
      throw .githubValidation("Hook", "url", "missing_field", "url cannot be blank")
    }
    let events = try events(call.body["events"]) ?? ["push"]
    let hook = GitHubHook(
      id: state.makeID(), url: url, contentType: config["content_type"]?.string ?? "form", secret: config["secret"]?.string,
      insecureSSL: config["insecure_ssl"]?.string ?? "0", events: events, isActive: call.body["active"]?.bool ?? true,
      createdAt: state.now, updatedAt: state.now)
    guard hook.contentType == "json" || hook.contentType == "form" else { throw .githubValidation("Hook", "content_type", "invalid") }
    guard !repository.hooks.contains(where: { isSame($0, hook) }) else {
      throw .github(
        .unprocessableContent, "Validation Failed",
        errors: [["resource": "Hook", "code": "custom", "message": "Hook already exists on this repository"]])
    }
    guard repository.hooks.count < 20 else {
      throw .githubValidation("Hook", "events", "custom", "The \"push\" event cannot have more than 20 hooks")
    }
    state.github.repositories[key]?.hooks.append(hook)
    if hook.isActive { state.ping(hook, in: key) }
    return answer(state.document(hook, repository), status: .created)
  }

  /// The secret does not count.
  private static func isSame(_ left: GitHubHook, _ right: GitHubHook) -> Bool {
    left.url == right.url && left.contentType == right.contentType && Set(left.events) == Set(right.events)
  }

  private static let knownEvents: Set<String> = [
    "*", "check_run", "check_suite", "deployment", "deployment_status", "issue_comment", "issues", "ping", "pull_request",
    "pull_request_review", "pull_request_review_comment", "push", "status", "workflow_job", "workflow_run",
  ]

  private static func events(_ value: JSONValue?) throws(Refusal) -> [String]? {
    guard let value else { return nil }
    guard let events = value.array?.compactMap(\.string), events.allSatisfy(knownEvents.contains) else {
      throw .githubValidation("Hook", "events", "custom", "Invalid event")
    }
    return events
  }

  static func getHook(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call, needs: .admin).value
    return answer(state.document(try hook(state, call).hook, repository))
  }

  static func getHookConfig(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    answer(state.configDocument(try hook(state, call).hook))
  }

  static func updateHook(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let (key, index, before) = try hook(state, call)
    var hook = before
    hook.isActive = call.body["active"]?.bool ?? hook.isActive
    hook.events = try events(call.body["events"]) ?? hook.events
    for event in try events(call.body["add_events"]) ?? [] where !hook.events.contains(event) { hook.events.append(event) }
    let removed = try events(call.body["remove_events"]) ?? []
    hook.events.removeAll(where: removed.contains)
    if let config = call.body["config"], config.members != nil {
      hook.url = config["url"]?.string ?? hook.url
      hook.contentType = config["content_type"]?.string ?? hook.contentType
      hook.secret = config["secret"]?.string ?? hook.secret
      hook.insecureSSL = config["insecure_ssl"]?.string ?? hook.insecureSSL
    }
    hook.updatedAt = state.now
    state.github.repositories[key]?.hooks[index] = hook
    return try getHook(&state, call)
  }

  static func deleteHook(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let (key, index, _) = try hook(state, call)
    state.github.repositories[key]?.hooks.remove(at: index)
    return .answer(Response(.noContent))
  }

  static func pingHook(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let (key, _, hook) = try hook(state, call)
    state.ping(hook, in: key)
    return .answer(Response(.noContent))
  }

  // MARK: Deliveries

  /// Newest first, paged by a cursor.
  static func getDeliveries(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call, needs: .admin).value
    let hook = try hook(state, call).hook
    let size = min(max(call.query["per_page"].flatMap(Int.init) ?? 30, 1), 100)
    let cursor = call.query["cursor"].flatMap(Int64.init) ?? .max
    let records = state.deliveries.of(.github, hook: String(hook.id)).reversed().filter { record in
      let isWanted = call.query["status"].map { ($0 == "success") == record.isSuccess } ?? true
      return record.isDone && isWanted && record.id < cursor
    }
    let page = records.prefix(size)
    var response = Response.document(.ok, .array(page.map { state.itemDocument($0, repository) }))
    if let last = page.last, records.count > size {
      let base = state.githubRoot + call.path(below: Vendor.github.prefix, without: "cursor")
      let next = "<\(base)\(base.contains("?") ? "&" : "?")cursor=\(last.id)>; rel=\"next\""
      response.headers.append("link", FieldValue(replacingForbiddenBytesIn: next))
    }
    return .answer(response)
  }

  private static func delivery(_ state: SandboxState, _ call: Call) throws(Refusal) -> (DeliveryRecord, GitHubHook) {
    let hook = try hook(state, call).hook
    guard let record = state.deliveries[try number(call, "delivery")], record.vendor == .github, record.hook == String(hook.id) else {
      throw .githubNotFound
    }
    return (record, hook)
  }

  static func getDelivery(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call, needs: .admin).value
    return answer(state.document(try delivery(state, call).0, repository))
  }

  static func redeliver(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let (record, hook) = try delivery(state, call)
    state.redeliver(record, to: hook)
    return answer([:], status: .accepted)
  }
}
