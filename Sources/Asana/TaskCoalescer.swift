/// Puts the events of a delivery together, one entry a task: each leads to one refetch, however many events there were.
struct TaskCoalescer {
  private struct Entry {
    var action: AsanaEvents.TouchedTask.Action
    var actors: Set<String?>
  }

  private var order: [String] = []
  private var entries: [String: Entry] = [:]

  var tasks: [AsanaEvents.TouchedTask] {
    order.compactMap { gid in
      entries[gid].map { entry in
        let actor = entry.actors.count == 1 ? entry.actors.first ?? nil : nil
        return AsanaEvents.TouchedTask(gid: gid, action: entry.action, userGid: actor)
      }
    }
  }

  mutating func add(_ event: AsanaWire.Event) {
    guard let gid = taskGid(of: event) else { return }
    let action = action(of: event)
    guard var entry = entries[gid] else {
      order.append(gid)
      entries[gid] = Entry(action: action, actors: [event.user?.gid])
      return
    }
    if action != .changed { entry.action = action }
    entry.actors.insert(event.user?.gid)
    entries[gid] = entry
  }

  /// A story is about the task it stands on.
  private func taskGid(of event: AsanaWire.Event) -> String? {
    guard let resource = event.resource else { return nil }
    if resource.resourceType == "task" { return resource.gid }
    return event.parent?.resourceType == "task" ? event.parent?.gid : nil
  }

  /// Only the task's own events say something about its presence, and moving between sections says nothing.
  private func action(of event: AsanaWire.Event) -> AsanaEvents.TouchedTask.Action {
    guard event.resource?.resourceType == "task", let action = event.action.flatMap(AsanaEvents.TouchedTask.Action.init) else {
      return .changed
    }
    switch action {
    case .changed, .deleted, .undeleted: return action
    case .added, .removed: return event.parent?.resourceType == "project" ? action : .changed
    }
  }
}
