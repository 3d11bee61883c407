internal import Actions
internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// `/admin` and `/admin/users/:id`: everybody who has an account.
struct InstanceUsersScreen: Sendable {
  private let list: Page<InstanceUsersModel>
  private let page: Page<InstanceUserModel>
  private let chrome: Chrome
  private let site: Site
  private let instance: InstanceStore
  private let actions: InstanceActions
  private let accounts: AccountActions
  private let clock: any Clock

  init(
    _ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ instance: InstanceStore, _ actions: InstanceActions,
    _ accounts: AccountActions, _ clock: any Clock
  ) throws(TemplateError) {
    list = try Page(templates, "admin_users")
    page = try Page(templates, "admin_user")
    self.chrome = chrome
    self.site = site
    self.instance = instance
    self.actions = actions
    self.accounts = accounts
    self.clock = clock
  }

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.admin("/admin", "admin.users", showList), gate.admin("/admin/users/:id", "admin.user") { try await show($0, nil) },
      gate.adminForm("/admin/users/:id/rights", "admin.user.rights") { admin, form in
        let isAdmin = form["admin"] == "1"
        return try await change(admin, isAdmin ? .adminGranted : .adminRevoked) { user, person in
          try await actions.setAdmin(isAdmin, user, by: person)
        }
      },
      gate.adminForm("/admin/users/:id/access", "admin.user.access") { admin, form in
        let isDisabled = form["disabled"] == "1"
        return try await change(admin, isDisabled ? .userDisabled : .userEnabled) { user, person in
          try await actions.setDisabled(isDisabled, user, by: person)
        }
      },
      gate.adminForm("/admin/users/:id/two-factor", "admin.user.two-factor") { admin, _ in
        try await change(admin, .secondFactorReset) { user, person in try await accounts.resetTwoFactor(of: user, by: person) }
      },
    ]
  }

  @Sendable private func showList(_ admin: InstanceAdmin) async throws -> Response {
    let number = try PageNumber(admin.query)
    let (search, onlyDisabled) = (admin.query["q"] ?? "", admin.query["state"] == "disabled")
    let (users, total) = try await instance.users(search: search, onlyDisabled: onlyDisabled, number.slice)
    let model = InstanceUsersModel(
      frame: chrome.instanceFrame(title: admin.words("admin.users.title"), admin), users: users, total: total, number: number,
      search: search,
      onlyDisabled: onlyDisabled, ownID: admin.signedIn.user.id, now: clock.now)
    return list.answer(model, in: admin.words.language).forgettingFlash(admin.request, site)
  }

  private func change(
    _ admin: InstanceAdmin, _ code: Flash.Code, _ body: (UserID, Actions.Person) async throws -> Void
  ) async throws -> Response {
    let user = try user(admin)
    do {
      try await body(user, admin.signedIn.person)
      return .seeOther("/admin/users/\(user)").setting(code.cookie(isSecure: site.isSecure))
    } catch ActionError.invalid(_, let message) {
      return try await show(admin, message)
    }
  }

  private func user(_ admin: InstanceAdmin) throws(PageError) -> UserID {
    guard let user = UserID(text: admin.request.parameter("id") ?? "") else { throw .notFound }
    return user
  }

  private func show(_ admin: InstanceAdmin, _ failure: Message?) async throws -> Response {
    guard let (user, memberships) = try await instance.find(try user(admin)) else { throw PageError.notFound }
    var frame = chrome.instanceFrame(title: user.name, admin)
    frame.crumbs.append(Link(label: admin.words("admin.users.title"), href: "/admin"))
    let model = InstanceUserModel(
      frame: frame, user: user, memberships: memberships, isOneself: user.id == admin.signedIn.user.id,
      error: failure.map { admin.words($0) },
      now: clock.now)
    return page.answer(model, in: admin.words.language, status: failure == nil ? .ok : .unprocessableContent)
      .forgettingFlash(admin.request, site)
  }
}

extension Chrome {
  /// A page about the whole instance.
  func instanceFrame(title: String, _ admin: InstanceAdmin) -> Frame {
    var frame = frame(title: title, admin.signedIn)
    if admin.request.method != .get { frame.path = "/admin" }
    frame.place = .instance
    frame.crumbs = [Link(label: admin.words("place.instance"), href: "/admin")]
    return frame
  }
}
