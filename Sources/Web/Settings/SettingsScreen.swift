internal import Domain
internal import HTTP
internal import Storage
internal import Templates

/// `/p/:slug/settings`: a page of sections that are saved one by one, for admins.
struct SettingsScreen: Sendable {
  private let page: SettingsPage

  init(
    _ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ projects: ProjectPages, _ tasks: TaskPages, _ clock: any Clock
  ) throws(TemplateError) {
    page = try SettingsPage(templates, chrome, site, projects, tasks, clock)
  }

  func routes(_ gate: Gate) -> [Route] {
    [gate.member(.admin, "/p/:slug/settings", "settings") { project in try await page.show(project) }]
  }
}
