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
        return show(visitor, token: visitor.query["token"] ?? "")
      },
      gate.openForm("/init", "init.send", make),
    ]
  }

  @Sendable private func make(_ visitor: Visitor, _ form: Form) async throws -> Response {
    do {
      let session = try await accounts.makeFirstAdmin(
        token: form["token"],
        AccountActions.NewAccount(username: form["username"], password: form["password"], confirmation: form["password_confirmation"]),
        client: visitor.client)
      return .seeOther("/app").setting(site.sessionCookie(session, lifetime: AccountActions.sessionLifetime))
        .setting(Flash.Code.adminMade.cookie(isSecure: site.isSecure))
    } catch ActionError.forbidden {
      // What was typed is not shown again, here as below: a wrong token may be one letter away from the right one.
      let fault = FieldFault("token", visitor.words("init.wrong_token"))
      return show(visitor, username: form["username"], fault, .forbidden)
    } catch let error as ActionError where error.isAboutForm {
      return show(visitor, username: form["username"], FieldFault(error, visitor.words), Failure(error).status).retrying(after: error)
    }
  }

  private func show(
    _ visitor: Visitor, token: String = "", username: String = "", _ fault: FieldFault? = nil, _ status: Status = .ok
  ) -> Response {
    let frame = chrome.frame(title: visitor.words("init.title"), request: visitor.request, words: visitor.words)
    let model = InitModel(frame: frame, token: token, username: username, fault: fault)
    return page.answer(model, in: visitor.words.language, status: status)
  }
}

/// Model of `init.mustache`.
struct InitModel: TemplateModel {
  let frame: Frame
  let token: String
  let username: String
  let fault: FieldFault?

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("token", \.token), .text("username", \.username),
      .text("rule") { PasswordRule.text($0.frame.words) }, .section("error") { $0.fault.note(nil) },
      .section("tokenError") { $0.fault.note("token") }, .section("usernameError") { $0.fault.note("username") },
      .section("passwordError") { $0.fault.note("password") }, .section("confirmationError") { $0.fault.note("password_confirmation") },
    ]
  }
}

/// What a new password has to be, in words.
enum PasswordRule {
  static func text(_ words: Words) -> String {
    words("account.password.rule", ["minimum": "\(Password.minimum)", "maximum": "\(Password.maximum)"])
  }
}
