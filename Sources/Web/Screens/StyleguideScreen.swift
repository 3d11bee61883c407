internal import HTTP
internal import Messages
internal import Pipeline
internal import Templates

/// `/styleguide`: every token and component in both themes, in development only.
struct StyleguideScreen: Sendable {
  private let page: Page<StyleguideModel>
  private let chrome: Chrome
  private let catalogues: Catalogues
  private let stylesheet: String

  init(_ templates: LocalisedTemplates, _ chrome: Chrome, asset: (String) -> String) throws(TemplateError) {
    page = try Page(templates, "styleguide")
    self.chrome = chrome
    catalogues = templates.catalogues
    stylesheet = asset("css/styleguide.css")
  }

  func routes(_ gate: Gate) -> [Route] { [gate.open("/styleguide", "styleguide", show)] }

  @Sendable private func show(_ visitor: Visitor) async throws -> Response {
    let words = visitor.query["language"].flatMap(Language.init(rawValue:)).map(catalogues.words) ?? visitor.words
    let frame = chrome.frame(title: words("styleguide.title"), request: visitor.request, words: words)
    return page.answer(StyleguideModel(frame: frame, stylesheet: stylesheet), in: words.language)
  }
}

/// Model of `styleguide.mustache`.
struct StyleguideModel: TemplateModel {
  let frame: Frame
  let stylesheet: String

  private static let themes = [Theme.light, .dark]
  private static let tones = ["good", "attention", "bad", "moving", "quiet"]
  private static let steps = ["done", "current", "held", "failed", "todo"]

  /// Of `tokens.css`, without `--color-`; `styleguide.css` shows each.
  static let colours = [
    "canvas", "rail", "raised", "sunken", "field", "hover", "pressed", "line", "line-strong", "control-line", "ink", "ink-soft",
    "ink-quiet", "accent", "accent-hover", "accent-ink", "focus", "good", "attention", "bad", "bad-solid", "review",
  ]
  private static let sizes = ["2xs", "xs", "sm", "md", "lg", "xl", "2xl", "3xl"]

  /// Names of the sprite's symbols that are not made from data.
  static let icons = [
    "tasks", "webhooks", "settings", "projects", "account", "sign-out", "chevron", "chevron-down", "updown", "out", "copy", "check", "plus",
    "sync", "retry", "link", "repository", "note", "wait", "empty", "knowledge", "members", "audit", "search", "more", "close", "help",
    "eye", "lock", "key", "shield", "device", "mail", "trash", "archive", "history", "arrow", "download", "instance",
    "source-asana", "source-github", "source-system", "source-user", "source-api",
  ]

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("stylesheet", \.stylesheet), .list("languages", \.languages),
      .texts("themes") { _ in themes.map(\.rawValue) }, .texts("colours") { _ in colours }, .texts("sizes") { _ in sizes },
      .texts("icons") { _ in icons }, .texts("tones") { _ in tones }, .texts("steps") { _ in steps },
      .list("statuses") { model in TaskStatus.allCases.map { StatusWord($0, in: model.frame.words) } },
    ]
  }

  private var languages: [Link] { Language.allCases.map { Link(label: $0.name, href: "/styleguide?language=" + $0.rawValue) } }
}
