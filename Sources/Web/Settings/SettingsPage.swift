internal import Actions
internal import Domain
internal import HTTP
internal import Messages
internal import Pipeline
internal import Storage
internal import Templates

/// Shows the settings, also after a form that was not accepted.
struct SettingsPage: Sendable {
  private let page: Page<SettingsModel>
  private let chrome: Chrome
  private let site: Site
  private let actions: SettingsActions
  private let tasks: TaskPages
  private let clock: any Clock
  private let context: @Sendable (InProject) async throws -> ProjectContext

  init(
    _ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ actions: SettingsActions, _ tasks: TaskPages, _ clock: any Clock,
    context: @escaping @Sendable (InProject) async throws -> ProjectContext
  ) throws(TemplateError) {
    page = try Page(templates, "settings")
    self.chrome = chrome
    self.site = site
    self.actions = actions
    self.tasks = tasks
    self.clock = clock
    self.context = context
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

  /// - Parameter revealed: a webhook secret that was made just now.
  func answer(
    _ project: InProject, attempt: SettingsAttempt? = nil, outcome: SettingsOutcome? = nil, revealed: String? = nil
  ) async throws -> Response {
    var (settings, view) = try await load(project)
    view.attempt = attempt
    view.outcome = outcome
    view.revealed = revealed
    let frame = try await frame(project, title: project.words("settings.title"))
    let parts = ProjectParts(project, try await context(project), view)
    let model = SettingsModel(frame: frame, settings: settings, parts: parts, view: view)
    return page.answer(model, in: project.words.language, status: attempt == nil ? .ok : .unprocessableContent)
      .forgettingFlash(project.request, site)
  }

  /// The settings, and what sections are built with.
  func load(_ project: InProject) async throws -> (ProjectSettings, SettingsView) {
    let (settings, glimpses) = try await actions.load(project.membership.project)
    let view = SettingsView(
      path: project.path + "/settings", words: project.words, siteURL: site.url, now: clock.now, version: settings.version,
      glimpses: glimpses)
    return (settings, view)
  }

  func frame(_ project: InProject, title: String) async throws -> Frame {
    let attention = try await tasks.counts(of: project.membership.project).attention
    return chrome.frame(title: title, project, at: .settings, attention: attention)
  }

  /// Of a page that is opened from the settings.
  func innerFrame(_ project: InProject, title: String) async throws -> Frame {
    var frame = try await frame(project, title: title)
    frame.crumbs.append(Link(label: project.words("settings.title"), href: project.path + "/settings"))
    return frame
  }
}

extension InProject {
  /// - Parameter form: carries the version of the settings it was made on; nil for reading.
  func settingsTarget(_ form: Form?) -> SettingsActions.Target {
    SettingsActions.Target(
      actor: actor, project: membership.project, seen: form.flatMap { Int64($0["seen"]) }, requestID: request.id)
  }
}
