internal import Domain
internal import HTTP

extension AsanaAPI {
  /// An ISO 8601 time, or `now`.
  static func time(_ text: String?, _ field: String, _ state: SandboxState) throws(Refusal) -> Timestamp? {
    guard let text else { return nil }
    if text == "now" { return state.now }
    if let time = Timestamp(iso8601: text) ?? Timestamp(iso8601: text + "T00:00:00Z") { return time }
    throw .asana(.badRequest, "\(field): Could not parse date: \(text)")
  }

  static func createTask(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let input = try input(call)
    let projects = input["projects"]?.array?.compactMap(\.string) ?? []
    guard !projects.isEmpty || input["workspace"]?.string != nil || input["parent"]?.string != nil else {
      throw .asana(.badRequest, "workspace: Missing input")
    }
    for project in projects { try Self.project(state, project) }
    if let workspace = input["workspace"]?.string { try checkWorkspace(state, workspace) }
    let change = try change(input, on: projects, state, call)
    let gid = state.addTask(projects: projects, by: call.actor, change)
    return data(state.document(try task(state, gid)), call, status: .created)
  }

  static func updateTask(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let current = try task(state, call.parameter("task"))
    state.apply(try change(try input(call), on: current.projects, state, call), toTask: current.gid, by: call.actor)
    return data(state.document(try task(state, current.gid)), call)
  }

  static func deleteTask(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    state.deleteTask(try task(state, call.parameter("task")), by: call.actor)
    return data([:], call)
  }

  private static func change(
    _ input: JSONValue, on projects: [String], _ state: SandboxState, _ call: Call
  ) throws(Refusal) -> AsanaChange {
    var change = AsanaChange()
    change.name = try text(input, "name")
    change.notes = try text(input, "notes")
    if let completed = input["completed"] {
      guard let flag = completed.bool else { throw .asana(.badRequest, "completed: Not a boolean") }
      change.isCompleted = flag
    }
    if let assignee = input["assignee"] {
      let gid = assignee.string == "me" ? call.actor : assignee.string
      if let gid, state.asana.user(gid) == nil { throw unknown("assignee", gid) }
      change.assignee = .some(gid)
    }
    for member in input["custom_fields"]?.members ?? [] {
      change.values[member.key] = .some(try option(member, on: projects, state))
    }
    return change
  }

  private static func text(_ input: JSONValue, _ field: String) throws(Refusal) -> String? {
    guard let value = input[field] else { return nil }
    guard let text = value.string else { throw .asana(.badRequest, "\(field): Not a string") }
    return text
  }

  /// gid of the option a field is set to; nil clears it.
  private static func option(
    _ member: JSONValue.Member, on projects: [String], _ state: SandboxState
  ) throws(Refusal) -> String? {
    guard let field = state.asana.field(member.key), projects.contains(where: { state.asana.project($0) != nil }) else {
      throw .asana(.badRequest, "Custom field with ID \(member.key) is not on given object")
    }
    if member.value == .null { return nil }
    guard let gid = member.value.string, let option = field.option(gid), option.isEnabled else {
      throw .asana(.badRequest, "Invalid value for custom field \(field.gid): not an enabled option of this enum")
    }
    return gid
  }

  static func createStory(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let current = try task(state, call.parameter("task"))
    let input = try input(call)
    guard let text = input["text"]?.string ?? input["html_text"]?.string, !text.isEmpty else {
      throw .asana(.badRequest, "text: Missing input")
    }
    let story = state.addStory(text, subtype: "comment_added", toTask: current.gid, by: call.actor)
    return data(state.document(story, of: try task(state, current.gid)), call, status: .created)
  }

  static func createOption(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let field = try field(state, call.parameter("field"))
    let input = try input(call)
    guard !field.isLocked else { throw .asana(.forbidden, "You do not have permission to edit the options of this custom field") }
    guard let name = input["name"]?.string, !name.isEmpty else { throw .asana(.badRequest, "name: Missing input") }
    guard field.options.count < AsanaField.optionLimit else {
      throw .asana(.badRequest, "enum_options: The limit of \(AsanaField.optionLimit) options is reached")
    }
    guard !field.options.contains(where: { $0.name == name }) else {
      throw .asana(.badRequest, "name: There is already an option with this name")
    }
    let option = AsanaField.Option(gid: state.makeGID(), name: name, color: input["color"]?.string ?? "none")
    guard let index = state.asana.fields.firstIndex(where: { $0.gid == field.gid }) else { throw unknown("custom_field", field.gid) }
    state.asana.fields[index].options.append(option)
    return data(SandboxState.document(option), call, status: .created)
  }

  static func updateOption(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let gid = call.parameter("option")
    try checkGID(gid, "enum_option")
    let input = try input(call)
    for (fieldIndex, field) in state.asana.fields.enumerated() {
      guard let index = field.options.firstIndex(where: { $0.gid == gid }) else { continue }
      guard !field.isLocked else { throw .asana(.forbidden, "You do not have permission to edit the options of this custom field") }
      var option = field.options[index]
      option.name = input["name"]?.string ?? option.name
      option.isEnabled = input["enabled"]?.bool ?? option.isEnabled
      state.asana.fields[fieldIndex].options[index] = option
      return data(SandboxState.document(option), call)
    }
    throw unknown("enum_option", gid)
  }
}
