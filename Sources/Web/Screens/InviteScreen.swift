internal import Actions
internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// `/invite/:token`: what an invite leads to. Looking at it uses nothing up, sending the form does.
struct InviteScreen: Sendable {
  private let page: Page<InviteModel>
  private let chrome: Chrome
  private let site: Site
  private let members: MemberStore
  private let actions: InviteActions
  private let gate: Gate
  private let clock: any Clock

  init(
    _ templates: LocalisedTemplates, _ chrome: Chrome, _ members: MemberStore, _ actions: InviteActions, _ gate: Gate, _ clock: any Clock
  ) throws(TemplateError) {
    page = try Page(templates, "invite")
    self.chrome = chrome
    self.members = members
    self.actions = actions
    self.gate = gate
    self.clock = clock
    site = gate.site
  }

  var routes: [Route] {
    [
      gate.open("/invite/:token", "invite") { visitor in
        try await answering(visitor) { token in
          let invitation = try await actions.open(token: token, peer: PeerAddress.of(visitor.request))
          return try await show(visitor, invitation)
        }
      },
      gate.openForm("/invite/:token", "invite.accept") { visitor, form in
        try await answering(visitor) { token in try await accept(visitor, form, token) }
      },
    ]
  }

  /// Every answer, whatever it says, keeps the token to itself: it stands in the address.
  private func answering(_ visitor: Visitor, _ body: (String) async throws -> Response) async throws -> Response {
    var response: Response
    do {
      guard let token = InviteToken(visitor.request.parameter("token")) else { throw ActionError.gone }
      response = try await body(token.text)
    } catch ActionError.gone {
      response = page.answer(model(visitor, .useless), in: visitor.words.language, status: .gone)
    }
    response.headers.set("referrer-policy", "no-referrer")
    return response
  }

  // MARK: Accepting

  private func accept(_ visitor: Visitor, _ form: Form, _ token: String) async throws -> Response {
    if let user = try await gate.user(of: visitor) { return try await join(visitor, user, token) }
    let account = AccountActions.NewAccount(
      username: form["username"], password: form["password"], confirmation: form["password_confirmation"])
    do {
      let (session, slug) = try await actions.accept(
        token: token, account, language: visitor.words.language.rawValue, client: visitor.client, replacing: visitor.session?.text)
      return .seeOther("/p/" + slug).setting(site.sessionCookie(session, lifetime: AccountActions.sessionLifetime))
        .setting(Flash.Code.joined.cookie(isSecure: site.isSecure))
    } catch let error as ActionError where error.isAboutForm {
      let invitation = try await actions.open(token: token, peer: visitor.client.address)
      let state = InviteModel.State.canSignUp(invitation, typed: form["username"], FieldFault(error, visitor.words))
      return page.answer(model(visitor, state), in: visitor.words.language, status: Failure(error).status).retrying(after: error)
    }
  }

  private func join(_ visitor: Visitor, _ user: SessionStore.User, _ token: String) async throws -> Response {
    let person = Actions.Person(id: user.id, name: user.name, isAdmin: user.isAdmin, address: PeerAddress.of(visitor.request))
    let slug = try await actions.accept(token: token, as: person)
    return .seeOther("/p/" + slug).setting(Flash.Code.joined.cookie(isSecure: site.isSecure))
  }

  // MARK: The page

  private func show(_ visitor: Visitor, _ invitation: InviteStore.Invitation) async throws -> Response {
    let state: InviteModel.State
    if let user = try await gate.user(of: visitor) {
      let role = try await members.role(of: user.id, in: invitation.project)
      state = role.map { .isMember(invitation, name: user.name, role: $0) } ?? .canJoin(invitation, name: user.name)
    } else {
      state = .canSignUp(invitation, typed: "", nil)
    }
    return page.answer(model(visitor, state), in: visitor.words.language)
  }

  private func model(_ visitor: Visitor, _ state: InviteModel.State) -> InviteModel {
    let words = visitor.words
    return InviteModel(
      frame: chrome.frame(title: words("people.join.title"), request: visitor.request, words: words), address: visitor.request.path,
      state: state, now: clock.now)
  }
}
