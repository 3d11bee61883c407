package import Domain
package import Storage

/// What people can do with a project.
package struct ProjectActions: Sendable {
  let projects: ProjectStore
  private let queue: JobQueue

  package init(projects: ProjectStore, queue: JobQueue) {
    self.projects = projects
    self.queue = queue
  }

  /// Has Asana's webhooks checked, and made where they are missing.
  /// - Throws: `forbidden` for anybody but an admin; `DatabaseError`.
  package func setUpHooks(_ actor: Actor, project: ProjectID, requestID: String) async throws {
    try actor.require(.admin)
    try await queue.enqueue([NewJob(kind: .hooks, lane: "hooks", key: nil, requestID: requestID)], project: project)
  }
}
