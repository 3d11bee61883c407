internal import Domain

/// Asana's resources as JSON, all fields included; `AsanaSelection` cuts them to what was asked for.
extension SandboxState {
  static func compact(_ user: AsanaState.User) -> JSONValue {
    ["gid": .string(user.gid), "resource_type": "user", "name": .string(user.name)]
  }

  func asanaUser(_ gid: String?) -> JSONValue {
    gid.flatMap(asana.user).map(Self.compact) ?? nil
  }

  func document(_ user: AsanaState.User) -> JSONValue {
    Self.compact(user).merging(["email": .string(user.email), "photo": nil, "workspaces": [asanaWorkspace]])
  }

  var asanaWorkspace: JSONValue {
    ["gid": .string(asana.workspace.gid), "resource_type": "workspace", "name": .string(asana.workspace.name)]
  }

  static func compact(_ project: AsanaState.Project) -> JSONValue {
    ["gid": .string(project.gid), "resource_type": "project", "name": .string(project.name)]
  }

  func document(_ project: AsanaState.Project) -> JSONValue {
    Self.compact(project).merging([
      "archived": false, "color": "light-green", "created_at": .string(project.createdAt.iso8601), "current_status": nil,
      "current_status_update": nil, "custom_field_settings": .array(settings(project).map { $0.without("parent") }), "default_view": "list",
      "due_date": nil, "due_on": nil, "members": [Self.compact(asana.tokenUser), Self.compact(asana.person)],
      "modified_at": .string(project.createdAt.iso8601), "notes": "", "public": true, "privacy_setting": "public_to_workspace",
      "start_on": nil, "completed": false, "completed_at": nil, "completed_by": nil, "followers": [], "team": nil,
      "owner": Self.compact(asana.person), "permalink_url": .string("\(address)/sandbox/asana/0/\(project.gid)/list"), "icon": "list",
      "workspace": asanaWorkspace,
    ])
  }

  /// Fields of the workspace, each attached to every project of it.
  func settings(_ project: AsanaState.Project) -> [JSONValue] {
    asana.fields.enumerated().map { index, field in
      [
        "gid": .string("\(project.gid)4\(index)"), "resource_type": "custom_field_setting", "project": Self.compact(project),
        "is_important": true, "parent": Self.compact(project), "custom_field": document(field),
      ]
    }
  }

  static func document(_ option: AsanaField.Option) -> JSONValue {
    [
      "gid": .string(option.gid), "resource_type": "enum_option", "name": .string(option.name), "enabled": .bool(option.isEnabled),
      "color": .string(option.color),
    ]
  }

  func document(_ field: AsanaField) -> JSONValue {
    [
      "gid": .string(field.gid), "resource_type": "custom_field", "name": .string(field.name), "type": "enum",
      "resource_subtype": "enum", "representation_type": "enum", "description": "",
      "enum_options": .array(field.options.map(Self.document)), "enabled": true, "is_global_to_workspace": true,
      "has_notifications_enabled": true, "is_formula_field": false, "is_value_read_only": false, "id_prefix": nil,
      "created_by": Self.compact(asana.person),
    ]
  }

  private func value(_ field: AsanaField, of task: AsanaTask) -> JSONValue {
    let option = task.values[field.gid].flatMap(field.option)
    return document(field).merging([
      "enum_value": option.map(Self.document) ?? nil, "display_value": .text(option?.name),
    ])
  }

  static func compact(_ task: AsanaTask) -> JSONValue {
    ["gid": .string(task.gid), "resource_type": "task", "name": .string(task.name), "resource_subtype": "default_task"]
  }

  func permalink(_ task: AsanaTask) -> String {
    "\(address)/sandbox/asana/0/\(task.projects.first ?? "0")/\(task.gid)"
  }

  func document(_ task: AsanaTask) -> JSONValue {
    let projects = task.projects.compactMap(asana.project).map(Self.compact)
    let section: JSONValue = ["gid": "1200000000000006", "resource_type": "section", "name": "To do"]
    return Self.compact(task).merging([
      "assignee": asanaUser(task.assignee), "assignee_status": "upcoming", "completed": .bool(task.isCompleted),
      "completed_at": .text(task.completedAt?.iso8601), "completed_by": asanaUser(task.completedBy),
      "created_at": .string(task.createdAt.iso8601), "created_by": asanaUser(task.createdBy),
      "custom_fields": .array(projects.isEmpty ? [] : asana.fields.map { value($0, of: task) }), "due_at": nil, "due_on": nil,
      "followers": [],
      "hearted": false, "hearts": [], "html_notes": .string("<body>\(Self.escaped(task.notes))</body>"), "liked": false, "likes": [],
      "memberships": .array(projects.map { ["project": $0, "section": section] }),
      "modified_at": .string(task.modifiedAt.iso8601), "notes": .string(task.notes), "num_hearts": 0, "num_likes": 0, "num_subtasks": 0,
      "parent": nil, "permalink_url": .string(permalink(task)), "projects": .array(projects), "start_at": nil,
      "start_on": nil, "tags": [], "workspace": asanaWorkspace,
    ])
  }

  func document(_ story: AsanaTask.Story, of task: AsanaTask) -> JSONValue {
    let isComment = story.subtype == "comment_added"
    return [
      "gid": .string(story.gid), "resource_type": "story", "created_at": .string(story.at.iso8601), "created_by": asanaUser(story.by),
      "resource_subtype": .string(story.subtype), "text": .string(story.text),
      "html_text": .string("<body>\(Self.escaped(story.text))</body>"), "is_pinned": false, "is_editable": .bool(isComment),
      "is_edited": false, "hearted": false, "hearts": [], "num_hearts": 0, "liked": false, "likes": [], "num_likes": 0, "previews": [],
      "source": .string(isComment ? "api" : "web"), "type": .string(isComment ? "comment" : "system"), "target": Self.compact(task),
    ]
  }

  func document(_ webhook: AsanaWebhook) -> JSONValue {
    let deletion = webhook.failingSince.map { $0.advanced(by: Self.asanaPatience).iso8601 }
    let resource: JSONValue =
      asana.project(webhook.resource).map(Self.compact) ?? asana.task(webhook.resource).map { Self.compact($0).without("resource_subtype") }
      ?? nil
    return [
      "gid": .string(webhook.gid), "resource_type": "webhook", "active": .bool(webhook.isActive), "resource": resource,
      "target": .string(webhook.target), "created_at": .string(webhook.createdAt.iso8601),
      "last_failure_at": .text(webhook.lastFailureAt?.iso8601), "last_failure_content": .string(webhook.lastFailure),
      "last_success_at": .text(webhook.lastSuccessAt?.iso8601), "delivery_retry_count": .integer(webhook.retries),
      "next_attempt_after": .text(webhook.nextAttemptAt?.iso8601), "failure_deletion_timestamp": .text(deletion),
      "filters": .array(webhook.filters),
    ]
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.append(character)
      }
    }
  }
}
