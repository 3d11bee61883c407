internal import Actions
internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// Shows the settings, also after a form that was not accepted.
struct SettingsPage: Sendable {
  private let page: Page<SettingsModel>
  private let chrome: Chrome
  private let site: Site
  private let projects: ProjectPages
  private let tasks: TaskPages
  private let clock: any Clock

  init(
    _ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ projects: ProjectPages, _ tasks: TaskPages, _ clock: any Clock
  ) throws(TemplateError) {
    page = try Page(templates, "settings")
    self.chrome = chrome
    self.site = site
    self.projects = projects
    self.tasks = tasks
    self.clock = clock
  }

  func show(_ project: InProject) async throws -> Response {
    let outcome = SettingsOutcome(project.request)
    let answer = try await answer(project, outcome: outcome)
    return outcome == nil ? answer : answer.setting(SettingsOutcome.forgotten(isSecure: site.isSecure))
  }

  /// Runs a section's save and comes back to the section: with the outcome, or with the form and what is wrong with it.
  func save(
    _ project: InProject, _ form: Form, _ section: SettingsSection, _ work: () async throws -> SettingsOutcome
  ) async throws -> Response {
    do {
      let outcome = try await work()
      return .seeOther("\(project.path)/settings#\(section.rawValue)").setting(outcome.cookie(isSecure: site.isSecure))
    } catch ActionError.invalid(let field, let message) {
      return try await answer(project, attempt: SettingsAttempt(section: section, form: form, field: field, message: message))
    }
  }

  func answer(_ project: InProject, attempt: SettingsAttempt? = nil, outcome: SettingsOutcome? = nil) async throws -> Response {
    guard let settings = try await projects.settings(of: project.membership.project) else { throw PageError.notFound }
    let attention = try await tasks.counts(of: project.membership.project).attention
    let view = SettingsView(
      path: project.path + "/settings", words: project.words, now: clock.now, version: settings.version, attempt: attempt, outcome: outcome)
    let frame = chrome.frame(title: project.words("settings.title"), project, at: .settings, attention: attention)
    let model = SettingsModel(frame: frame, settings: settings, view: view)
    return page.answer(model, in: project.words.language, status: attempt == nil ? .ok : .unprocessableContent)
      .forgettingFlash(project.request, site)
  }
}
