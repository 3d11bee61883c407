internal import Actions
internal import HTTP
internal import Messages
internal import Templates

/// `/`, `/login` and `/logout`.
struct LoginScreen: Sendable {
  private let page: Page<LoginModel>
  private let chrome: Chrome
  private let site: Site
  private let accounts: AccountActions

  init(_ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ accounts: AccountActions) throws(TemplateError) {
    page = try Page(templates, "login")
    self.chrome = chrome
    self.site = site
    self.accounts = accounts
  }

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.open("/", "root") { visitor in .seeOther(visitor.session == nil ? "/login" : "/app") },
      gate.open("/login", "login") { visitor in
        let next = OwnPath(visitor.query["next"])
        if try await gate.user(of: visitor) != nil { return .seeOther(next?.text ?? "/app") }
        return show(visitor, username: "", next: next, text: visitor.query["again"].map { _ in visitor.words("login.again") })
      },
      gate.openForm("/login", "login.send", logIn),
      gate.signedInFormAnyway("/logout", "logout") { signedIn, _ in
        try await accounts.logOut(token: signedIn.session.text)
        return .seeOther("/login").setting(site.endedSessionCookie)
      },
    ]
  }

  @Sendable private func logIn(_ visitor: Visitor, _ form: Form) async throws -> Response {
    let next = OwnPath(form["next"])
    do {
      let result = try await accounts.logIn(
        username: form["username"], password: form["password"], client: visitor.client, replacing: visitor.session?.text)
      switch result {
      case .done(let token):
        return .seeOther(next?.text ?? "/app").setting(site.sessionCookie(token, lifetime: AccountActions.sessionLifetime))
      case .needsCode(let challenge):
        let query = next.map { "?next=" + PercentEncoding.encode($0.text) } ?? ""
        return .seeOther("/login/code" + query).setting(site.challengeCookie(challenge, lifetime: AccountActions.challengeLifetime))
      }
    } catch let error as ActionError {
      let failure = Failure(error)
      return show(visitor, username: form["username"], next: next, text: visitor.words(failure.text), failure.status)
        .retrying(after: error)
    }
  }

  private func show(
    _ visitor: Visitor, username: String, next: OwnPath?, text: String?, _ status: Status = .ok
  ) -> Response {
    let model = LoginModel(
      frame: chrome.frame(title: visitor.words("login.title"), request: visitor.request, words: visitor.words), username: username,
      next: next?.text ?? "", error: text)
    return page.answer(model, in: visitor.words.language, status: status)
  }
}

/// Model of `login.mustache`.
struct LoginModel: TemplateModel {
  let frame: Frame
  let username: String
  let next: String
  let error: String?

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("username", \.username), .text("next", \.next), .section("error") { $0.error.map(Note.init) },
    ]
  }
}
