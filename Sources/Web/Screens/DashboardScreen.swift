internal import Domain
internal import HTTP
internal import Messages
internal import Pipeline
internal import Storage
internal import Templates

/// `/p/:slug`: the tasks of a project.
struct DashboardScreen: Sendable {
  private let page: Page<DashboardModel>
  private let fragment: Page<TasksModel>
  private let chrome: Chrome
  private let site: Site
  private let tasks: TaskPages
  private let clock: any Clock

  init(_ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ tasks: TaskPages, _ clock: any Clock) throws(TemplateError) {
    page = try Page(templates, "dashboard")
    fragment = try Page(templates, "fragments/tasks")
    self.chrome = chrome
    self.site = site
    self.tasks = tasks
    self.clock = clock
  }

  func routes(_ gate: Gate) -> [Route] { [gate.member(.viewer, "/p/:slug", "dashboard", show)] }

  @Sendable private func show(_ project: InProject) async throws -> Response {
    let view = try TasksView(project.query, path: project.path)
    let now = clock.now
    let list = try await tasks.list(view.selection, of: project.membership.project)
    let model = TasksModel(list: list, view: view, of: project.membership, now: now, words: project.words)
    if project.query["fragment"] != nil { return fragment.answer(model, in: project.words.language) }
    var frame = chrome.frame(title: project.words("tasks.title"), project, at: .tasks, attention: list.counts.attention)
    frame.live = LiveScreen.address(project, .tasks, at: now)
    return page.answer(DashboardModel(frame: frame, tasks: model), in: project.words.language).forgettingFlash(project.request, site)
  }
}

/// What the address of a list of tasks says.
struct TasksView: Sendable {
  static let sizes = [25, 50]
  /// Deep enough for half a million tasks; bounds the work of one page.
  private static let lastPage = 10_000

  let path: String
  let selection: TaskPages.Selection

  /// - Throws: `badRequest` for a status, size or page there is none of.
  init(_ query: FormFields, path: String) throws(PageError) {
    let statusText = query["status"] ?? ""
    let status = TaskStatus(rawValue: statusText)
    guard statusText.isEmpty || status != nil, let size = Int(query["size"] ?? "25"), Self.sizes.contains(size),
      let page = Int(query["page"] ?? "1"), (1...Self.lastPage).contains(page)
    else { throw .badRequest(Message("error.list")) }
    self.path = path
    selection = TaskPages.Selection(status: status, size: size, page: page)
  }

  /// Address of another page of the same list.
  func address(page: Int) -> String { address(status: selection.status, size: selection.size, page: page) }

  /// Address of a list; what is usual is left out.
  func address(status: TaskStatus?, size: Int, page: Int, fragment: Bool = false) -> String {
    var query = ""
    if let status { query += "&status=" + status.rawValue }
    if size != Self.sizes[0] { query += "&size=" + String(size) }
    if page != 1 { query += "&page=" + String(page) }
    if fragment { query += "&fragment=1" }
    return query.isEmpty ? path : path + "?" + query.dropFirst()
  }
}

/// Model of `dashboard.mustache`.
struct DashboardModel: TemplateModel {
  let frame: Frame
  let tasks: TasksModel

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .section("live") { Live(src: $0.tasks.liveSource) }, .list("filters", \.tasks.filters),
      .list("tasks", \.tasks.rows), .section("range", \.tasks.range), .section("newer", \.tasks.newer), .section("older", \.tasks.older),
      .list("sizes", \.tasks.sizes), .section("empty", \.tasks.empty),
    ]
  }

  struct Live: TemplateModel {
    let src: String
    static var fields: Fields<Self> { [.text("src", \.src), .text("topic") { _ in "\(LiveTopic.tasks)" }] }
  }
}
