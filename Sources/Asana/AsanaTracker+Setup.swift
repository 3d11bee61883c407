internal import Crypto
package import Domain
internal import HTTPClient

extension AsanaTracker {
  /// Whom the token belongs to; the cheapest proof that it works.
  package func loadCurrentUser() async throws(PortError) -> AsanaUser {
    let user = try await load(AsanaWire.Resource.self, requests.currentUser())
    return AsanaUser(gid: user.gid, name: user.name ?? "")
  }

  /// - Throws: `notFound` or `forbidden` when the token may not see it.
  package func loadProject(_ gid: String) async throws(PortError) -> AsanaProject {
    let project = try await load(AsanaWire.Project.self, requests.project(gid))
    return AsanaProject(gid: project.gid, name: project.name ?? "", workspace: project.workspace?.gid)
  }

  /// Custom fields attached to a project, with all their options.
  package func listFields(project gid: String) async throws(PortError) -> [AsanaField] {
    try await listAll(AsanaWire.FieldSetting.self) { requests.fieldSettings(project: gid, offset: $0) }
      .compactMap { $0.field.map(AsanaField.init) }
  }

  /// Tasks of a project changed since a time, or all of them; overlap the windows, Asana's clock is not ours.
  package func listTasks(project gid: String, modifiedSince: Timestamp?, fields: TrackerFields) async throws(PortError) -> [TrackerTask] {
    var tasks: [TrackerTask] = []
    for wire in try await listAll(
      AsanaWire.Task.self, request: { requests.tasks(project: gid, modifiedSince: modifiedSince, offset: $0) })
    {
      tasks.append(try TrackerTask(wire, fields: fields))
    }
    return tasks
  }

  /// Asks Asana to deliver a project's task events to `target`. Asana calls `target` with the handshake while this call is open: hold no lock
  /// and no transaction meanwhile. Falls back to unfiltered changes when Asana rejects the field filter.
  package func createWebhook(resource: String, target: String) async throws(PortError) -> NewAsanaSubscription {
    var answer = try await perform(requests.createWebhook(resource: resource, target: target, narrowed: true))
    if answer.response.status == 400 {
      answer = try await perform(requests.createWebhook(resource: resource, target: target, narrowed: false))
    }
    let created = try answer.decode(AsanaWire.CreatedWebhook.self)
    return NewAsanaSubscription(subscription: AsanaSubscription(created.data), secret: created.secret.map { SecretBytes($0) })
  }

  /// Webhooks that this token's user made for a resource; those of other users and apps are not shown.
  package func listWebhooks(workspace: String, resource: String) async throws(PortError) -> [AsanaSubscription] {
    try await listAll(AsanaWire.Webhook.self) { requests.webhooks(workspace: workspace, resource: resource, offset: $0) }
      .map(AsanaSubscription.init)
  }

  /// - Throws: `notFound` once Asana has deleted it, 24 hours after its deliveries began to fail.
  package func loadWebhook(_ gid: String) async throws(PortError) -> AsanaSubscription {
    AsanaSubscription(try await load(AsanaWire.Webhook.self, requests.webhook(gid)))
  }

  /// For good; one delivery may still be on its way.
  /// - Throws: `notFound` when there is none; `forbidden` when another user or app made it.
  package func deleteWebhook(_ gid: String) async throws(PortError) {
    if let failure = try await perform(requests.deleteWebhook(gid)).failure { throw failure }
  }
}
