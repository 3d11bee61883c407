internal import Domain
internal import HTTP

/// The address of a new invite on its way from the form to the page that shows it once: the database does not know it, and an address bar must not
/// keep it. The cookie lives for the time a redirect takes.
struct InviteLink: Sendable, Equatable {
  let project: ProjectID
  let token: String

  private static let cookieName = "invite"

  init(project: ProjectID, token: String) {
    self.project = project
    self.token = token
  }

  /// - Returns: nil unless an invite of this project was just made.
  init?(_ request: Request, _ project: ProjectID) {
    let parts = (request.cookie(Self.cookieName) ?? "").split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, ProjectID(text: parts[0]) == project, let token = InviteToken(parts[1]) else { return nil }
    self.init(project: project, token: token.text)
  }

  func url(_ site: Site) -> String { "\(site.url)/invite/\(token)" }

  func cookie(_ site: Site) -> Cookie {
    Cookie(name: Self.cookieName, value: "\(project).\(token)", maxAge: 20, isSecure: site.isSecure)
  }

  static func forgotten(_ site: Site) -> Cookie { Cookie(name: cookieName, value: "", maxAge: 0, isSecure: site.isSecure) }
}

/// The secret in an invite's address.
struct InviteToken: Sendable, Equatable {
  let text: String

  /// 32 bytes in base 64.
  private static let length = 43

  /// - Returns: nil for what this program never issues, so that it costs no look-up.
  init?(_ text: String?) {
    guard let text, text.utf8.count == Self.length, text.utf8.allSatisfy(ByteClass.isUnreserved) else { return nil }
    self.text = text
  }
}
