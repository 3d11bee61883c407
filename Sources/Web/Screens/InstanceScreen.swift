internal import Actions
internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// `/admin/projects` and `/admin/settings`: all projects, and what holds for the whole instance.
struct InstanceScreen: Sendable {
  private let projects: Page<InstanceProjectsModel>
  private let settings: Page<InstanceSettingsModel>
  private let chrome: Chrome
  private let site: Site
  private let instance: InstanceStore
  private let actions: InstanceActions
  private let clock: any Clock

  init(
    _ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ instance: InstanceStore, _ actions: InstanceActions,
    _ clock: any Clock
  ) throws(TemplateError) {
    projects = try Page(templates, "admin_projects")
    settings = try Page(templates, "admin_settings")
    self.chrome = chrome
    self.site = site
    self.instance = instance
    self.actions = actions
    self.clock = clock
  }

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.admin("/admin/projects", "admin.projects", showProjects), gate.admin("/admin/settings", "admin.settings", showSettings),
      gate.adminForm("/admin/settings", "admin.settings.save") { admin, form in
        try await actions.requireTwoFactor(form.has("two_factor"), by: admin.signedIn.person)
        return .seeOther("/admin/settings").setting(Flash.Code.instanceSaved.cookie(isSecure: site.isSecure))
      },
    ]
  }

  @Sendable private func showProjects(_ admin: InstanceAdmin) async throws -> Response {
    let number = try PageNumber(admin.query)
    let (found, total) = try await instance.projects(number.slice)
    let model = InstanceProjectsModel(
      frame: chrome.instanceFrame(title: admin.words("admin.projects.title"), admin), projects: found,
      pages: number.links(total: total, admin.words) { "/admin/projects?page=\($0)" }, now: clock.now)
    return projects.answer(model, in: admin.words.language)
  }

  @Sendable private func showSettings(_ admin: InstanceAdmin) async throws -> Response {
    let model = InstanceSettingsModel(
      frame: chrome.instanceFrame(title: admin.words("admin.settings.title"), admin), settings: try await instance.settings())
    return settings.answer(model, in: admin.words.language).forgettingFlash(admin.request, site)
  }
}

/// Model of `admin_projects.mustache`.
struct InstanceProjectsModel: TemplateModel {
  let frame: Frame
  let projects: [InstanceStore.Project]
  let pages: PageLinks?
  let now: Timestamp

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .list("tabs") { InstanceTab.all(.projects, $0.frame.words) }, .list("projects", \.lines),
      .flag("hasProjects") { !$0.projects.isEmpty }, .section("pages", \.pages),
    ]
  }

  private var lines: [Line] { projects.map { Line(project: $0, now: now, words: frame.words) } }

  struct Line: TemplateModel {
    let project: InstanceStore.Project
    let now: Timestamp
    let words: Words

    static var fields: Fields<Self> {
      [
        .text("name", \.project.name), .text("slug", \.project.slug), .text("path") { "/p/" + $0.project.slug },
        .flag("archived") { $0.project.archivedAt != nil }, .number("members", \.project.members), .number("admins", \.project.admins),
        .flag("orphaned") { $0.project.admins == 0 },
        .section("created") { Moment.relative($0.project.createdAt, now: $0.now, in: $0.words) },
      ]
    }
  }
}

/// Model of `admin_settings.mustache`.
struct InstanceSettingsModel: TemplateModel {
  let frame: Frame
  let settings: InstanceStore.Settings

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .list("tabs") { InstanceTab.all(.settings, $0.frame.words) },
      .flag("twoFactor", \.settings.requiresTwoFactor),
      .section("without") { page in
        let count = page.settings.usersWithoutTwoFactor
        return count == 0 ? nil : Note(text: page.frame.words.count("admin.settings.without", count))
      },
    ]
  }
}
