internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// `/p/:slug/api`: how programs reach this project.
struct APIScreen: Sendable {
  private let page: Page<APIModel>
  private let chrome: Chrome
  private let site: Site
  private let projects: ProjectPages
  private let tasks: TaskPages

  init(
    _ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ projects: ProjectPages, _ tasks: TaskPages
  ) throws(TemplateError) {
    page = try Page(templates, "api")
    self.chrome = chrome
    self.site = site
    self.projects = projects
    self.tasks = tasks
  }

  func routes(_ gate: Gate) -> [Route] { [gate.member(.viewer, "/p/:slug/api", "api", show)] }

  @Sendable private func show(_ project: InProject) async throws -> Response {
    guard let hooks = try await projects.hooks(of: project.membership.project) else { throw PageError.notFound }
    let attention = try await tasks.counts(of: project.membership.project).attention
    let model = APIModel(
      frame: chrome.frame(title: project.words("api.title"), project, at: .api, attention: attention), slug: project.slug,
      publicID: hooks.publicID, siteURL: site.url)
    return page.answer(model, in: project.words.language).forgettingFlash(project.request, site)
  }
}

/// Model of `api.mustache`.
struct APIModel: TemplateModel {
  let frame: Frame
  let slug: String
  let publicID: String
  /// Without a slash at the end.
  let siteURL: String

  static var fields: Fields<Self> {
    [.section("frame", \.frame), .list("addresses", \.addresses), .list("commands", \.commands), .text("query", \.query)]
  }

  private var addresses: [Line] {
    [
      Line(label: "api.asana", value: "\(siteURL)/webhooks/asana/\(publicID)", frame.words),
      Line(label: "api.github", value: "\(siteURL)/webhooks/github/\(publicID)", frame.words),
      Line(label: "api.live", value: "\(siteURL)/livez", frame.words), Line(label: "api.ready", value: "\(siteURL)/readyz", frame.words),
    ]
  }

  private var commands: [Line] {
    [
      Line(label: "api.export", value: "autoflow project export \(slug) --output \(slug).json", frame.words),
      Line(label: "api.apply", value: "autoflow project apply \(slug).json", frame.words),
      Line(label: "api.doctor", value: "autoflow doctor", frame.words),
    ]
  }

  /// The timeline is a table people may read; its names stay.
  private var query: String {
    """
    SELECT tasks.title, task_events.created_at, task_events.source, task_events.event_type, task_events.ref_json
    FROM projects
    JOIN tasks ON tasks.project_id = projects.id
    JOIN task_events ON task_events.project_id = tasks.project_id AND task_events.task_id = tasks.id
    WHERE projects.slug = '\(slug)'
    ORDER BY task_events.id DESC LIMIT 50;
    """
  }

  struct Line: TemplateModel {
    let label: String
    let value: String

    /// - Parameter label: key of the message.
    init(label: String, value: String, _ words: Words) {
      self.label = words(label)
      self.value = value
    }

    static var fields: Fields<Self> { [.text("label", \.label), .text("value", \.value)] }
  }
}
