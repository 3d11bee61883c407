package import Domain
internal import HTTPClient

extension AsanaTracker: TrackerCatalogue {
  /// Pages of a list to choose from; 100 entries each.
  private static let chosenPages = 10

  package func loadAccount() async throws(PortError) -> TrackerAccount {
    let user = try await load(AsanaWire.User.self, requests.account())
    return TrackerAccount(name: user.name ?? user.gid, workspaces: (user.workspaces ?? []).map(TrackerResource.init))
  }

  package func listProjects(inWorkspace workspace: String) async throws(PortError) -> Listing<TrackerResource> {
    let projects = try await listSome(AsanaWire.Resource.self) { requests.projects(workspace: workspace, offset: $0) }
    return Listing(items: projects.items.map(TrackerResource.init), isComplete: projects.isComplete)
  }

  package func loadResource(ofProject project: String) async throws(PortError) -> TrackerResource {
    let project = try await loadProject(project)
    return TrackerResource(id: project.gid, name: project.name)
  }

  package func listCatalogueFields(inProject project: String) async throws(PortError) -> [TrackerField] {
    try await listFields(project: project).map(TrackerField.init)
  }

  package func listCatalogueFields(inWorkspace workspace: String) async throws(PortError) -> [TrackerField] {
    try await listSome(AsanaWire.FieldSetting.Field.self) { requests.fields(workspace: workspace, offset: $0) }.items
      .map { TrackerField(AsanaField($0)) }
  }

  /// The first pages of a list.
  private func listSome<Value: Decodable & Sendable>(
    _ type: Value.Type, request: (_ offset: String?) -> ClientRequest
  ) async throws(PortError) -> Listing<Value> {
    var (items, pages): ([Value], Int) = ([], 0)
    try await visitPages(type, request: request) { page in
      items += page
      pages += 1
      return pages < Self.chosenPages
    }
    return Listing(items: items, isComplete: pages < Self.chosenPages)
  }
}

extension TrackerResource {
  fileprivate init(_ wire: AsanaWire.Resource) { self.init(id: wire.gid, name: wire.name ?? "") }
}

extension TrackerField {
  fileprivate init(_ field: AsanaField) {
    let kind: Kind =
      switch field.subtype {
      case "enum": .enumeration
      case "number", "boolean", "checkbox": .truth
      default: .other
      }
    self.init(
      id: field.gid, name: field.name, kind: kind,
      options: field.options.map { Option(id: $0.gid, name: $0.name, isEnabled: $0.isEnabled) })
  }
}
