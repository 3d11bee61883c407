internal import HTTP

/// What drives the sandbox: the JSON API under `/sandbox/api`, and the forms of the page, which share these operations.
enum ControlAPI {
  typealias Operation = (method: Method, pattern: String, name: String, handler: ControlHandler)

  static let readings: [Operation] = [
    (.get, "/state", "state", { state, _ in state.dump }),
    (.get, "/calls", "calls", { state, _ in state.callDocument }),
    (.get, "/exchanges", "exchanges", { state, _ in state.exchangeDocument }),
    (.get, "/deliveries", "deliveries", { state, _ in state.deliveryDocument }),
    (.get, "/demo-project", "demo-project", { state, _ in state.demoProject }),
  ]

  /// Each is also a form action of the page.
  static let writings: [Operation] = [
    (.post, "/reset", "reset", reset),
    (.post, "/asana/projects", "asana.project", createProject),
    (.post, "/tasks", "tasks.create", createTask),
    (.post, "/tasks/:gid", "tasks.update", updateTask),
    (.post, "/tasks/:gid/comments", "tasks.comment", commentTask),
    (.post, "/tasks/:gid/delete", "tasks.delete", deleteTask),
    (.post, "/asana/fields/:gid", "asana.field", changeField),
    (.post, "/asana/heartbeat", "asana.heartbeat", heartbeat),
    (.post, "/issues", "issues.create", createIssue),
    (.post, "/comments", "comments.create", createComment),
    (.post, "/pulls", "pulls.create", createPull),
    (.post, "/pulls/merge", "pulls.merge", mergePull),
    (.post, "/pulls/close", "pulls.close", closePull),
    (.post, "/runs", "runs.create", createRun),
    (.post, "/runs/:id", "runs.conclude", concludeRun),
    (.post, "/runs/:id/rerun", "runs.rerun", rerun),
    (.post, "/agent", "agent", changeAgent),
    (.post, "/ci", "ci", changeIntegration),
    (.post, "/faults", "faults.add", addFault),
    (.post, "/faults/clear", "faults.clear", clearFaults),
    (.post, "/github-hook", "github-hook", installHook),
    (.post, "/deliveries/:id/redeliver", "deliveries.redeliver", redeliver),
  ]

  static func reset(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    state.reset()
    return ["reset": true]
  }

  // MARK: Asana

  static func createProject(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    let project = AsanaState.Project(gid: state.makeGID(), name: try input.requiredText("name"), createdAt: state.now)
    state.asana.projects.append(project)
    return SandboxState.compact(project)
  }

  /// In the demonstration's project, unless another one is named.
  static func createTask(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    var change = try taskChange(state, input)
    change.name = try input.requiredText("name")
    let project = input.text("project") ?? AsanaState.demoGID
    guard state.asana.project(project) != nil else { throw .control(.unprocessableContent, "project: there is no \(project)") }
    let gid = state.addTask(projects: [project], by: state.asana.person.gid, change)
    return try taskDocument(state, gid)
  }

  static func updateTask(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    let gid = input.parameter("gid")
    _ = try taskDocument(state, gid)
    state.apply(try taskChange(state, input), toTask: gid, by: state.asana.person.gid)
    return try taskDocument(state, gid)
  }

  static func commentTask(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    let gid = input.parameter("gid")
    _ = try taskDocument(state, gid)
    _ = state.addStory(try input.requiredText("text"), subtype: "comment_added", toTask: gid, by: state.asana.person.gid)
    return try taskDocument(state, gid)
  }

  static func deleteTask(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    guard let task = state.asana.task(input.parameter("gid")) else { throw .control(.notFound, "no such task") }
    state.deleteTask(task, by: state.asana.person.gid)
    return ["deleted": .string(task.gid)]
  }

  private static func taskDocument(_ state: SandboxState, _ gid: String) throws(Refusal) -> JSONValue {
    guard let task = state.asana.task(gid) else { throw .control(.notFound, "no such task") }
    return state.dump(task)
  }

  private static func taskChange(_ state: SandboxState, _ input: ControlInput) throws(Refusal) -> AsanaChange {
    var change = AsanaChange()
    change.name = input.text("name")
    change.notes = input["notes"]?.string
    change.isCompleted = input.flag("completed")
    let fields = [
      ("auto", AsanaState.autoGID), ("repository", AsanaState.repositoryGID), ("status", AsanaState.statusGID),
    ]
    for (name, gid) in fields {
      guard let value = input[name], let field = state.asana.field(gid) else { continue }
      change.values[gid] = .some(try option(value, of: field, name))
    }
    return change
  }

  /// By gid or by name; null and empty text clear.
  private static func option(_ value: JSONValue, of field: AsanaField, _ name: String) throws(Refusal) -> String? {
    guard let text = value.string, !text.isEmpty else { return nil }
    guard let option = field.options.first(where: { $0.gid == text || $0.name == text }) else {
      throw .control(.unprocessableContent, "\(name): no option \(text)")
    }
    return option.gid
  }

  static func changeField(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    guard let index = state.asana.fields.firstIndex(where: { $0.gid == input.parameter("gid") }) else {
      throw .control(.notFound, "no such field")
    }
    if let isLocked = input.flag("locked") { state.asana.fields[index].isLocked = isLocked }
    if let option = input.text("option"), let isEnabled = input.flag("enabled"),
      let optionIndex = state.asana.fields[index].options.firstIndex(where: { $0.gid == option || $0.name == option })
    {
      state.asana.fields[index].options[optionIndex].isEnabled = isEnabled
    }
    return state.document(state.asana.fields[index])
  }

  static func heartbeat(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    let active = state.asana.webhooks.filter(\.isActive).map(\.gid)
    for gid in active { state.beatAsana(gid) }
    return ["webhooks": .array(active.map(JSONValue.string))]
  }
}
