internal import Domain
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
  var isInstanceAdmin = false
  /// Where this page stands in the navigation.
  var place: Place?
  var project: Project?
  var crumbs: [Link] = []
  var flash: Flash?
  /// What was typed into the search, on its page.
  var search = ""

  static var fields: Fields<Self> {
    [
      .text("title", \.title), .text("theme", \.theme.rawValue), .text("favicon", \.chrome.favicon),
      .list("stylesheets", \.chrome.stylesheets), .list("scripts", \.chrome.scripts), .text("language", \.words.language.rawValue),
      .text("path", \.path), .section("live") { $0.live.map(Stream.init) }, .section("user") { $0.user.map(User.init) },
      .list("themes", \.themes), .section("project", \.project), .list("rail", \.rail), .list("railRest", \.railRest),
      .list("accountMenu", \.accountMenu), .list("crumbs", \.crumbs), .section("flash", \.flash),
      .text("searchPath") { ($0.project?.path ?? "") + "/search" }, .list("shortcuts", \.shortcuts),
    ]
  }

  private var themes: [Theme.Choice] { theme.choices(words) }

  struct Stream: TemplateModel {
    let url: String
    static var fields: Fields<Self> { [.text("url", \.url)] }
  }

  /// Who is signed in.
  struct User: TemplateModel {
    let name: String

    static var fields: Fields<Self> { [.text("name", \.name), .text("initial") { String($0.name.prefix(1)) }] }
  }

  /// The project a page belongs to.
  struct Project: TemplateModel {
    let name: String
    let path: String
    /// Of whoever looks at the page.
    let role: ProjectRole
    /// Tasks that wait for somebody.
    let attention: Int
    let isArchived: Bool

    static var fields: Fields<Self> {
      [
        .text("name", \.name), .text("path", \.path), .text("initial") { String($0.name.prefix(1)) },
        .section("archived") { $0.isArchived ? Target(href: $0.path + "/settings#danger") : nil }, .flag("admin") { $0.role == .admin },
      ]
    }
  }

  struct Attention: TemplateModel {
    let count: Int
    let words: Words

    var text: String { words.count("frame.attention", count) }

    static var fields: Fields<Self> { [.number("count", \.count), .text("text", \.text)] }
  }
}
