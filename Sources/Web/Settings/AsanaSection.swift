internal import Actions
internal import Domain
internal import Messages
internal import Storage
internal import Templates

/// Model of `settings/asana.mustache`.
struct AsanaSection: TemplateModel {
  let head: SettingsHead
  let path: String
  let version: Int64
  let token: SettingsSecret
  let check: CheckModel?
  let workspace: SettingsField
  let workspaceName: String?
  let projects: [PickItem]
  let pasted: SettingsField
  let roles: [FieldModel]
  let values: OptionRows

  /// One of the three fields.
  struct FieldModel: TemplateModel {
    let field: SettingsField
    let label: String
    let hint: String
    /// What Asana calls it.
    let known: String?

    static var fields: Fields<Self> {
      [
        .section("field", \.field), .text("label", \.label), .text("hint", \.hint), .section("known") { $0.known.map(Note.init) },
      ]
    }
  }

  init(_ settings: ProjectSettings, _ view: SettingsView) {
    let check = CheckModel(.asana, .asanaToken, in: .asana, settings, view)
    head = view.head(.asana, Self.state(settings, check, view))
    path = view.path
    version = view.version
    let account = settings.checks[.asana]?.account ?? ""
    token = SettingsSecret(.asanaToken, "token", in: .asana, account: account.isEmpty ? nil : account, settings, view)
    self.check = check
    workspace = view.field("workspace", in: .asana, settings.workspace)
    workspaceName = settings.workspace.flatMap { settings.names[$0] }
    projects = Self.projects(settings, view)
    pasted = view.field("project_text", in: .asana, nil)
    roles = AsanaRole.allCases.map { role in
      FieldModel(
        field: view.field(role.rawValue, in: .asana, settings.field(role)), label: view.words("finding.role.\(role.rawValue)"),
        hint: view.words("settings.asana.\(role.rawValue).hint"), known: settings.field(role).flatMap { settings.names[$0] })
    }
    values = OptionRows(autoValues: settings, live: nil, view)
  }

  private static func projects(_ settings: ProjectSettings, _ view: SettingsView) -> [PickItem] {
    let kept = view.boxes("project", in: .asana, with: "project_text")
    return settings.asanaProjects.enumerated().map { index, project in
      PickItem(
        id: "asana-project-\(index)", name: "project", value: project.id, label: project.name.isEmpty ? project.id : project.name,
        note: project.name.isEmpty ? "" : project.id, isChosen: kept?.isTicked(project.id) ?? true)
    }
  }

  private static func state(_ settings: ProjectSettings, _ check: CheckModel?, _ view: SettingsView) -> SettingsState {
    func state(_ key: String, _ tone: SettingsState.Tone) -> SettingsState { SettingsState(view.words("settings.state.\(key)"), tone) }
    guard let glimpse = view.glimpses[.asanaToken] else { return state("unset", .quiet) }
    if glimpse == .unreadable { return state("unreadable", .bad) }
    if check?.failing != nil { return state("failing", .bad) }
    if settings.asanaProjects.isEmpty { return state("no_projects", .attention) }
    if AsanaRole.allCases.contains(where: { settings.field($0) == nil }) { return state("no_fields", .attention) }
    if let check, check.tone == .bad || check.tone == .attention { return state("lacking", .attention) }
    if settings.activeHooks < settings.asanaProjects.count { return state("no_webhooks", .attention) }
    return SettingsState.connected(as: settings.checks[.asana]?.account, view.words)
  }

  static var fields: Fields<Self> {
    [
      .section("head", \.head), .text("path", \.path), .number("version") { Int($0.version) }, .section("token", \.token),
      .section("check", \.check), .section("workspace", \.workspace), .section("workspaceName") { $0.workspaceName.map(Note.init) },
      .list("projects", \.projects), .text("was") { TickedBoxes.shown($0.projects.map(\.value)) },
      .flag("hasProjects") { !$0.projects.isEmpty }, .section("pasted", \.pasted), .list("roles", \.roles),
      .section("values", \.values),
    ]
  }
}

extension SettingsState {
  static func connected(as account: String?, _ words: Words) -> SettingsState {
    guard let account, !account.isEmpty else { return SettingsState(words("settings.state.connected"), .good) }
    return SettingsState(words("settings.state.connected_as", ["account": account]), .good)
  }
}
