package import Domain

extension AsanaTracker: TrackerSetup {
  package func loadUserID() async throws(PortError) -> String { try await loadCurrentUser().gid }

  package func listOptions(ofField field: String, inProject project: String) async throws(PortError) -> [TrackerOption] {
    let fields = try await listFields(project: project)
    let options = fields.first { $0.gid == field }?.options ?? []
    return options.filter(\.isEnabled).map { TrackerOption(id: $0.gid, name: $0.name) }
  }

  package func createHook(project: String, target: String) async throws(PortError) -> String {
    try await createWebhook(resource: project, target: target).subscription.gid
  }

  /// Asana lists webhooks by workspace, so the project is asked for its workspace first.
  package func findHook(project: String, target: String) async throws(PortError) -> String? {
    guard let workspace = try await loadProject(project).workspace else { return nil }
    return try await listWebhooks(workspace: workspace, resource: project).first { $0.target == target }?.gid
  }

  package func deleteHook(_ id: String) async throws(PortError) { try await deleteWebhook(id) }

  package func hasHook(_ id: String) async throws(PortError) -> Bool {
    do {
      _ = try await loadWebhook(id)
      return true
    } catch .notFound {
      return false
    }
  }
}
