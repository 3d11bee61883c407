internal import Actions
internal import Domain
internal import HTTP
internal import Storage
internal import Templates

/// `/p/:slug/settings`: a page of sections that are saved one by one, for admins.
struct SettingsScreen: Sendable {
  private let page: SettingsPage
  private let choose: ChooseScreen
  private let actions: SettingsActions
  private let forms: ProjectForms

  init(
    _ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ actions: SettingsActions, _ tasks: TaskPages, _ clock: any Clock,
    _ project: ProjectActions
  ) throws(TemplateError) {
    page = try SettingsPage(
      templates, chrome, site, actions, tasks, clock,
      context: { try await project.context($0.actor, project: $0.membership.project) })
    choose = try ChooseScreen(templates, page, actions)
    forms = ProjectForms(page: page, actions: project, site: site)
    self.actions = actions
  }

  func routes(_ gate: Gate) -> [Route] {
    [gate.member(.admin, "/p/:slug/settings", "settings") { project in try await page.show(project) }]
      + AsanaForms(page: page, actions: actions).routes(gate) + GitHubForms(page: page, actions: actions).routes(gate)
      + MapForms(page: page, actions: actions).routes(gate) + choose.routes(gate)
      + forms.routes(gate)
  }
}
