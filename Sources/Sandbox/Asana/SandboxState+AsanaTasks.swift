internal import Domain

/// A change of a task: nil leaves as it is, `.some(nil)` clears.
struct AsanaChange: Sendable {
  var name: String?
  var notes: String?
  var isCompleted: Bool?
  var assignee: String??
  /// Option by field.
  var values: [String: String?] = [:]
}

/// Asana's tasks and the events their changes cause. `user` is always the gid of who did it.
extension SandboxState {
  /// - Returns: gid of the new task.
  mutating func addTask(projects: [String], by user: String, _ change: AsanaChange) -> String {
    var task = AsanaTask(
      gid: makeGID(), name: change.name ?? "", notes: change.notes ?? "", createdAt: now, createdBy: user, modifiedAt: now,
      projects: projects)
    task.assignee = change.assignee ?? nil
    asana.tasks.append(task)
    for project in projects {
      note(asanaEvent("added", on: Self.reference(task), parent: Self.reference("project", project), by: user), about: task)
    }
    var rest = change
    (rest.name, rest.notes, rest.assignee) = (nil, nil, nil)
    apply(rest, toTask: task.gid, by: user)
    return task.gid
  }

  mutating func apply(_ change: AsanaChange, toTask gid: String, by user: String) {
    guard let index = asana.tasks.firstIndex(where: { $0.gid == gid }) else { return }
    let before = asana.tasks[index]
    if let name = change.name { asana.tasks[index].name = name }
    if let notes = change.notes { asana.tasks[index].notes = notes }
    if let assignee = change.assignee { asana.tasks[index].assignee = assignee }
    for (field, option) in change.values { asana.tasks[index].values[field] = option }
    if let isCompleted = change.isCompleted, isCompleted != before.isCompleted {
      asana.tasks[index].isCompleted = isCompleted
      asana.tasks[index].completedAt = isCompleted ? now : nil
      asana.tasks[index].completedBy = isCompleted ? user : nil
    }
    announce(before, asana.tasks[index], at: index, by: user)
  }

  private mutating func announce(_ before: AsanaTask, _ after: AsanaTask, at index: Int, by user: String) {
    let plain: [(String, Bool)] = [
      ("name", before.name != after.name), ("notes", before.notes != after.notes), ("assignee", before.assignee != after.assignee),
      ("completed", before.isCompleted != after.isCompleted),
    ]
    let fields = asana.fields.filter { before.values[$0.gid] != after.values[$0.gid] }
    guard plain.contains(where: \.1) || !fields.isEmpty else { return }
    asana.tasks[index].modifiedAt = now
    for (field, isChanged) in plain where isChanged {
      noteChange(of: after, ["field": .string(field), "action": "changed"], by: user)
    }
    if before.isCompleted != after.isCompleted {
      let (subtype, text) = after.isCompleted ? ("marked_complete", "completed this task") : ("marked_incomplete", "reopened this task")
      _ = addStory(text, subtype: subtype, toTask: after.gid, by: user)
    }
    for field in fields {
      let value: JSONValue = ["gid": .string(field.gid), "resource_type": "custom_field", "resource_subtype": "enum"]
      noteChange(of: after, ["field": "custom_fields", "action": "changed", "new_value": value], by: user)
      let name = after.values[field.gid].flatMap(field.option)?.name
      _ = addStory(
        "changed \(field.name) to \(name ?? "nothing")", subtype: "enum_custom_field_changed", toTask: after.gid, by: user)
    }
  }

  mutating func addStory(_ text: String, subtype: String, toTask gid: String, by user: String) -> AsanaTask.Story {
    let story = AsanaTask.Story(gid: makeGID(), at: now, by: user, subtype: subtype, text: text)
    guard let index = asana.tasks.firstIndex(where: { $0.gid == gid }) else { return story }
    asana.tasks[index].stories.append(story)
    asana.tasks[index].modifiedAt = now
    let task = asana.tasks[index]
    let resource = Self.reference("story", story.gid, subtype: subtype)
    note(asanaEvent("added", on: resource, parent: Self.reference(task), by: user), about: task)
    return story
  }

  mutating func deleteTask(_ task: AsanaTask, by user: String) {
    note(asanaEvent("deleted", on: Self.reference(task), parent: nil, by: user), about: task)
    asana.tasks.removeAll { $0.gid == task.gid }
  }

  // MARK: Events

  private mutating func noteChange(of task: AsanaTask, _ change: JSONValue, by user: String) {
    let event = asanaEvent("changed", on: Self.reference(task), parent: nil, by: user)
    note(event.merging(["change": change]), about: task)
  }

  private func asanaEvent(_ action: String, on resource: JSONValue, parent: JSONValue, by user: String) -> JSONValue {
    [
      "user": Self.reference("user", user), "created_at": .string(now.iso8601), "action": .string(action), "resource": resource,
      "parent": parent,
    ]
  }

  private static func reference(_ task: AsanaTask) -> JSONValue { reference("task", task.gid, subtype: "default_task") }

  private static func reference(_ type: String, _ gid: String, subtype: String? = nil) -> JSONValue {
    let reference: JSONValue = ["gid": .string(gid), "resource_type": .string(type)]
    return subtype.map { reference.merging(["resource_subtype": .string($0)]) } ?? reference
  }
}
