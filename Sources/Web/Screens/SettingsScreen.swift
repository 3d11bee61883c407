internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// `/p/:slug/settings`: the configuration that `autoflow project apply` has made, to be read.
struct SettingsScreen: Sendable {
  private let page: Page<SettingsModel>
  private let chrome: Chrome
  private let site: Site
  private let projects: ProjectPages
  private let tasks: TaskPages

  init(
    _ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ projects: ProjectPages, _ tasks: TaskPages
  ) throws(TemplateError) {
    page = try Page(templates, "settings")
    self.chrome = chrome
    self.site = site
    self.projects = projects
    self.tasks = tasks
  }

  func routes(_ gate: Gate) -> [Route] { [gate.member(.viewer, "/p/:slug/settings", "settings", show)] }

  @Sendable private func show(_ project: InProject) async throws -> Response {
    guard let settings = try await projects.settings(of: project.membership.project) else { throw PageError.notFound }
    let attention = try await tasks.counts(of: project.membership.project).attention
    let frame = chrome.frame(title: "Settings", project, at: .settings, attention: attention)
    return page.answer(SettingsModel(frame: frame, slug: project.slug, settings: settings), in: project.words.language)
      .forgettingFlash(project.request, site)
  }
}

/// Model of `settings.mustache`.
struct SettingsModel: TemplateModel {
  let frame: Frame
  let slug: String
  let settings: ProjectPages.Settings

  static var fields: Fields<Self> {
    [.section("frame", \.frame), .text("slug", \.slug), .list("sections", \.sections)]
  }

  private var sections: [Section] { [project, asana, github, context] }

  private var project: Section {
    Section(
      id: "project", title: "Project", word: "Active", tone: .good,
      rows: [
        Row("Slug", slug, copy: true), Row("Public id", settings.publicID, copy: true), Row("Linking of pull requests", linking),
        Row("Logins of coding agents", list(settings.agentLogins)),
      ])
  }

  private var linking: String {
    switch settings.linking {
    case "strict": "Only “Fixes #N” in the pull request's text"
    case "keywords": "Any closing keyword of GitHub in the pull request's text"
    default: "“Fixes #N”, which is added to the agent's own pull requests"
    }
  }

  private var asana: Section {
    let state = IntegrationWord.asana(settings.integrations)
    return Section(
      id: "asana", title: "Asana", word: capitalised(state.word), tone: state.tone,
      rows: [
        Row("Token", settings.integrations.hasAsanaToken ? "Set" : "Not set"), Row("Workspace", settings.workspace, copy: true),
        Row("Projects", list(settings.asanaProjects)), Row("AutoTask field", settings.autoField, copy: true),
        Row("AutoTask values", list(settings.autoValues)), Row("Repository field", settings.repositoryField, copy: true),
        Row("Repository options", list(settings.repositoryMap)), Row("Status field", settings.statusField, copy: true),
        Row("Status options", list(settings.statusMap)),
      ])
  }

  private var github: Section {
    let state = IntegrationWord.github(settings.integrations)
    return Section(
      id: "github", title: "GitHub", word: capitalised(state.word), tone: state.tone,
      rows: [
        Row("Token", settings.integrations.hasGitHubToken ? "Set" : "Not set"),
        Row("Webhook secret", settings.integrations.hasGitHubWebhookSecret ? "Set" : "Not set"),
        Row("Repositories", list(settings.repositories.map { $0.isDefault ? "\($0.name) (default)" : $0.name })),
      ])
  }

  private var context: Section {
    let isEmpty = settings.notes.isEmpty && settings.links.isEmpty && settings.contacts.isEmpty
    return Section(
      id: "context", title: "Project context", word: isEmpty ? "Not set" : "Set", tone: isEmpty ? .quiet : .good,
      rows: settings.links.map { Row($0.name, $0.value, copy: true) } + settings.contacts.map { Row(capitalised($0.name), $0.value) }
        + [Row("Notes", settings.notes.isEmpty ? nil : settings.notes)])
  }

  private func list(_ values: [String]) -> String? { values.isEmpty ? nil : values.joined(separator: ", ") }

  private func list(_ pairs: [ProjectPages.Pair]) -> String? { list(pairs.map { "\($0.name) → \($0.value)" }) }

  private func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  /// A part of the configuration with its state in a word.
  struct Section: TemplateModel {
    let id: String
    let title: String
    let word: String
    let tone: IntegrationWord.Tone
    let rows: [Row]

    static var fields: Fields<Self> {
      [
        .text("id", \.id), .text("title", \.title), .text("word", \.word), .text("tone", \.tone.rawValue), .list("rows", \.rows),
      ]
    }
  }

  struct Row: TemplateModel {
    let label: String
    let value: String?
    let isCopyable: Bool

    init(_ label: String, _ value: String?, copy isCopyable: Bool = false) {
      self.label = label
      self.value = value
      self.isCopyable = isCopyable
    }

    static var fields: Fields<Self> {
      [
        .text("label", \.label), .text("value") { $0.value ?? "Not set" },
        .section("copy") { row in row.isCopyable ? row.value.map(Value.init) : nil },
      ]
    }
  }

  struct Value: TemplateModel {
    let value: String
    static var fields: Fields<Self> { [.text("value", \.value)] }
  }
}
