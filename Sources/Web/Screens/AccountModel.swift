internal import Domain
internal import Messages
internal import Storage
internal import Templates

/// Model of `account.mustache`.
struct AccountModel: TemplateModel {
  let frame: Frame
  let name: String
  /// Code of the chosen language; nil for that of the browser.
  let language: String?
  let fault: FieldFault?
  let secondFactor: SecondFactorModel.State
  let sessions: [Session]

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("name", \.name), .text("rule") { PasswordRule.text($0.frame.words) },
      .section("error") { $0.fault.note(nil) }, .section("currentError") { $0.fault.note("current_password") },
      .section("passwordError") { $0.fault.note("password") }, .section("confirmationError") { $0.fault.note("password_confirmation") },
      .section("twoFactor") { model in if case .on(let on) = model.secondFactor { on } else { nil } },
      .list("languages", \.languages), .list("sessions", \.sessions), .flag("hasOthers") { $0.sessions.count > 1 },
      .text("sessionCount") { $0.frame.words.count("account.sessions.count", $0.sessions.count) },
    ]
  }

  private var languages: [Choice] {
    [Choice(value: "", label: frame.words("account.language.browser"), isCurrent: language == nil)]
      + Language.allCases.map { Choice(value: $0.rawValue, label: $0.name, isCurrent: language == $0.rawValue) }
  }

  /// One of several, as a radio button.
  struct Choice: TemplateModel {
    let value: String
    let label: String
    let isCurrent: Bool

    static var fields: Fields<Self> { [.text("value", \.value), .text("label", \.label), .flag("current", \.isCurrent)] }
  }

  /// One open session.
  struct Session: TemplateModel {
    let id: Int64
    let browser: String
    let address: String
    let began: Moment
    let seen: Moment
    let isCurrent: Bool

    init(_ session: SessionStore.Listed, now: Timestamp, _ words: Words) {
      id = session.id
      browser = session.client.browser.isEmpty ? words("account.session.unknown") : session.client.browser
      address = session.client.address
      began = .relative(session.createdAt, now: now, in: words)
      seen = .relative(session.lastSeenAt, now: now, in: words)
      isCurrent = session.isCurrent
    }

    static var fields: Fields<Self> {
      [
        .text("path") { "/account/sessions/\($0.id)/end" }, .text("browser", \.browser), .text("address", \.address),
        .section("began", \.began), .section("seen", \.seen), .flag("current", \.isCurrent),
      ]
    }
  }
}
