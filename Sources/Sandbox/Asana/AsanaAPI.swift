internal import Domain
internal import HTTP

/// Asana's operations; each is named after its `operationId`.
enum AsanaAPI {
  /// Pattern below the API's base and the operation behind it.
  static let operations: [(method: Method, pattern: String, name: String, handler: Handler)] = [
    (.get, "/users/:user", "getUser", getUser),
    (.get, "/workspaces", "getWorkspaces", getWorkspaces),
    (.get, "/workspaces/:workspace", "getWorkspace", getWorkspace),
    (.get, "/workspaces/:workspace/projects", "getProjectsForWorkspace", getProjects),
    (.get, "/workspaces/:workspace/custom_fields", "getCustomFieldsForWorkspace", getFields),
    (.get, "/projects", "getProjects", getProjects),
    (.get, "/projects/:project", "getProject", getProject),
    (.get, "/projects/:project/custom_field_settings", "getCustomFieldSettingsForProject", getSettings),
    (.get, "/custom_fields/:field", "getCustomField", getField),
    (.post, "/custom_fields/:field/enum_options", "createEnumOptionForCustomField", createOption),
    (.put, "/enum_options/:option", "updateEnumOption", updateOption),
    (.get, "/tasks", "getTasks", getTasks),
    (.get, "/projects/:project/tasks", "getTasksForProject", getTasks),
    (.post, "/tasks", "createTask", createTask),
    (.get, "/tasks/:task", "getTask", getTask),
    (.put, "/tasks/:task", "updateTask", updateTask),
    (.delete, "/tasks/:task", "deleteTask", deleteTask),
    (.get, "/tasks/:task/stories", "getStoriesForTask", getStories),
    (.post, "/tasks/:task/stories", "createStoryForTask", createStory),
    (.get, "/webhooks", "getWebhooks", getWebhooks),
    (.post, "/webhooks", "createWebhook", createWebhook),
    (.get, "/webhooks/:webhook", "getWebhook", getWebhook),
    (.put, "/webhooks/:webhook", "updateWebhook", updateWebhook),
    (.delete, "/webhooks/:webhook", "deleteWebhook", deleteWebhook),
  ]

  // MARK: Answers

  /// `{"data": …}` with the fields asked for.
  static func data(_ value: JSONValue, _ call: Call, status: Status = .ok) -> Reply {
    .answer(.document(status, ["data": selected(value, call)]))
  }

  static func page(_ values: [JSONValue], compact: String, _ state: SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let page = try AsanaPage(call.query, now: state.now)
    let fields = fields(call) ?? compact
    let selection = AsanaSelection(fields)
    let path = call.path(below: Vendor.asana.prefix, without: "offset")
    return .answer(
      .document(.ok, page.body(values.map(selection.apply), path: path, address: state.address, now: state.now)))
  }

  private static func selected(_ value: JSONValue, _ call: Call) -> JSONValue {
    fields(call).map { AsanaSelection($0).apply(to: value) } ?? value
  }

  /// `opt_fields` of the address, or `options.fields` of the body.
  private static func fields(_ call: Call) -> String? {
    if let list = call.query["opt_fields"] { return list }
    return call.body["options"]?["fields"]?.array.map { $0.compactMap(\.string).joined(separator: ",") }
  }

  // MARK: Arguments

  /// The `data` member of the body.
  static func input(_ call: Call) throws(Refusal) -> JSONValue {
    guard let data = call.body["data"], data.members != nil else {
      throw .asana(.badRequest, "data: Missing input")
    }
    return data
  }

  static func checkGID(_ gid: String, _ field: String) throws(Refusal) {
    let isNumber = !gid.isEmpty && gid.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard isNumber else { throw .asana(.badRequest, "\(field): Not a Long: \(gid)") }
  }

  static func unknown(_ field: String, _ gid: String) -> Refusal { .asana(.notFound, "\(field): Unknown object: \(gid)") }

  static func task(_ state: SandboxState, _ gid: String) throws(Refusal) -> AsanaTask {
    try checkGID(gid, "task")
    guard let task = state.asana.task(gid) else { throw unknown("task", gid) }
    return task
  }

  static func field(_ state: SandboxState, _ gid: String) throws(Refusal) -> AsanaField {
    try checkGID(gid, "custom_field")
    guard let field = state.asana.field(gid) else { throw unknown("custom_field", gid) }
    return field
  }

  @discardableResult
  static func project(_ state: SandboxState, _ gid: String) throws(Refusal) -> AsanaState.Project {
    try checkGID(gid, "project")
    guard let project = state.asana.project(gid) else { throw unknown("project", gid) }
    return project
  }

  static func checkWorkspace(_ state: SandboxState, _ gid: String) throws(Refusal) {
    try checkGID(gid, "workspace")
    guard gid == state.asana.workspace.gid else { throw unknown("workspace", gid) }
  }
}
