/// What a definition changes about a configuration that is in place.
struct DefinitionChanges {
  /// Only what differs; the rest is nil.
  private(set) var definition: ProjectDefinition
  /// What differs, by its key in a project file, such as `asana.projects`.
  private(set) var parts: [String] = []

  init(_ wanted: ProjectDefinition, to known: ProjectDefinition) {
    definition = wanted
    keep(\.name, known, "name")
    keep(\.asana.workspace, known, "asana.workspace")
    keep(\.asana.projects, known, "asana.projects")
    keep(\.asana.autoField, known, "asana.fields.auto")
    keep(\.asana.repositoryField, known, "asana.fields.repository")
    keep(\.asana.statusField, known, "asana.fields.status")
    keep(\.asana.autoValues, known, "asana.auto_values")
    keep(\.asana.holds, known, "asana.status_map")
    keep(\.repositories, known, "github.repositories")
    keep(\.asana.repositories, known, "asana.repository_map")
    keep(\.agentLogins, known, "github.agent_logins")
    keep(\.linking, known, "github.linking")
    keep(\.links, known, "links")
    keep(\.contacts, known, "contacts")
    keep(\.notes, known, "notes")
  }

  private mutating func keep<Value: Equatable>(
    _ part: WritableKeyPath<ProjectDefinition, Value?>, _ known: ProjectDefinition, _ name: String
  ) {
    guard let value = definition[keyPath: part] else { return }
    if value == known[keyPath: part] { definition[keyPath: part] = nil } else { parts.append(name) }
  }
}
