internal import Actions
internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// `/p/:slug/members`: who may open a project, and invites into it.
struct MembersScreen: Sendable {
  private let page: Page<MembersModel>
  private let chrome: Chrome
  private let site: Site
  private let stores: Web.Stores
  private let actions: Web.UseCases
  private let clock: any Clock

  init(
    _ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ stores: Web.Stores, _ actions: Web.UseCases, _ clock: any Clock
  ) throws(TemplateError) {
    page = try Page(templates, "members")
    self.chrome = chrome
    self.site = site
    self.stores = stores
    self.actions = actions
    self.clock = clock
  }

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.member(.viewer, "/p/:slug/members", "members") { project in
        try await show(project, nil).forgettingFlash(project.request, site).forgettingLink(project, site)
      },
      gate.memberForm(.admin, "/p/:slug/members/:id/role", "members.role", setRole),
      gate.memberForm(.admin, "/p/:slug/members/:id/remove", "members.remove", remove),
      gate.memberForm(.viewer, "/p/:slug/members/leave", "members.leave", leave),
      gate.memberForm(.admin, "/p/:slug/invites", "invites.create", invite),
      gate.memberForm(.admin, "/p/:slug/invites/:id/revoke", "invites.revoke", revoke),
    ]
  }

  // MARK: Members

  @Sendable private func setRole(_ project: InProject, _ form: Form) async throws -> Response {
    let user = try member(project)
    do {
      try await actions.members.setRole(form["role"], of: user, project.actor, project: project.membership.project)
      return back(project, .roleChanged)
    } catch ActionError.invalid(_, let message) {
      return try await show(project, .member(user, message))
    }
  }

  @Sendable private func remove(_ project: InProject, _ form: Form) async throws -> Response {
    let user = try member(project)
    guard user != project.signedIn.user.id else { return try await leave(project, form) }
    do {
      try await actions.members.remove(user, project.actor, project: project.membership.project)
      return back(project, .memberRemoved)
    } catch ActionError.invalid(_, let message) {
      return try await show(project, .member(user, message))
    }
  }

  @Sendable private func leave(_ project: InProject, _ form: Form) async throws -> Response {
    do {
      try await actions.members.leave(project.actor, project: project.membership.project)
      return .seeOther("/app").setting(Flash.Code.projectLeft.cookie(isSecure: site.isSecure))
    } catch ActionError.invalid(_, let message) {
      return try await show(project, .member(project.signedIn.user.id, message))
    }
  }

  private func member(_ project: InProject) throws(PageError) -> UserID {
    guard let user = UserID(text: project.request.parameter("id") ?? "") else { throw .notFound }
    return user
  }

  // MARK: Invites

  @Sendable private func invite(_ project: InProject, _ form: Form) async throws -> Response {
    do {
      let token = try await actions.invites.create(
        role: form["role"], note: form["note"], project.actor, project: project.membership.project)
      // The answer that shows the link is a page of its own, so that loading it again makes no second invite.
      return .seeOther(project.path + "/members").setting(InviteLink(project: project.membership.project, token: token).cookie(site))
    } catch ActionError.invalid(let field, let message) {
      return try await show(project, .invite(role: form["role"], note: form["note"], field: field, message))
    }
  }

  @Sendable private func revoke(_ project: InProject, _ form: Form) async throws -> Response {
    guard let invite = InviteID(text: project.request.parameter("id") ?? "") else { throw PageError.notFound }
    try await actions.invites.revoke(invite, project.actor, project: project.membership.project)
    return back(project, .inviteRevoked)
  }

  // MARK: The page

  private func back(_ project: InProject, _ code: Flash.Code) -> Response {
    .seeOther(project.path + "/members").setting(code.cookie(isSecure: site.isSecure))
  }

  private func show(_ project: InProject, _ failure: MembersModel.Failure?) async throws -> Response {
    let (id, user) = (project.membership.project, project.signedIn.user)
    let number = failure == nil ? try PageNumber(project.query) : .first
    let (members, total) = try await stores.members.list(of: id, number.slice)
    let model = MembersModel(
      frame: chrome.frame(
        title: project.words("people.title"), project, at: .members, attention: try await stores.tasks.counts(of: id).attention),
      path: project.path, members: members, pages: number.links(total: total, project.words) { "\(project.path)/members?page=\($0)" },
      ownID: user.id, ownRole: try await stores.members.role(of: user.id, in: id),
      invites: project.membership.role == .admin ? try await stores.invites.list(of: id) : nil,
      link: InviteLink(project.request, id)?.url(site), failure: failure, now: clock.now)
    return page.answer(model, in: project.words.language, status: failure == nil ? .ok : .unprocessableContent)
  }
}

extension Response {
  /// The link of a new invite is shown once.
  fileprivate func forgettingLink(_ project: InProject, _ site: Site) -> Response {
    InviteLink(project.request, project.membership.project) == nil ? self : setting(InviteLink.forgotten(site))
  }
}
