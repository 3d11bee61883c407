internal import Actions
internal import Crypto
internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// `/account/two-factor`: a person's own second factor. Open to those who still owe one.
struct SecondFactorScreen: Sendable {
  private let page: Page<SecondFactorModel>
  private let codes: Page<RecoveryCodesModel>
  private let chrome: Chrome
  private let site: Site
  private let accounts: AccountActions
  private let clock: any Clock

  static let path = "/account/two-factor"

  init(
    _ templates: LocalisedTemplates, _ chrome: Chrome, _ site: Site, _ accounts: AccountActions, _ clock: any Clock
  ) throws(TemplateError) {
    page = try Page(templates, "second_factor")
    codes = try Page(templates, "recovery_codes")
    self.chrome = chrome
    self.site = site
    self.accounts = accounts
    self.clock = clock
  }

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.signedInAnyway("/account/two-factor", "account.two-factor") { signedIn in
        try await show(signedIn).forgettingFlash(signedIn.visitor.request, site)
      },
      gate.signedInFormAnyway("/account/two-factor", "account.two-factor.begin") { signedIn, form in
        try await answering(signedIn, .begin) {
          try await accounts.beginSecondFactor(of: signedIn.person, password: form["current_password"])
          return .seeOther(Self.path)
        }
      },
      gate.signedInFormAnyway("/account/two-factor/cancel", "account.two-factor.cancel") { signedIn, _ in
        try await accounts.cancelSecondFactor(of: signedIn.person)
        return .seeOther(signedIn.user.owesSecondFactor ? Self.path : "/account#two-factor")
      },
      gate.signedInFormAnyway("/account/two-factor/confirm", "account.two-factor.confirm") { signedIn, form in
        try await answering(signedIn, .confirm) {
          let enabled = try await accounts.confirmSecondFactor(of: signedIn.person, code: form["code"], client: signedIn.visitor.client)
          return show(enabled.codes, signedIn).setting(site.sessionCookie(enabled.token, lifetime: AccountActions.sessionLifetime))
        }
      },
      gate.signedInForm("/account/two-factor/codes", "account.two-factor.codes") { signedIn, form in
        try await answering(signedIn, .codes) {
          show(
            try await accounts.replaceRecoveryCodes(of: signedIn.person, password: form["current_password"], code: form["code"]), signedIn)
        }
      },
      gate.signedInForm("/account/two-factor/off", "account.two-factor.off") { signedIn, form in
        try await answering(signedIn, .off) {
          let token = try await accounts.turnOffSecondFactor(
            of: signedIn.person, password: form["current_password"], code: form["code"], client: signedIn.visitor.client)
          return .seeOther("/account#two-factor").setting(site.sessionCookie(token, lifetime: AccountActions.sessionLifetime))
            .setting(Flash.Code.secondFactorOff.cookie(isSecure: site.isSecure))
        }
      },
    ]
  }

  /// Shows the page again with what is wrong with one of its forms; when things have moved on meanwhile, as it is now.
  private func answering(
    _ signedIn: SignedIn, _ form: SecondFactorModel.Form, _ work: () async throws -> Response
  ) async throws -> Response {
    do {
      return try await work()
    } catch ActionError.gone {
      return .seeOther(Self.path)
    } catch let error as ActionError where error.isAboutForm {
      return try await show(signedIn, (form, FieldFault(error, signedIn.words)), Failure(error).status).retrying(after: error)
    }
  }

  private func show(
    _ signedIn: SignedIn, _ fault: (form: SecondFactorModel.Form, fault: FieldFault)? = nil, _ status: Status = .ok
  ) async throws -> Response {
    let state = SecondFactorModel.State(
      try await accounts.secondFactor(of: signedIn.person), site: site, name: signedIn.user.name, now: clock.now, signedIn.words)
    let model = SecondFactorModel(
      frame: frame(signedIn, "account.two_factor.title"), name: signedIn.user.name, isOwed: signedIn.user.owesSecondFactor, state: state,
      fault: fault)
    return page.answer(model, in: signedIn.words.language, status: status)
  }

  private func show(_ codes: [RecoveryCode], _ signedIn: SignedIn) -> Response {
    let model = RecoveryCodesModel(
      frame: frame(signedIn, "account.codes.title"), codes: codes.map(\.text), host: site.host, user: signedIn.user.name)
    return self.codes.answer(model, in: signedIn.words.language)
  }

  private func frame(_ signedIn: SignedIn, _ title: String) -> Frame {
    var frame = chrome.frame(title: signedIn.words(title), signedIn)
    frame.path = Self.path
    frame.place = .account
    frame.crumbs = signedIn.user.owesSecondFactor ? [] : [Link(label: signedIn.words("account.title"), href: "/account")]
    return frame
  }
}
