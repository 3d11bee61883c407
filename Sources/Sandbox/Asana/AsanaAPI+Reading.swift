internal import HTTP

extension AsanaAPI {
  static func getUser(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let gid = call.parameter("user") == "me" ? call.actor : call.parameter("user")
    try checkGID(gid, "user")
    guard let user = state.asana.user(gid) else { throw unknown("user", gid) }
    return data(state.document(user), call)
  }

  static func getWorkspaces(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    try page([state.asanaWorkspace], compact: "gid,resource_type,name", state, call)
  }

  static func getWorkspace(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    try checkWorkspace(state, call.parameter("workspace"))
    return data(state.asanaWorkspace.merging(["email_domains": ["example.com"], "is_organization": true]), call)
  }

  static func getProjects(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    if let workspace = call.request.parameter("workspace") ?? call.query["workspace"] { try checkWorkspace(state, workspace) }
    let isArchiveAsked = call.query["archived"] == "true"
    return try page(isArchiveAsked ? [] : state.asana.projects.map(state.document), compact: "gid,resource_type,name", state, call)
  }

  static func getProject(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    data(state.document(try project(state, call.parameter("project"))), call)
  }

  static func getSettings(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    try page(
      state.settings(try project(state, call.parameter("project"))), compact: "gid,resource_type,project,is_important,parent,custom_field",
      state, call)
  }

  static func getFields(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    try checkWorkspace(state, call.parameter("workspace"))
    return try page(
      state.asana.fields.map(state.document),
      compact: "gid,resource_type,name,type,resource_subtype,enum_options,is_global_to_workspace,representation_type", state, call)
  }

  static func getField(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    data(state.document(try field(state, call.parameter("field"))), call)
  }

  static func getTasks(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    guard let project = call.request.parameter("project") ?? call.query["project"] else {
      throw .asana(.badRequest, "project: Missing input")
    }
    try Self.project(state, project)
    let modifiedSince = try time(call.query["modified_since"], "modified_since", state)
    let completedSince = try time(call.query["completed_since"], "completed_since", state)
    let tasks = state.asana.tasks.filter { task in
      let isChanged = modifiedSince.map { task.modifiedAt >= $0 } ?? true
      let isOpen = completedSince.map { since in !task.isCompleted || (task.completedAt ?? task.modifiedAt) >= since } ?? true
      return task.projects.contains(project) && isChanged && isOpen
    }
    return try page(tasks.map(state.document), compact: "gid,resource_type,name,resource_subtype", state, call)
  }

  static func getTask(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    data(state.document(try task(state, call.parameter("task"))), call)
  }

  static func getStories(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let task = try task(state, call.parameter("task"))
    return try page(
      task.stories.map { state.document($0, of: task) },
      compact: "gid,resource_type,created_at,created_by,resource_subtype,text,type", state, call)
  }
}
