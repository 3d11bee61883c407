package import Domain
internal import Storage

extension SettingsActions {
  // MARK: Asana

  /// Projects to choose from, in one workspace.
  package struct ProjectChoices: Sendable {
    package let workspaces: [TrackerResource]
    /// The one whose projects are listed; nil when the token opens none.
    package let workspace: TrackerResource?
    package let projects: [TrackerResource]
    /// Whether there are more projects than are listed.
    package let isCut: Bool
  }

  /// - Parameter workspace: gid; nil for the configured one, or else the first.
  /// - Throws: `forbidden`; `DatabaseError`.
  package func listAsanaProjects(workspace: String?, _ target: Target) async throws -> Result<ProjectChoices, PortError> {
    try target.actor.require(.admin)
    let settings = try await store.load(target.project)
    do throws(PortError) {
      let catalogue = ports.tracker(try await token(.asanaToken, target.project))
      let workspaces = try await catalogue.loadAccount().workspaces
      let wanted = workspace ?? settings.workspace
      guard let chosen = workspaces.first(where: { $0.id == wanted }) ?? workspaces.first else {
        return .success(ProjectChoices(workspaces: [], workspace: nil, projects: [], isCut: false))
      }
      let listing = try await catalogue.listProjects(inWorkspace: chosen.id)
      let projects = listing.items.sorted { $0.name.lowercased() < $1.name.lowercased() }
      return .success(ProjectChoices(workspaces: workspaces, workspace: chosen, projects: projects, isCut: !listing.isComplete))
    } catch { return .failure(error) }
  }

  /// A field to choose, and where it is.
  package struct FieldChoice: Sendable {
    package let field: TrackerField
    /// Names of configured projects that do not have it.
    package let missingIn: [String]
  }

  /// Fields to choose from: those of the configured projects and of the workspace, by name.
  /// - Throws: `forbidden`; `DatabaseError`.
  package func listAsanaFields(_ target: Target) async throws -> Result<[FieldChoice], PortError> {
    try target.actor.require(.admin)
    return await listAsanaFields(target.project)
  }

  func listAsanaFields(_ project: ProjectID) async -> Result<[FieldChoice], PortError> {
    do throws(PortError) {
      let settings: ProjectSettings
      do { settings = try await store.load(project) } catch { throw .transient(reason: "the database did not answer") }
      let catalogue = ports.tracker(try await token(.asanaToken, project))
      return .success(try await fields(settings, catalogue))
    } catch { return .failure(error) }
  }

  private func fields(_ settings: ProjectSettings, _ catalogue: any TrackerCatalogue) async throws(PortError) -> [FieldChoice] {
    var workspace = settings.workspace
    if workspace == nil, settings.asanaProjects.isEmpty { workspace = try await catalogue.loadAccount().workspaces.first?.id }
    let lists = await Self.concurrently(settings.asanaProjects) { project in
      await Self.result { () async throws(PortError) in try await catalogue.listCatalogueFields(inProject: project.id) }
    }
    var (choices, failure): ([String: TrackerField], PortError?) = ([:], nil)
    for list in lists {
      switch list {
      case .success(let fields): for field in fields { choices[field.id] = field }
      case .failure(let error): failure = error
      }
    }
    if let workspace {
      // Workspaces without a plan for fields refuse this call, and the projects' own lists are enough then.
      switch await Self.result({ () async throws(PortError) in try await catalogue.listCatalogueFields(inWorkspace: workspace) }) {
      case .success(let fields): for field in fields where choices[field.id] == nil { choices[field.id] = field }
      case .failure(let error): failure = failure ?? error
      }
    }
    if choices.isEmpty, let failure { throw failure }
    return choices.values.sorted { ($0.name.lowercased(), $0.id) < ($1.name.lowercased(), $1.id) }.map { field in
      let missing = zip(settings.asanaProjects, lists).filter { _, list in
        guard case .success(let fields) = list else { return false }
        return !fields.contains { $0.id == field.id }
      }
      return FieldChoice(field: field, missingIn: missing.map { $0.0.name.isEmpty ? $0.0.id : $0.0.name })
    }
  }

  private static func result<Value: Sendable>(_ work: () async throws(PortError) -> Value) async -> Result<Value, PortError> {
    do throws(PortError) { return .success(try await work()) } catch { return .failure(error) }
  }

  /// Options of the field with a role; nil when no such field is configured, or no project has it.
  /// - Throws: `forbidden`; `DatabaseError`.
  package func listOptions(of role: AsanaRole, _ target: Target) async throws -> Result<TrackerField?, PortError> {
    try target.actor.require(.admin)
    guard let gid = try await store.load(target.project).field(role) else { return .success(nil) }
    return await listAsanaFields(target.project).map { $0.first { $0.field.id == gid }?.field }
  }

  // MARK: GitHub

  /// Repositories to choose from.
  /// - Throws: `forbidden`.
  package func listRepositories(_ target: Target) async throws -> Result<Listing<CodeHostRepository>, PortError> {
    try target.actor.require(.admin)
    do throws(PortError) {
      return .success(try await ports.codeHost(try await token(.githubToken, target.project)).listRepositories())
    } catch { return .failure(error) }
  }
}
