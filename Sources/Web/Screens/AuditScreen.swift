internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// `/p/:slug/audit` and `/admin/audit`: who changed what, when, and from where.
struct AuditScreen: Sendable {
  private let page: Page<AuditModel>
  private let instancePage: Page<AuditModel>
  private let chrome: Chrome
  private let stores: Web.Stores
  private let clock: any Clock

  init(_ templates: LocalisedTemplates, _ chrome: Chrome, _ stores: Web.Stores, _ clock: any Clock) throws(TemplateError) {
    page = try Page(templates, "audit")
    instancePage = try Page(templates, "admin_audit")
    self.chrome = chrome
    self.stores = stores
    self.clock = clock
  }

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.member(.admin, "/p/:slug/audit", "audit", show), gate.admin("/admin/audit", "admin.audit", showInstance),
    ]
  }

  @Sendable private func show(_ project: InProject) async throws -> Response {
    let attention = try await stores.tasks.counts(of: project.membership.project).attention
    let frame = chrome.frame(title: project.words("audit.title"), project, at: .audit, attention: attention)
    let model = try await model(.project(project.membership.project), frame, project.path + "/audit", project.query)
    return page.answer(model, in: project.words.language)
  }

  @Sendable private func showInstance(_ admin: InstanceAdmin) async throws -> Response {
    let frame = chrome.instanceFrame(title: admin.words("audit.title"), admin)
    return instancePage.answer(try await model(.instance, frame, "/admin/audit", admin.query), in: admin.words.language)
  }

  private func model(_ place: AuditLog.Place, _ frame: Frame, _ path: String, _ query: FormFields) async throws -> AuditModel {
    let filter = AuditLog.Filter(
      person: try Self.number(query["person"]).map { UserID(rawValue: $0) }, area: query["area"].flatMap { $0.isEmpty ? nil : $0 })
    let before = try Self.number(query["before"])
    return AuditModel(
      frame: frame, path: path, filter: filter, isFirstPage: before == nil,
      entries: try await stores.audit.list(of: place, filter, before: before, limit: AuditModel.size + 1),
      choices: try await stores.audit.choices(of: place), now: clock.now)
  }

  /// A field that is empty says nothing, as a form's first choice does.
  private static func number(_ text: String?) throws(PageError) -> Int64? {
    guard let text, !text.isEmpty else { return nil }
    guard let id = ID<AuditLog.Entry>(text: text) else { throw .badRequest(Message("error.list")) }
    return id.rawValue
  }
}
