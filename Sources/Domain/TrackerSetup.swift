/// What setting a project up needs from a tracker: fields by name, and webhooks.
package protocol TrackerSetup: Sendable {
  /// Id of the user the token belongs to: changes by that user are echoes of our own.
  func loadUserID() async throws(PortError) -> String
  /// A project of the tracker, with its name.
  func loadResource(ofProject project: String) async throws(PortError) -> TrackerResource
  /// Enabled options of a custom field as one of the tracker's projects has it; empty when the project does not have the field.
  func listOptions(ofField field: String, inProject project: String) async throws(PortError) -> [TrackerOption]
  /// Asks for webhooks about a project's tasks. The tracker calls `target` while this call is open: hold no lock and no transaction.
  /// - Returns: the tracker's id of the webhook.
  func createHook(project: String, target: String) async throws(PortError) -> String
  /// A webhook this token made before, by its target; nil when there is none.
  func findHook(project: String, target: String) async throws(PortError) -> String?
  /// Whether a webhook still exists.
  func hasHook(_ id: String) async throws(PortError) -> Bool
  /// Ends a webhook.
  /// - Throws: `notFound` when there is none; `forbidden` when another user made it.
  func deleteHook(_ id: String) async throws(PortError)
}
