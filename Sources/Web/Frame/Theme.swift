internal import HTTP
internal import Messages
internal import Templates

/// Colours of the pages: those of the system, or a choice.
enum Theme: String, Sendable, CaseIterable {
  case auto, light, dark

  private static let cookieName = "theme"

  init(_ request: Request) { self = request.cookie(Self.cookieName).flatMap(Theme.init) ?? .auto }

  func cookie(isSecure: Bool) -> Cookie {
    Cookie(name: Self.cookieName, value: rawValue, maxAge: 365 * 86_400, isSecure: isSecure)
  }

  /// Key of its name.
  private var key: String {
    switch self {
    case .auto: "theme.auto"
    case .light: "theme.light"
    case .dark: "theme.dark"
    }
  }

  struct Choice: TemplateModel {
    let theme: Theme
    let label: String
    let isCurrent: Bool

    static var fields: Fields<Self> {
      [.text("value", \.theme.rawValue), .text("label", \.label), .flag("current", \.isCurrent)]
    }
  }

  /// All themes, with the current one marked.
  func choices(_ words: Words) -> [Choice] {
    Self.allCases.map { Choice(theme: $0, label: words($0.key), isCurrent: $0 == self) }
  }
}
