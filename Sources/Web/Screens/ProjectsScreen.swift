internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// `/app`: the projects somebody may open.
struct ProjectsScreen: Sendable {
  private let page: Page<ProjectsModel>
  private let chrome: Chrome
  private let site: Site
  private let projects: ProjectPages

  init(_ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ projects: ProjectPages) throws(TemplateError) {
    page = try Page(templates, "app")
    self.chrome = chrome
    self.site = site
    self.projects = projects
  }

  func routes(_ gate: Gate) -> [Route] { [gate.signedIn("/app", "projects", show)] }

  @Sendable private func show(_ signedIn: SignedIn) async throws -> Response {
    var frame = chrome.frame(title: "Projects", signedIn)
    frame.place = .projects
    let lines = try await projects.list(for: signedIn.user).map { ProjectsModel.Line($0, signedIn.words) }
    let model = ProjectsModel(frame: frame, projects: lines, isAdmin: signedIn.user.isAdmin)
    return page.answer(model, in: signedIn.words.language).forgettingFlash(signedIn.visitor.request, site)
  }
}

/// Model of `app.mustache`.
struct ProjectsModel: TemplateModel {
  let frame: Frame
  let projects: [Line]
  let isAdmin: Bool

  private var empty: Note? {
    guard projects.isEmpty else { return nil }
    return Note(
      text: isAdmin
        ? "A project is described in a file and applied on the server:"
        : "You are not a member of a project yet: ask an admin to add you. A project is described in a file and applied on the server:")
  }

  static var fields: Fields<Self> {
    [.section("frame", \.frame), .list("projects", \.projects), .section("empty", \.empty)]
  }

  struct Line: TemplateModel {
    let project: ProjectPages.Listed
    let words: Words

    init(_ project: ProjectPages.Listed, _ words: Words) {
      self.project = project
      self.words = words
    }

    static var fields: Fields<Self> {
      [
        .text("name", \.project.name), .text("slug", \.project.slug), .text("path") { "/p/" + $0.project.slug },
        .list("integrations") {
          [IntegrationWord.asana($0.project.integrations, in: $0.words), .github($0.project.integrations, in: $0.words)]
        },
        .number("tasks") { Int($0.project.tasks) },
        .section("attention") { line in
          line.project.attention == 0 ? nil : Note(text: Frame.Attention(count: Int(line.project.attention), words: line.words).text)
        },
      ]
    }
  }
}
