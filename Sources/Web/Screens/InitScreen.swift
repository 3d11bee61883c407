internal import Actions
internal import HTTP
internal import Messages
internal import Templates

/// `/init`: makes the first admin, once.
struct InitScreen: Sendable {
  private let page: Page<InitModel>
  private let chrome: Chrome
  private let site: Site
  private let accounts: AccountActions

  init(_ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ accounts: AccountActions) throws(TemplateError) {
    page = try Page(templates, "init")
    self.chrome = chrome
    self.site = site
    self.accounts = accounts
  }

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.open("/init", "init") { visitor in
        try await accounts.checkFirstAdmin()
        return show(visitor, token: visitor.query["token"] ?? "", username: "", failure: nil)
      },
      gate.openForm("/init", "init.send", make),
    ]
  }

  @Sendable private func make(_ visitor: Visitor, _ form: Form) async throws -> Response {
    let token = form["token"].isEmpty ? visitor.query["token"] ?? "" : form["token"]
    do {
      let session = try await accounts.makeFirstAdmin(
        token: token,
        AccountActions.NewAccount(username: form["username"], password: form["password"], confirmation: form["password_confirmation"]))
      return .seeOther("/app").setting(site.sessionCookie(session, lifetime: AccountActions.sessionLifetime))
        .setting(Flash.Code.adminMade.cookie(isSecure: site.isSecure))
    } catch ActionError.forbidden {
      // What was typed is not shown again: a wrong token may be one letter away from the right one.
      return show(visitor, token: "", username: form["username"], failure: (.forbidden, Message("init.wrong_token")))
    } catch ActionError.invalid(_, let message) {
      return show(visitor, token: token, username: form["username"], failure: (.unprocessableContent, message))
    }
  }

  private func show(_ visitor: Visitor, token: String, username: String, failure: (status: Status, text: Message)?) -> Response {
    let model = InitModel(
      frame: chrome.frame(title: "Create the first admin", request: visitor.request, words: visitor.words), token: token,
      username: username,
      error: failure.map { visitor.words($0.text) })
    return page.answer(model, in: visitor.words.language, status: failure?.status ?? .ok)
  }
}

/// Model of `init.mustache`.
struct InitModel: TemplateModel {
  let frame: Frame
  let token: String
  let username: String
  let error: String?

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("token", \.token), .text("username", \.username),
      .number("passwordMinimum") { _ in Password.minimum }, .section("error") { $0.error.map(Note.init) },
    ]
  }
}
