internal import Crypto
internal import Domain
internal import FoundationEssentials
internal import HTTP
internal import HTTPClient

/// Builds every request this program sends to Asana; does nothing else. Paths and parameters are those of Asana's OpenAPI description.
struct AsanaRequests: Sendable {
  /// Largest page Asana gives.
  static let pageSize = 100
  static let taskFields = [
    "name", "notes", "completed", "modified_at", "permalink_url", "custom_fields.gid", "custom_fields.name",
    "custom_fields.resource_subtype", "custom_fields.enum_value.gid", "custom_fields.enum_value.name",
    "custom_fields.enum_value.enabled", "custom_fields.number_value", "custom_fields.display_value",
  ]
  static let settingFields = [
    "custom_field.gid", "custom_field.name", "custom_field.resource_subtype", "custom_field.enum_options.gid",
    "custom_field.enum_options.name", "custom_field.enum_options.enabled",
  ]
  static let fieldFields = ["name", "resource_subtype", "enum_options.gid", "enum_options.name", "enum_options.enabled"]
  static let webhookFields = ["active", "target", "resource", "last_success_at", "last_failure_at", "last_failure_content"]
  /// Changes to a task that can mean something to the pipeline.
  static let watchedTaskFields = ["name", "notes", "completed", "custom_fields"]
  /// A project's task page carries whole descriptions, and 100 of them.
  static let limits = ClientRequest.Limits(connect: .seconds(5), total: .seconds(20), idle: .seconds(15), maximumResponseBytes: 16 << 20)

  let base: BaseURL
  let token: SecretBytes

  func currentUser() -> ClientRequest { get(["users", "me"], fields: ["name"]) }

  /// With the workspaces that the token opens.
  func account() -> ClientRequest { get(["users", "me"], fields: ["name", "workspaces.name"]) }

  func projects(workspace gid: String, offset: String?) -> ClientRequest {
    page(["workspaces", gid, "projects"], [(name: "archived", value: "false")], fields: ["name"], offset: offset)
  }

  func fields(workspace gid: String, offset: String?) -> ClientRequest {
    page(["workspaces", gid, "custom_fields"], fields: Self.fieldFields, offset: offset)
  }

  func project(_ gid: String) -> ClientRequest { get(["projects", gid], fields: ["name", "workspace.gid"]) }

  func task(_ gid: String) -> ClientRequest { get(["tasks", gid], fields: Self.taskFields) }

  func completion(task gid: String) -> ClientRequest { get(["tasks", gid], fields: ["completed"]) }

  func setCompleted(_ isCompleted: Bool, task gid: String) -> ClientRequest {
    send(.put, ["tasks", gid], AsanaWire.Completion(completed: isCompleted))
  }

  /// - Parameter since: UTC; nil for every task.
  func tasks(project gid: String, modifiedSince since: Timestamp?, offset: String?) -> ClientRequest {
    let window = since.map { [(name: "modified_since", value: $0.iso8601)] } ?? []
    return page(["tasks"], [(name: "project", value: gid)] + window, fields: Self.taskFields, offset: offset)
  }

  func stories(task gid: String, offset: String?) -> ClientRequest {
    page(["tasks", gid, "stories"], fields: ["text"], offset: offset)
  }

  func createStory(_ text: String, task gid: String) -> ClientRequest {
    send(.post, ["tasks", gid, "stories"], AsanaWire.NewStory(text: text))
  }

  func fieldSettings(project gid: String, offset: String?) -> ClientRequest {
    page(["projects", gid, "custom_field_settings"], fields: Self.settingFields, offset: offset)
  }

  /// - Parameter narrowed: whether changes are limited to the watched fields; Asana does not say that it takes `custom_fields` there.
  func createWebhook(resource: String, target: String, narrowed: Bool) -> ClientRequest {
    let presence = ["added", "removed", "deleted", "undeleted"].map { AsanaWire.Filter(resourceType: "task", action: $0, fields: nil) }
    let changes = AsanaWire.Filter(resourceType: "task", action: "changed", fields: narrowed ? Self.watchedTaskFields : nil)
    return send(.post, ["webhooks"], AsanaWire.NewWebhook(resource: resource, target: target, filters: presence + [changes]))
  }

  func webhooks(workspace: String, resource: String, offset: String?) -> ClientRequest {
    let query = [(name: "workspace", value: workspace), (name: "resource", value: resource)]
    return page(["webhooks"], query, fields: Self.webhookFields, offset: offset)
  }

  func webhook(_ gid: String) -> ClientRequest { get(["webhooks", gid], fields: Self.webhookFields) }

  func deleteWebhook(_ gid: String) -> ClientRequest {
    ClientRequest(.delete, base, path: ["webhooks", gid], headers: headers, limits: Self.limits)
  }
}

extension AsanaRequests {
  private typealias Query = [(name: String, value: String)]

  private func page(_ path: [String], _ query: Query = [], fields: [String], offset: String?) -> ClientRequest {
    let limit = [(name: "limit", value: String(Self.pageSize))]
    return get(path, query + limit + (offset.map { [(name: "offset", value: $0)] } ?? []), fields: fields)
  }

  private func get(_ path: [String], _ query: Query = [], fields: [String]) -> ClientRequest {
    let query = query + [(name: "opt_fields", value: fields.joined(separator: ","))]
    return ClientRequest(.get, base, path: path, query: query, headers: headers, limits: Self.limits)
  }

  private func send(_ method: HTTP.Method, _ path: [String], _ value: some Encodable) -> ClientRequest {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings, Booleans and lists of them: there is nothing an encoder could refuse.
    guard let body = try? encoder.encode(AsanaWire.Write(data: value)) else { preconditionFailure("a request cannot be encoded") }
    return ClientRequest(
      method, base, path: path, headers: headers, body: Array(body), contentType: "application/json", limits: Self.limits)
  }

  private var headers: Headers {
    [
      "authorization": FieldValue(replacingForbiddenBytesIn: "Bearer " + (token.revealText() ?? "")),
      "accept": "application/json", "user-agent": "auto-flow",
    ]
  }
}
