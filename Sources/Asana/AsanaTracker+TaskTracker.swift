package import Domain

extension AsanaTracker: TaskTracker {
  package func loadTask(_ key: String, fields: TrackerFields) async throws(PortError) -> TrackerTask {
    try TrackerTask(try await load(AsanaWire.Task.self, requests.task(key)), fields: fields)
  }

  /// Reads first, so that a repeated call makes no story and no event.
  package func setCompleted(_ isCompleted: Bool, task key: String) async throws(PortError) {
    let current = try await load(AsanaWire.Completion.self, requests.completion(task: key))
    guard current.completed != isCompleted else { return }
    _ = try await load(AsanaWire.Resource.self, requests.setCompleted(isCompleted, task: key))
  }

  /// Asana lists stories oldest first and cannot be asked for the newest, so the whole list is looked through. `marker` is added to the text
  /// when it is not in it.
  package func comment(_ text: String, marker: String, task key: String) async throws(PortError) {
    var isThere = false
    try await visitPages(AsanaWire.Story.self, request: { requests.stories(task: key, offset: $0) }) { page in
      isThere = page.contains { $0.text?.contains(marker) ?? false }
      return !isThere
    }
    guard !isThere else { return }
    let marked = text.contains(marker) ? text : "\(text)\n\n\(marker)"
    _ = try await load(AsanaWire.Resource.self, requests.createStory(marked, task: key))
  }
}
