internal import HTTP
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

    var flash: Flash {
      switch self {
      case .retried: Flash(text: "The pipeline goes on from the step that failed.", tone: .good)
      case .resynced: Flash(text: "The task is being read from Asana again.", tone: .good)
      case .pullRequestForced: Flash(text: "The pull request is linked.", tone: .good)
      case .repositoryChosen: Flash(text: "The repository is chosen. The issue is created as soon as AutoTask is on.", tone: .good)
      case .noteAdded: Flash(text: "The note is in the timeline and goes to Asana.", tone: .good)
      case .hooksAsked: Flash(text: "The Asana webhooks are being checked; this page shows the result when you open it again.", tone: .good)
      case .adminMade: Flash(text: "You are the first admin, and signed in.", tone: .good)
      }
    }

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
