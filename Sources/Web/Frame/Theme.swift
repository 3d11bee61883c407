internal import HTTP
internal import Templates

/// Colours of the pages: those of the system, or a choice.
enum Theme: String, Sendable, CaseIterable {
  case auto, light, dark

  private static let cookieName = "theme"

  init(_ request: Request) { self = request.cookie(Self.cookieName).flatMap(Theme.init) ?? .auto }

  func cookie(isSecure: Bool) -> Cookie {
    Cookie(name: Self.cookieName, value: rawValue, maxAge: 365 * 86_400, isSecure: isSecure)
  }

  private var label: String {
    switch self {
    case .auto: "Auto"
    case .light: "Light"
    case .dark: "Dark"
    }
  }

  struct Choice: TemplateModel {
    let theme: Theme
    let isCurrent: Bool

    static var fields: Fields<Self> {
      [.text("value", \.theme.rawValue), .text("label", \.theme.label), .flag("current", \.isCurrent)]
    }
  }

  /// All themes, with the current one marked.
  var choices: [Choice] { Self.allCases.map { Choice(theme: $0, isCurrent: $0 == self) } }
}
