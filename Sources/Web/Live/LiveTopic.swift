internal import Domain

/// What a part of a page depends on.
enum LiveTopic: Hashable, Sendable, CustomStringConvertible {
  /// Any task of the project.
  case tasks
  case task(TaskID)

  init?(_ text: Substring) {
    if text == "tasks" {
      self = .tasks
    } else {
      guard text.hasPrefix("task:"), let task = TaskID(text: String(text.dropFirst(5))) else { return nil }
      self = .task(task)
    }
  }

  var description: String {
    switch self {
    case .tasks: "tasks"
    case .task(let id): "task:\(id)"
    }
  }
}
