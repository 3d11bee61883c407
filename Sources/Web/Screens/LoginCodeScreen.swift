internal import Actions
internal import HTTP
internal import Messages
internal import Templates

/// `/login/code`: the second step of a log-in.
struct LoginCodeScreen: Sendable {
  private let page: Page<LoginCodeModel>
  private let chrome: Chrome
  private let site: Site
  private let accounts: AccountActions

  init(_ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ accounts: AccountActions) throws(TemplateError) {
    page = try Page(templates, "login_code")
    self.chrome = chrome
    self.site = site
    self.accounts = accounts
  }

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.open("/login/code", "login.code") { visitor in
        let next = OwnPath(visitor.query["next"])
        guard let challenge = visitor.challenge, let canUseApp = try? await canUseApp(challenge) else { return startAgain(next) }
        return show(visitor, canUseApp: canUseApp, next: next)
      },
      gate.openForm("/login/code", "login.code.send", send),
    ]
  }

  @Sendable private func send(_ visitor: Visitor, _ form: Form) async throws -> Response {
    let next = OwnPath(form["next"])
    guard let challenge = visitor.challenge else { return startAgain(next) }
    do {
      let token = try await accounts.finishLogIn(
        challenge: challenge.text, code: form["code"], client: visitor.client, replacing: visitor.session?.text)
      return .seeOther(next?.text ?? "/app").setting(site.sessionCookie(token, lifetime: AccountActions.sessionLifetime))
        .setting(site.endedChallengeCookie)
    } catch ActionError.gone {
      return startAgain(next)
    } catch let error as ActionError where error.isAboutForm {
      let fault = FieldFault(error, visitor.words)
      return show(visitor, canUseApp: try await canUseApp(challenge), next: next, fault, Failure(error).status).retrying(after: error)
    }
  }

  private func canUseApp(_ challenge: SessionToken) async throws -> Bool { try await accounts.canUseApp(challenge: challenge.text) }

  /// The log-in took too long, or too many codes were wrong.
  private func startAgain(_ next: OwnPath?) -> Response {
    let query = next.map { "&next=" + PercentEncoding.encode($0.text) } ?? ""
    return .seeOther("/login?again=1" + query).setting(site.endedChallengeCookie)
  }

  private func show(
    _ visitor: Visitor, canUseApp: Bool, next: OwnPath?, _ fault: FieldFault? = nil, _ status: Status = .ok
  ) -> Response {
    let frame = chrome.frame(title: visitor.words("login.code.title"), request: visitor.request, words: visitor.words)
    let model = LoginCodeModel(frame: frame, next: next?.text ?? "", canUseApp: canUseApp, fault: fault)
    return page.answer(model, in: visitor.words.language, status: status)
  }
}

/// Model of `login_code.mustache`.
struct LoginCodeModel: TemplateModel {
  let frame: Frame
  let next: String
  let canUseApp: Bool
  let fault: FieldFault?

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("next", \.next), .flag("canUseApp", \.canUseApp), .section("error") { $0.fault.note(nil) },
      .section("codeError") { $0.fault.note("code") },
    ]
  }
}
