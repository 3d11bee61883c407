internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// Addresses of the files every page loads, worked out once.
struct Chrome: Sendable {
  let favicon: String
  let stylesheets: [Stylesheet]
  let scripts: [Script]

  /// Sent as one file, `Web.bundles`. The order decides between rules of one layer.
  static let stylesheetNames = [
    "tokens", "reset", "base", "layout", "icon", "nav", "top", "trail", "tabs", "button", "badge", "kbd", "form", "pick", "menu", "dialog",
    "palette", "table", "panel", "settings", "account", "track", "timeline", "prose", "note", "flash", "screens", "utilities",
  ]
  static let bundledStylesheet = "css/bundle.css"

  /// `form` stands in front of `app`: it takes over the submits that it can handle.
  private static let scriptNames = [
    "form", "app", "live", "time", "copy", "theme", "pick", "dialog", "hotkeys", "palette", "fill", "toast", "reveal", "slug", "preview",
  ]

  /// - Parameter asset: gives the address of a file below `Public/`, such as `css/base.css`.
  init(asset: (String) -> String) {
    favicon = asset("favicon.svg")
    stylesheets = [Stylesheet(href: asset(Self.bundledStylesheet))]
    scripts = Self.scriptNames.map { Script(src: asset("js/\($0).js"), shapesText: $0 == "time") }
  }

  struct Stylesheet: TemplateModel {
    let href: String
    static var fields: Fields<Self> { [.text("href", \.href)] }
  }

  struct Script: TemplateModel {
    let src: String
    /// It changes words before anybody sees them, so that nothing moves afterwards.
    let shapesText: Bool
    static var fields: Fields<Self> { [.text("src", \.src), .flag("shapesText", \.shapesText)] }
  }

  /// A page for people who are not signed in.
  func frame(title: String, request: Request, words: Words) -> Frame {
    Frame(title: title, theme: Theme(request), chrome: self, words: words)
  }

  /// A page of somebody who is signed in.
  func frame(title: String, _ signedIn: SignedIn) -> Frame {
    let visitor = signedIn.visitor
    return Frame(
      title: title, theme: Theme(visitor.request), chrome: self, words: signedIn.words,
      path: visitor.request.method == .get ? visitor.address : "/app", user: signedIn.user.name,
      isInstanceAdmin: signedIn.user.isAdmin, flash: Flash.Code(visitor.request)?.flash(in: signedIn.words))
  }

  /// A page of a project.
  /// - Parameter attention: tasks that wait for somebody.
  func frame(title: String, _ project: InProject, at place: Place?, attention: Int) -> Frame {
    var frame = frame(title: title, project.signedIn)
    if project.request.method != .get { frame.path = project.path }
    frame.project = Frame.Project(
      name: project.membership.name, path: project.path, role: project.membership.role, attention: attention,
      isArchived: project.membership.isArchived)
    frame.place = place
    frame.crumbs = [Link(label: project.membership.name, href: project.path)]
    return frame
  }
}
