internal import Actions
internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// `/p/:slug/webhooks`: addresses and health of a project's webhooks.
struct WebhooksScreen: Sendable {
  private let page: Page<WebhooksModel>
  private let chrome: Chrome
  private let site: Site
  private let projects: ProjectPages
  private let tasks: TaskPages
  private let actions: ProjectActions
  private let clock: any Clock

  init(
    _ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ projects: ProjectPages, _ tasks: TaskPages,
    _ actions: ProjectActions,
    _ clock: any Clock
  ) throws(TemplateError) {
    page = try Page(templates, "webhooks")
    self.chrome = chrome
    self.site = site
    self.projects = projects
    self.tasks = tasks
    self.actions = actions
    self.clock = clock
  }

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.member(.viewer, "/p/:slug/webhooks", "webhooks", show),
      gate.memberForm(.admin, "/p/:slug/webhooks/asana", "webhooks.asana.set_up") { project, _ in
        try await actions.setUpHooks(project.actor, project: project.membership.project, requestID: project.request.id)
        return .seeOther(project.path + "/webhooks").setting(Flash.Code.hooksAsked.cookie(isSecure: site.isSecure))
      },
    ]
  }

  @Sendable private func show(_ project: InProject) async throws -> Response {
    guard let hooks = try await projects.hooks(of: project.membership.project) else { throw PageError.notFound }
    let attention = try await tasks.counts(of: project.membership.project).attention
    let model = WebhooksModel(
      frame: chrome.frame(title: project.words("webhooks.title"), project, at: .webhooks, attention: attention), hooks: hooks,
      siteURL: site.url,
      setUp: project.membership.role == .admin && hooks.integrations.hasAsanaToken ? project.path + "/webhooks/asana" : nil, now: clock.now)
    return page.answer(model, in: project.words.language).forgettingFlash(project.request, site)
  }
}

/// Model of `webhooks.mustache`.
struct WebhooksModel: TemplateModel {
  let frame: Frame
  let hooks: ProjectPages.Hooks
  let siteURL: String
  /// Where the form that sets Asana's webhooks up is sent.
  let setUp: String?
  let now: Timestamp

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .list("addresses", \.addresses), .section("setUp") { $0.setUp.map(FormTarget.init) },
      .list("hooks", \.lines), .flag("hasHooks") { !$0.lines.isEmpty }, .section("instructions", \.instructions),
    ]
  }

  private var githubURL: String { "\(siteURL)/webhooks/github/\(hooks.publicID)" }

  private var addresses: [NamedURL] {
    [NamedURL(name: "Asana", url: "\(siteURL)/webhooks/asana/\(hooks.publicID)"), NamedURL(name: "GitHub", url: githubURL)]
  }

  private var instructions: Instructions? {
    hooks.repositories.isEmpty || hooks.integrations.hasGitHubDelivery ? nil : Instructions(url: githubURL)
  }

  private var lines: [HookLine] {
    hooks.asana.map { HookLine(asana: $0, now: now, words: frame.words) }
      + (hooks.repositories.isEmpty ? [] : [HookLine(github: hooks.github, repositories: hooks.repositories, now: now, words: frame.words)])
  }

  struct FormTarget: TemplateModel {
    let action: String
    static var fields: Fields<Self> { [.text("action", \.action)] }
  }

  struct NamedURL: TemplateModel {
    let name: String
    let url: String
    static var fields: Fields<Self> { [.text("name", \.name), .text("url", \.url)] }
  }

  /// What to enter on GitHub.
  struct Instructions: TemplateModel {
    let url: String

    static var fields: Fields<Self> {
      [.text("url", \.url), .text("contentType") { _ in "application/json" }]
    }
  }
}

/// A webhook and how it does.
struct HookLine: TemplateModel {
  let system: String
  let target: String
  let word: String
  let tone: IntegrationWord.Tone
  let last: Moment?
  let failures: Int
  let advice: String?

  static var fields: Fields<Self> {
    [
      .text("system", \.system), .text("target", \.target), .text("word", \.word), .text("tone", \.tone.rawValue), .section("last", \.last),
      .number("failures", \.failures), .section("advice") { $0.advice.map(Note.init) },
    ]
  }

  init(asana hook: ProjectPages.AsanaHook, now: Timestamp, words: Words) {
    system = "asana"
    target = hook.projectName ?? words("webhooks.asana_project", ["gid": hook.projectGID])
    last = hook.health.lastDelivery.map { .relative($0, now: now, in: words) }
    failures = Int(hook.health.failures)
    switch hook.state {
    case "active": (word, tone, advice) = (words("webhooks.active"), .good, nil)
    case "pending": (word, tone, advice) = (words("webhooks.pending"), .attention, words("webhooks.pending_advice"))
    default: (word, tone, advice) = (words("webhooks.missing"), .bad, words("webhooks.missing_advice"))
    }
  }

  init(github health: ProjectPages.Health, repositories: [ProjectPages.Repository], now: Timestamp, words: Words) {
    system = "github"
    target = repositories.map(\.name).joined(separator: ", ")
    last = health.lastDelivery.map { .relative($0, now: now, in: words) }
    failures = Int(health.failures)
    let failedLast = (health.lastFailure?.microseconds ?? 0) > (health.lastDelivery?.microseconds ?? 0)
    if failedLast {
      (word, tone, advice) = (words("webhooks.refused"), .bad, words("webhooks.refused_advice"))
    } else if health.lastDelivery == nil {
      (word, tone, advice) = (words("webhooks.silent"), .attention, words("webhooks.silent_advice"))
    } else {
      (word, tone, advice) = (words("webhooks.active"), .good, nil)
    }
  }
}
