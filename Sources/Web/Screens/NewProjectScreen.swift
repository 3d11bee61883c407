internal import Actions
internal import HTTP
internal import Messages
internal import Templates

/// `/app/new`: makes a project, for admins of the instance.
struct NewProjectScreen: Sendable {
  private let page: Page<NewProjectModel>
  private let fragment: Page<SlugModel>
  private let chrome: Chrome
  private let site: Site
  private let actions: ProjectActions

  init(_ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ actions: ProjectActions) throws(TemplateError) {
    page = try Page(templates, "new_project")
    fragment = try Page(templates, "fragments/slug")
    self.chrome = chrome
    self.site = site
    self.actions = actions
  }

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.admin("/app/new", "project.new") { admin in show(admin) },
      gate.admin("/app/new/slug", "project.new.slug", check),
      gate.adminForm("/app/new", "project.create", create),
    ]
  }

  private func show(_ admin: InstanceAdmin, _ form: Form? = nil, field: String = "", message: Message? = nil) -> Response {
    var frame = chrome.frame(title: admin.words("project.new.title"), admin.signedIn)
    frame.place = .projects
    frame.crumbs = [Link(label: admin.words("projects.title"), href: "/app")]
    func input(_ name: String) -> SettingsField {
      SettingsField(id: name, name: name, value: form?[name] ?? "", error: field == name ? message.map { admin.words($0) } : nil)
    }
    let model = NewProjectModel(frame: frame, name: input("name"), slug: input("slug"))
    return page.answer(model, in: admin.words.language, status: message == nil ? .ok : .unprocessableContent)
  }

  /// What is said about an address while it is typed; for a name, the address that would be made of it.
  @Sendable private func check(_ admin: InstanceAdmin) async throws -> Response {
    let person = admin.signedIn.person
    let slug = try await suggested(admin.query, person)
    let state = try await actions.state(ofSlug: slug, person)
    let text = admin.words("project.slug." + state.rawValue, state == .free ? ["slug": slug] : [:])
    return fragment.answer(SlugModel(slug: slug, text: text, isFree: state == .free), in: admin.words.language)
  }

  private func suggested(_ query: FormFields, _ person: Actions.Person) async throws -> String {
    if let slug = query["slug"] { return String(slug.prefix(Slug.limit + 1)) }
    return try await actions.suggestSlug(for: String((query["name"] ?? "").prefix(ProjectActions.nameLimit)), person)
  }

  @Sendable private func create(_ admin: InstanceAdmin, _ form: Form) async throws -> Response {
    do {
      let slug = try await actions.create(admin.signedIn.person, name: form["name"], slug: form["slug"])
      return .seeOther("/p/\(slug)/settings").setting(Flash.Code.projectCreated.cookie(isSecure: site.isSecure))
    } catch ActionError.invalid(let field, let message) {
      return show(admin, form, field: field, message: message)
    }
  }
}

/// Model of `new_project.mustache`.
struct NewProjectModel: TemplateModel {
  let frame: Frame
  let name: SettingsField
  let slug: SettingsField

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .section("name", \.name), .section("slug", \.slug),
      .number("nameLimit") { _ in ProjectActions.nameLimit },
      .number("slugLimit") { _ in Slug.limit },
    ]
  }
}

/// Model of `fragments/slug.mustache`.
struct SlugModel: TemplateModel {
  let slug: String
  let text: String
  let isFree: Bool

  static var fields: Fields<Self> { [.text("slug", \.slug), .text("text", \.text), .flag("free", \.isFree)] }
}
