internal import Actions
internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// `/account`: a person's own password, sessions, language and colours.
struct AccountScreen: Sendable {
  private let page: Page<AccountModel>
  private let chrome: Chrome
  private let site: Site
  private let accounts: AccountActions
  private let clock: any Clock

  init(
    _ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ accounts: AccountActions, _ clock: any Clock
  ) throws(TemplateError) {
    page = try Page(templates, "account")
    self.chrome = chrome
    self.site = site
    self.accounts = accounts
    self.clock = clock
  }

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.signedIn("/account", "account") { signedIn in
        try await show(signedIn).forgettingFlash(signedIn.visitor.request, site)
      },
      gate.signedInForm("/account/password", "account.password", changePassword),
      gate.signedInForm("/account/language", "account.language", setLanguage),
      gate.signedInForm("/account/sessions/end", "account.sessions.end") { signedIn, _ in
        try await accounts.endOtherSessions(of: signedIn.person, token: signedIn.session.text)
        return back(to: "sessions", .sessionsEnded)
      },
      gate.signedInForm("/account/sessions/:id/end", "account.session.end") { signedIn, _ in
        guard let id = signedIn.visitor.request.parameter("id").flatMap(Int64.init) else { throw PageError.notFound }
        try await accounts.endSession(id, of: signedIn.person)
        return back(to: "sessions", .sessionEnded)
      },
    ]
  }

  @Sendable private func changePassword(_ signedIn: SignedIn, _ form: Form) async throws -> Response {
    let change = AccountActions.PasswordChange(
      current: form["current_password"], password: form["password"], confirmation: form["password_confirmation"])
    do {
      let token = try await accounts.changePassword(of: signedIn.person, change, client: signedIn.visitor.client)
      return back(to: "password", .passwordChanged).setting(site.sessionCookie(token, lifetime: AccountActions.sessionLifetime))
    } catch let error as ActionError where error.isAboutForm {
      return try await show(signedIn, FieldFault(error, signedIn.words), Failure(error).status).retrying(after: error)
    }
  }

  @Sendable private func setLanguage(_ signedIn: SignedIn, _ form: Form) async throws -> Response {
    let language = Language(rawValue: form["language"])
    guard language != nil || form["language"].isEmpty else { throw PageError.badRequest(Message("error.language")) }
    try await accounts.setLanguage(language, of: signedIn.person)
    return back(to: "language", .languageSaved).setting(Language.cookie(language, isSecure: site.isSecure))
  }

  private func back(to section: String, _ code: Flash.Code) -> Response {
    .seeOther("/account#" + section).setting(code.cookie(isSecure: site.isSecure))
  }

  private func show(_ signedIn: SignedIn, _ fault: FieldFault? = nil, _ status: Status = .ok) async throws -> Response {
    var frame = chrome.frame(title: signedIn.words("account.title"), signedIn)
    frame.path = "/account"
    frame.place = .account
    let sessions = try await accounts.sessions(of: signedIn.person, token: signedIn.session.text)
    let now = clock.now
    let model = AccountModel(
      frame: frame, name: signedIn.user.name, language: signedIn.user.language, fault: fault,
      secondFactor: SecondFactorModel.State(
        try await accounts.secondFactor(of: signedIn.person), site: site, name: signedIn.user.name, now: now, frame.words),
      sessions: sessions.map { AccountModel.Session($0, now: now, frame.words) })
    return page.answer(model, in: signedIn.words.language, status: status)
  }
}
