internal import Messages
internal import Templates

/// What every page has around its content: model of the templates in `layout/`, under the key `frame`.
struct Frame: TemplateModel {
  let title: String
  let theme: Theme
  let chrome: Chrome
  /// In the language of the page.
  let words: Words
  /// This page's path and query.
  var path = ""
  /// Address of the page's event stream.
  var live: String?
  var user: String?
  var isOnProjects = false
  var project: Project?
  var crumbs: [Link] = []
  var flash: Flash?

  static var fields: Fields<Self> {
    [
      .text("title", \.title), .text("theme", \.theme.rawValue), .text("favicon", \.chrome.favicon),
      .list("stylesheets", \.chrome.stylesheets), .list("scripts", \.chrome.scripts), .text("language", \.words.language.rawValue),
      .text("path", \.path),
      .section("live") { $0.live.map(Stream.init) }, .section("user") { $0.user.map(Named.init) }, .list("themes", \.theme.choices),
      .flag("onProjects", \.isOnProjects), .section("project", \.project), .list("crumbs", \.crumbs), .section("flash", \.flash),
    ]
  }

  struct Stream: TemplateModel {
    let url: String
    static var fields: Fields<Self> { [.text("url", \.url)] }
  }

  /// The project a page belongs to, in the rail.
  struct Project: TemplateModel {
    enum Place: Sendable { case tasks, webhooks, settings }

    let name: String
    let path: String
    let place: Place
    /// Tasks that wait for somebody.
    let attention: Int

    static var fields: Fields<Self> {
      [
        .text("name", \.name), .text("path", \.path), .flag("onTasks") { $0.place == .tasks },
        .flag("onWebhooks") { $0.place == .webhooks }, .flag("onSettings") { $0.place == .settings },
        .section("attention") { $0.attention > 0 ? Attention(count: $0.attention) : nil },
      ]
    }
  }

  struct Attention: TemplateModel {
    let count: Int

    var text: String { count == 1 ? "1 needs attention" : "\(count) need attention" }

    static var fields: Fields<Self> { [.number("count", \.count), .text("text", \.text)] }
  }
}
