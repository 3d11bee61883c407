package import Templates

/// The sandbox's page, bound to its template: `sandbox.mustache`.
package struct SandboxPage: Sendable {
  private let template: PageTemplate<PageModel>
  private let frame: PageFrame

  /// - Parameter asset: gives the address of a file below `Public/`, such as `css/base.css`.
  /// - Throws: the first key of the template that the page does not have.
  package init(store: TemplateStore, asset: (String) -> String) throws(TemplateError) {
    template = try store.page("sandbox", layout: nil, of: PageModel.self)
    frame = PageFrame(asset: asset)
  }

  /// - Parameter message: what went wrong with the last form.
  func render(_ state: SandboxState, message: String?) -> [UInt8] {
    var frame = frame
    frame.flash = message.map { PageFrame.Flash(text: $0) }
    var buffer: [UInt8] = []
    template.render(PageModel(state, frame: frame), into: &buffer)
    return buffer
  }
}

/// What the layout asks for.
struct PageFrame: TemplateModel {
  struct Flash: TemplateModel {
    let text: String

    static var fields: Fields<Self> { [.text("text", \.text), .text("tone") { _ in "bad" }, .flag("bad") { _ in true }] }
  }

  struct File: TemplateModel {
    let address: String

    static var fields: Fields<Self> { [.text("href", \.address), .text("src", \.address), .flag("shapesText") { _ in false }] }
  }

  private let favicon: String
  private let stylesheets: [File]
  private let scripts: [File]
  var flash: Flash?

  /// The order decides between rules of one layer.
  private static let stylesheetNames = [
    "tokens", "reset", "base", "layout", "icon", "nav", "trail", "button", "badge", "form", "menu", "table", "panel", "track", "timeline",
    "flash", "screens", "utilities",
  ]

  init(asset: (String) -> String) {
    favicon = asset("favicon.svg")
    stylesheets = Self.stylesheetNames.map { File(address: asset("css/\($0).css")) }
    scripts = ["app", "time", "copy"].map { File(address: asset("js/\($0).js")) }
  }

  static var fields: Fields<Self> {
    [
      .text("title") { _ in "Sandbox" }, .text("language") { _ in "en" }, .text("theme") { _ in "auto" }, .text("favicon", \.favicon),
      .list("stylesheets", \.stylesheets),
      .list("scripts", \.scripts), .section("flash", \.flash),
    ]
  }
}
