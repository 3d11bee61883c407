internal import Actions
internal import Domain
internal import HTTP
internal import Messages
internal import Pipeline
internal import Storage
internal import Templates

/// `/p/:slug/t/:id`: where a task stands, what can be done about it, and its story.
struct TaskScreen: Sendable {
  private let page: Page<TaskModel>
  private let state: Page<TaskStateModel>
  private let timeline: Page<TaskTimelineModel>
  private let chrome: Chrome
  private let site: Site
  private let tasks: TaskPages
  private let actions: TaskActions
  private let clock: any Clock

  /// Deep enough for the longest story; bounds the work of one page.
  private static let lastPage = 1000

  init(
    _ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ tasks: TaskPages, _ actions: TaskActions, _ clock: any Clock
  ) throws(TemplateError) {
    page = try Page(templates, "task")
    state = try Page(templates, "fragments/task_state")
    timeline = try Page(templates, "fragments/task_timeline")
    self.chrome = chrome
    self.site = site
    self.tasks = tasks
    self.actions = actions
    self.clock = clock
  }

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.member(.viewer, "/p/:slug/t/:id", "task") { project in try await show(project, try id(project)) },
      action(gate, "retry", .retried) { target, _ in try await actions.retry(target) },
      action(gate, "resync", .resynced) { target, _ in try await actions.resync(target) },
      action(gate, "pull-request", .pullRequestForced) { target, form in
        try await actions.forcePullRequest(form["pull_request"], target)
      },
      action(gate, "repository", .repositoryChosen) { target, form in try await actions.chooseRepository(form["repository"], target) },
      action(gate, "notes", .noteAdded) { target, form in try await actions.addNote(form["note"], target) },
    ]
  }

  private func id(_ project: InProject) throws(PageError) -> TaskID {
    guard let id = project.request.parameter("id").flatMap(TaskID.init(text:)) else { throw .notFound }
    return id
  }

  // MARK: Reading

  private func show(_ project: InProject, _ id: TaskID, failure: Flash? = nil) async throws -> Response {
    let timelinePage = Int(project.query["timeline"] ?? "1") ?? 0
    guard (1...Self.lastPage).contains(timelinePage) else { throw PageError.badRequest(Message("error.timeline_page")) }
    let now = clock.now
    let task = try await tasks.find(id, of: project.membership.project, size: TaskTimelineModel.size, page: timelinePage)
    guard let task else { throw PageError.notFound }
    let path = "\(project.path)/t/\(id)"
    let stateModel = TaskStateModel(task: task, path: path, canAct: project.canAct, now: now, words: project.words)
    let timelineModel = TaskTimelineModel(task, path: path, page: timelinePage, now: now, words: project.words)
    switch project.query["fragment"] {
    case "state": return state.answer(stateModel, in: project.words.language)
    case "timeline": return timeline.answer(timelineModel, in: project.words.language)
    default: break
    }
    var frame = chrome.frame(
      title: project.words("task.title", ["id": id.description]), project, at: .tasks, attention: task.counts.attention)
    frame.live = LiveScreen.address(project, .task(id), at: now)
    if let failure { frame.flash = failure }
    let model = TaskModel(frame: frame, state: stateModel, timeline: timelineModel, topic: .task(id))
    let status: Status = failure == nil ? .ok : .unprocessableContent
    return page.answer(model, in: project.words.language, status: status).forgettingFlash(project.request, site)
  }

  // MARK: Acting

  /// A button: does it, and comes back to the page, which tells what was done; a value that cannot be used is told there too.
  private func action(
    _ gate: Gate, _ name: String, _ done: Flash.Code,
    _ perform: @escaping @Sendable (TaskActions.Target, Form) async throws -> Void
  ) -> Route {
    gate.memberForm(.editor, RoutePattern(stringLiteral: "/p/:slug/t/:id/\(name)"), "task.\(name)") { project, form in
      let id = try id(project)
      let target = TaskActions.Target(
        actor: project.actor, project: project.membership.project, task: id, requestID: project.request.id)
      do {
        try await perform(target, form)
      } catch ActionError.invalid(_, let message) {
        return try await show(project, id, failure: Flash(text: project.words(message), tone: .bad))
      }
      return Response.seeOther("\(project.path)/t/\(id)").setting(done.cookie(isSecure: site.isSecure))
    }
  }
}

extension InProject {
  /// Who acts on these pages.
  var actor: Actor {
    Actor(
      id: signedIn.user.id, name: signedIn.user.name, role: membership.role, source: .user, address: PeerAddress.of(request))
  }
}
