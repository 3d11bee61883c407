internal import Domain
internal import Storage

/// Tries a token of Asana: whose it is, and whether it sees what the project is configured with.
struct AsanaTrial: Sendable {
  private let catalogue: any TrackerCatalogue
  private let settings: ProjectSettings

  init(_ catalogue: any TrackerCatalogue, _ settings: ProjectSettings) {
    self.catalogue = catalogue
    self.settings = settings
  }

  struct Outcome: Sendable {
    let result: SettingsStore.Trial
    /// With the names Asana told.
    var projects: [TrackerResource] = []
    /// Of the workspace and the fields, by gid.
    var names: [String: String] = [:]
  }

  func run() async -> Outcome {
    do throws(PortError) {
      return await look(as: try await catalogue.loadAccount())
    } catch { return Outcome(result: SettingsStore.Trial(error, system: "Asana")) }
  }

  private func look(as account: TrackerAccount) async -> Outcome {
    let catalogue = catalogue
    let looks = await SettingsActions.concurrently(settings.asanaProjects) { await ProjectLook($0, catalogue) }
    var findings: [Finding] = []
    if !account.workspaces.isEmpty { findings.append(Finding(.workspaces, account.workspaces.map(\.name).joined(separator: ", "))) }
    findings += looks.map(\.finding) + looks.flatMap { fields(of: $0) }
    let auto = looks.lazy.flatMap(\.fields).first { $0.id == settings.autoField }
    if auto?.kind == .truth { findings.append(Finding(.autoTruth, "auto")) }
    var names = Dictionary(account.workspaces.map { ($0.id, $0.name) }) { first, _ in first }
    for field in looks.flatMap(\.fields) where configured.contains(where: { $0.id == field.id }) { names[field.id] = field.name }
    return Outcome(
      result: SettingsStore.Trial(account: account.name, findings: findings.map(\.text), failure: nil),
      projects: looks.map(\.resource), names: names.filter { !$0.value.isEmpty && isKept($0.key) })
  }

  private func isKept(_ gid: String) -> Bool { gid == settings.workspace || configured.contains { $0.id == gid } }

  private var configured: [(role: AsanaRole, id: String)] {
    AsanaRole.allCases.compactMap { role in settings.field(role).map { (role, $0) } }
  }

  private func fields(of look: ProjectLook) -> [Finding] {
    guard look.hasFields else { return [] }
    return configured.compactMap { role, id in
      guard let field = look.fields.first(where: { $0.id == id }) else { return Finding(.fieldMissing, role.rawValue, look.name) }
      return role.accepts(field.kind) ? nil : Finding(.fieldKind, role.rawValue, field.name)
    }
  }
}

/// What a token sees of one Asana project.
private struct ProjectLook: Sendable {
  let resource: TrackerResource
  let finding: Finding
  var fields: [TrackerField] = []
  /// Whether the fields could be read.
  var hasFields = false

  var name: String { resource.name.isEmpty ? resource.id : resource.name }

  init(_ known: TrackerResource, _ catalogue: any TrackerCatalogue) async {
    let label = known.name.isEmpty ? known.id : known.name
    do throws(PortError) {
      resource = try await catalogue.loadResource(ofProject: known.id)
      finding = Finding(.projectSeen, resource.name.isEmpty ? label : resource.name)
    } catch .notFound, .forbidden {
      resource = known
      finding = Finding(.projectHidden, label)
      return
    } catch {
      resource = known
      finding = Finding(.unchecked, label, error.reason)
      return
    }
    guard let fields = try? await catalogue.listCatalogueFields(inProject: known.id) else { return }
    self.fields = fields
    hasFields = true
  }
}
