internal import HTTP

/// What the last save of a section did, told once, in that section. A code of the cookie, so that nobody can put words on a page.
struct SettingsOutcome: Sendable, Equatable {
  /// The message is `settings.outcome.CODE`.
  enum Code: String, Sendable, CaseIterable {
    case asanaToken = "asana-token"
    case asanaTokenRemoved = "asana-token-removed"
    case asanaProjects = "asana-projects"
    case asanaFields = "asana-fields"
    case autoValues = "auto-values"
    case asanaChecked = "asana-checked"
    case githubToken = "github-token"
    case githubTokenRemoved = "github-token-removed"
    case webhookSecret = "webhook-secret"
    case webhookSecretRemoved = "webhook-secret-removed"
    case repositories
    case rules
    case githubChecked = "github-checked"
    case statusMap = "status-map"
    case repositoryMap = "repository-map"
    case general, links, contacts, archived, unarchived

    /// Where it is told.
    var section: SettingsSection {
      switch self {
      case .asanaToken, .asanaTokenRemoved, .asanaProjects, .asanaFields, .autoValues, .asanaChecked: .asana
      case .githubToken, .githubTokenRemoved, .webhookSecret, .webhookSecretRemoved, .repositories, .rules, .githubChecked: .github
      case .statusMap: .statusMap
      case .repositoryMap: .repositoryMap
      case .general: .general
      case .links: .links
      case .contacts: .contacts
      case .archived, .unarchived: .danger
      }
    }
  }

  let code: Code
  /// Whether somebody had changed the settings since the form was opened.
  let isMeanwhile: Bool

  init(_ code: Code, isMeanwhile: Bool = false) {
    self.code = code
    self.isMeanwhile = isMeanwhile
  }

  private static let cookieName = "settings"
  private static let meanwhileMark = "+"

  init?(_ request: Request) {
    guard let text = request.cookie(Self.cookieName) else { return nil }
    let isMeanwhile = text.hasSuffix(Self.meanwhileMark)
    guard let code = Code(rawValue: isMeanwhile ? String(text.dropLast()) : text) else { return nil }
    self.init(code, isMeanwhile: isMeanwhile)
  }

  /// Lives for the time a redirect takes.
  func cookie(isSecure: Bool) -> Cookie {
    Cookie(name: Self.cookieName, value: code.rawValue + (isMeanwhile ? Self.meanwhileMark : ""), maxAge: 20, isSecure: isSecure)
  }

  static func forgotten(isSecure: Bool) -> Cookie { Cookie(name: cookieName, value: "", maxAge: 0, isSecure: isSecure) }
}
