internal import Actions
internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// Pages that read lists from Asana and GitHub when they are opened, to choose from. Each sends to the form of its section.
struct ChooseScreen: Sendable {
  private let page: SettingsPage
  private let choose: Page<ChooseModel>
  private let optionsPage: Page<OptionsModel>
  private let actions: SettingsActions

  init(_ templates: LocalisedTemplates, _ page: SettingsPage, _ actions: SettingsActions) throws(TemplateError) {
    self.page = page
    choose = try Page(templates, "settings_choose")
    optionsPage = try Page(templates, "settings_options")
    self.actions = actions
  }

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.member(.admin, "/p/:slug/settings/asana/projects", "settings.asana.projects.choose", projects),
      gate.member(.admin, "/p/:slug/settings/asana/fields", "settings.asana.fields.choose", fields),
      gate.member(.admin, "/p/:slug/settings/github/repositories", "settings.github.repositories.choose", repositories),
      gate.member(.admin, "/p/:slug/settings/asana/values", "settings.asana.values.choose") { project in
        try await show(.auto, "settings.asana.values", project) { OptionRows(autoValues: $0, live: $1, $2) }
      },
      gate.member(.admin, "/p/:slug/settings/status-map", "settings.status-map.choose") { project in
        try await show(.status, "settings.status-map", project) { OptionRows(statusMap: $0, live: $1, $2) }
      },
      gate.member(.admin, "/p/:slug/settings/repository-map", "settings.repository-map.choose") { project in
        try await show(.repository, "settings.repository-map", project) { OptionRows(repositoryMap: $0, live: $1, $2) }
      },
    ]
  }

  // MARK: Options

  private func show(
    _ role: AsanaRole, _ key: String, _ project: InProject,
    rows: (ProjectSettings, [TrackerField.Option]?, SettingsView) -> OptionRows
  ) async throws -> Response {
    let (settings, view) = try await page.load(project)
    let words = project.words
    var (live, problem): ([TrackerField.Option]?, String?) = (nil, nil)
    switch try await actions.listOptions(of: role, project.settingsTarget(nil)) {
    case .success(let field?): live = field.options
    case .success(nil): problem = words("settings.options.no_field", ["field": words("finding.role.\(role.rawValue)")])
    case .failure(let error): problem = PortReason.text(error, "Asana", words)
    }
    var options = rows(settings, live, view)
    // It leads back to the settings, which tell the outcome.
    options.isInline = false
    let model = OptionsModel(
      frame: try await page.innerFrame(project, title: words(key + ".title")), title: words(key + ".title"), lead: words(key + ".note"),
      back: view.path, problem: problem, options: options)
    return optionsPage.answer(model, in: words.language)
  }

  // MARK: Lists

  @Sendable private func projects(_ project: InProject) async throws -> Response {
    let (settings, view) = try await page.load(project)
    let result = try await actions.listAsanaProjects(workspace: project.query["workspace"], project.settingsTarget(nil))
    let frame = try await page.innerFrame(project, title: project.words("settings.asana.choose_projects"))
    let model = ChooseModel(projects: result, settings, view, frame: frame, search: project.query["q"] ?? "")
    return choose.answer(model, in: project.words.language)
  }

  @Sendable private func fields(_ project: InProject) async throws -> Response {
    let (settings, view) = try await page.load(project)
    let result = try await actions.listAsanaFields(project.settingsTarget(nil))
    let frame = try await page.innerFrame(project, title: project.words("settings.asana.choose_fields"))
    return choose.answer(ChooseModel(fields: result, settings, view, frame: frame), in: project.words.language)
  }

  @Sendable private func repositories(_ project: InProject) async throws -> Response {
    let (settings, view) = try await page.load(project)
    let result = try await actions.listRepositories(project.settingsTarget(nil))
    let frame = try await page.innerFrame(project, title: project.words("settings.github.choose_repositories"))
    let model = ChooseModel(repositories: result, settings, view, frame: frame, search: project.query["q"] ?? "")
    return choose.answer(model, in: project.words.language)
  }
}
