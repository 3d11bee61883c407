internal import Domain
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
  private let clock: any Clock

  /// Bounds the work of one page.
  private static let lastPage = 10_000
  private static let longestSearch = 100

  init(
    _ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ projects: ProjectPages, _ clock: any Clock
  ) throws(TemplateError) {
    page = try Page(templates, "app")
    self.chrome = chrome
    self.site = site
    self.projects = projects
    self.clock = clock
  }

  func routes(_ gate: Gate) -> [Route] { [gate.signedIn("/app", "projects", show)] }

  @Sendable private func show(_ signedIn: SignedIn) async throws -> Response {
    let selection = try Self.selection(signedIn.visitor.query)
    var frame = chrome.frame(title: signedIn.words("projects.title"), signedIn)
    frame.place = .projects
    let model = ProjectsModel(
      frame: frame, selection: selection, list: try await projects.list(selection, for: signedIn.user), isAdmin: signedIn.user.isAdmin,
      now: clock.now)
    return page.answer(model, in: signedIn.words.language).forgettingFlash(signedIn.visitor.request, site)
  }

  /// - Throws: `badRequest` for a page there is none of, or a search that is too long.
  private static func selection(_ query: FormFields) throws(PageError) -> ProjectPages.Selection {
    let text = (query["q"] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard let page = Int(query["page"] ?? "1"), (1...lastPage).contains(page), text.unicodeScalars.count <= longestSearch else {
      throw .badRequest(Message("projects.list"))
    }
    return ProjectPages.Selection(text: text, isArchived: query["archived"] == "1", page: page)
  }
}
