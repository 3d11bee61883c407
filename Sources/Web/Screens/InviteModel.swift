internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// Model of `invite.mustache`.
struct InviteModel: TemplateModel {
  let frame: Frame
  /// `/invite/TOKEN`
  let address: String
  let state: State
  let now: Timestamp

  /// What whoever has the link can do with it.
  enum State: Sendable {
    /// Nobody is signed in.
    case canSignUp(InviteStore.Invitation, typed: String, FieldFault?)
    /// Somebody is.
    case canJoin(InviteStore.Invitation, name: String)
    /// Somebody who needs no invite.
    case isMember(InviteStore.Invitation, name: String, role: ProjectRole)
    case useless
  }

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("address", \.address), .section("invitation", \.invitation), .section("signUp", \.signUp),
      .section("join", \.join), .section("member", \.member), .flag("useless", \.isUseless),
    ]
  }

  private var words: Words { frame.words }
  private var isUseless: Bool { if case .useless = state { true } else { false } }

  private var invitation: Invitation? {
    switch state {
    case .canSignUp(let found, _, _), .canJoin(let found, _), .isMember(let found, _, _):
      Invitation(
        project: found.name, role: found.role.name(words), may: words("role.\(found.role.rawValue).may"), madeBy: found.madeBy,
        expires: .absolute(found.expiresAt, now: now, in: words))
    case .useless: nil
    }
  }

  private var signUp: SignUp? {
    guard case .canSignUp(_, let typed, let fault) = state else { return nil }
    return SignUp(username: typed, signIn: "/login?next=" + PercentEncoding.encode(address), rule: PasswordRule.text(words), fault: fault)
  }

  private var join: Named? { if case .canJoin(_, let name) = state { Named(name: name) } else { nil } }

  private var member: Member? {
    guard case .isMember(let found, let name, let role) = state else { return nil }
    return Member(name: name, role: role.name(words), href: "/p/" + found.slug)
  }

  /// What the invite leads to.
  struct Invitation: TemplateModel {
    let project: String
    let role: String
    /// What the role allows.
    let may: String
    let madeBy: String?
    let expires: Moment

    static var fields: Fields<Self> {
      [
        .text("project", \.project), .text("role", \.role), .text("may", \.may), .section("by") { $0.madeBy.map(Named.init) },
        .section("expires", \.expires),
      ]
    }
  }

  /// The form of somebody who has no account yet.
  struct SignUp: TemplateModel {
    let username: String
    /// Where whoever has an account goes.
    let signIn: String
    /// What a password has to be.
    let rule: String
    let fault: FieldFault?

    static var fields: Fields<Self> {
      [
        .text("username", \.username), .text("signIn", \.signIn), .text("rule", \.rule), .section("error") { $0.fault.note(nil) },
        .section("usernameError") { $0.fault.note("username") }, .section("passwordError") { $0.fault.note("password") },
        .section("confirmationError") { $0.fault.note("password_confirmation") },
      ]
    }
  }

  /// Somebody who is in already.
  struct Member: TemplateModel {
    let name: String
    let role: String
    /// Of the project.
    let href: String

    static var fields: Fields<Self> { [.text("name", \.name), .text("role", \.role), .text("href", \.href)] }
  }
}
