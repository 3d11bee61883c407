internal import HTTP
internal import Messages
internal import Templates

/// What the last action did, told once on the next page.
struct Flash: TemplateModel, Equatable {
  enum Tone: String, Sendable { case good, attention, bad }

  let text: String
  let tone: Tone

  static var fields: Fields<Self> { [.text("text", \.text), .text("tone", \.tone.rawValue), .flag("bad") { $0.tone == .bad }] }

  /// What a cookie may announce: codes, so that nobody can put words on a page.
  enum Code: String, Sendable, CaseIterable {
    case retried, resynced
    case pullRequestForced = "pull-request"
    case repositoryChosen = "repository"
    case noteAdded = "note"
    case adminMade = "admin"
    case hooksAsked = "hooks"
    case passwordChanged = "password"
    case languageSaved = "language"
    case sessionEnded = "session-ended"
    case sessionsEnded = "sessions-ended"
    case roleChanged = "role"
    case memberRemoved = "member-removed"
    case projectLeft = "left"
    case inviteRevoked = "invite-revoked"
    case joined
    case adminGranted = "admin-granted"
    case adminRevoked = "admin-revoked"
    case userDisabled = "user-disabled"
    case userEnabled = "user-enabled"
    case instanceSaved = "instance"
    case projectCreated = "project-created"
    case knowledgeSaved = "knowledge-saved"
    case knowledgeDeleted = "knowledge-deleted"
    case knowledgeRestored = "knowledge-restored"
    case secondFactorOff = "two-factor-off"
    case secondFactorReset = "two-factor-reset"

    /// The message `flash.CODE`; all of them tell of something that went well.
    func flash(in words: Words) -> Flash { Flash(text: words("flash." + rawValue), tone: .good) }

    private static let cookieName = "flash"

    init?(_ request: Request) {
      guard let code = request.cookie(Self.cookieName).flatMap(Code.init) else { return nil }
      self = code
    }

    /// Lives for the time a redirect takes.
    func cookie(isSecure: Bool) -> Cookie { Cookie(name: Self.cookieName, value: rawValue, maxAge: 20, isSecure: isSecure) }

    static func forgotten(isSecure: Bool) -> Cookie { Cookie(name: cookieName, value: "", maxAge: 0, isSecure: isSecure) }
  }
}
