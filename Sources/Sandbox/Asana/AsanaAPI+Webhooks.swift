internal import HTTP

extension AsanaAPI {
  static func getWebhooks(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    guard let workspace = call.query["workspace"] else { throw .asana(.badRequest, "workspace: Missing input") }
    try checkWorkspace(state, workspace)
    let resource = call.query["resource"]
    let webhooks = state.asana.webhooks.filter { $0.isActive && (resource == nil || $0.resource == resource) }
    return try page(webhooks.map(state.document), compact: "gid,resource_type,active,resource,target", state, call)
  }

  /// Answers only after the target has echoed the secret.
  static func createWebhook(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let input = try input(call)
    guard let resource = input["resource"]?.string else { throw .asana(.badRequest, "resource: Missing input") }
    guard let target = input["target"]?.string else { throw .asana(.badRequest, "target: Missing input") }
    try checkGID(resource, "resource")
    guard state.asana.project(resource) != nil || state.asana.task(resource) != nil else { throw unknown("resource", resource) }
    guard target.hasPrefix("http://") || target.hasPrefix("https://") else {
      throw .asana(.badRequest, "target: Not a valid URI: \(target)")
    }
    let filters = input["filters"]?.array ?? []
    try AsanaFilter.check(filters)
    guard !state.asana.webhooks.contains(where: { $0.resource == resource && $0.target == target && $0.isActive }) else {
      throw .asana(.forbidden, "A webhook for this resource and target exists already")
    }
    let (gid, delivery) = state.startHandshake(resource: resource, target: target, filters: filters)
    return .handshake(webhook: gid, delivery)
  }

  static func getWebhook(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    data(state.document(state.asana.webhooks[try index(state, call)]), call)
  }

  static func updateWebhook(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let index = try index(state, call)
    let filters = try input(call)["filters"]?.array ?? []
    try AsanaFilter.check(filters)
    state.asana.webhooks[index].filters = filters
    return data(state.document(state.asana.webhooks[index]), call)
  }

  static func deleteWebhook(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    state.asana.webhooks.remove(at: try index(state, call))
    return data([:], call)
  }

  private static func index(_ state: SandboxState, _ call: Call) throws(Refusal) -> Int {
    let gid = call.parameter("webhook")
    try checkGID(gid, "webhook")
    guard let index = state.asana.webhooks.firstIndex(where: { $0.gid == gid && $0.isActive }) else { throw unknown("webhook", gid) }
    return index
  }
}
