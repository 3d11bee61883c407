internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// Model of `app.mustache`.
struct ProjectsModel: TemplateModel {
  let frame: Frame
  let selection: ProjectPages.Selection
  let list: ProjectPages.List
  let isAdmin: Bool
  let now: Timestamp

  /// With fewer, the eye is quicker than a search.
  private static let searchFrom = 20

  private var words: Words { frame.words }
  private var isEmpty: Bool { list.active == 0 && list.archived == 0 }
  private var here: Int64 { selection.isArchived ? list.archived : list.active }

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .flag("admin", \.isAdmin), .list("projects", \.lines), .flag("archived", \.selection.isArchived),
      .flag("empty", \.isEmpty), .list("filters", \.filters), .section("search", \.search), .section("none", \.none),
      .section("range", \.range), .section("previous", \.previous), .section("next", \.next),
    ]
  }

  private var lines: [Line] { list.projects.map { Line(project: $0, isArchived: selection.isArchived, words: words, now: now) } }

  /// Active and archived ones apart, where there are archived ones.
  private var filters: [Filter] {
    guard list.archived > 0 else { return [] }
    return [
      Filter(label: words("projects.active"), href: address(isArchived: false), count: Int(list.active), isCurrent: !selection.isArchived),
      Filter(
        label: words("projects.archived"), href: address(isArchived: true), count: Int(list.archived), isCurrent: selection.isArchived),
    ]
  }

  private var search: Search? {
    here > Self.searchFrom || !selection.text.isEmpty ? Search(text: selection.text, isArchived: selection.isArchived) : nil
  }

  private var none: None? {
    guard !isEmpty, list.projects.isEmpty else { return nil }
    let text = selection.text.isEmpty ? words("projects.none.archived") : words("projects.none.text", ["query": selection.text])
    return None(text: text, href: address(isArchived: selection.isArchived && !selection.text.isEmpty))
  }

  // MARK: Pages

  private var range: Note? {
    guard list.found > Int64(list.projects.count), !list.projects.isEmpty else { return nil }
    let first = (selection.page - 1) * ProjectPages.List.size + 1
    let numbers = ["first": "\(first)", "last": "\(first + list.projects.count - 1)", "all": "\(list.found)"]
    return Note(text: words("projects.range", numbers))
  }

  private var previous: Target? { selection.page > 1 ? Target(href: address(page: selection.page - 1)) : nil }

  private var next: Target? {
    Int64(selection.page * ProjectPages.List.size) < list.found ? Target(href: address(page: selection.page + 1)) : nil
  }

  private func address(isArchived: Bool) -> String { isArchived ? "/app?archived=1" : "/app" }

  private func address(page: Int) -> String {
    var query: [String] = []
    if selection.isArchived { query.append("archived=1") }
    if !selection.text.isEmpty { query.append("q=" + PercentEncoding.encode(selection.text)) }
    if page > 1 { query.append("page=\(page)") }
    return query.isEmpty ? "/app" : "/app?" + query.joined(separator: "&")
  }

  struct Filter: TemplateModel {
    let label: String
    let href: String
    let count: Int
    let isCurrent: Bool

    static var fields: Fields<Self> {
      [.text("label", \.label), .text("href", \.href), .number("count", \.count), .flag("current", \.isCurrent)]
    }
  }

  struct Search: TemplateModel {
    let text: String
    let isArchived: Bool

    static var fields: Fields<Self> { [.text("text", \.text), .flag("inArchive", \.isArchived)] }
  }

  struct None: TemplateModel {
    let text: String
    let href: String

    static var fields: Fields<Self> { [.text("text", \.text), .text("href", \.href)] }
  }

  struct Line: TemplateModel {
    let project: ProjectPages.Listed
    let isArchived: Bool
    let words: Words
    let now: Timestamp

    /// Of an archived project it says nothing how it was connected once.
    private var integrations: [IntegrationWord] {
      guard !isArchived else { return [] }
      return [
        .asana(project.integrations, project.asana, in: words, now: now),
        .github(project.integrations, project.github, in: words, now: now),
      ]
    }

    static var fields: Fields<Self> {
      [
        .text("name", \.project.name), .text("slug", \.project.slug), .text("path") { "/p/" + $0.project.slug },
        .text("open") { $0.words("projects.open_named", ["name": $0.project.name]) }, .list("integrations", \.integrations),
        .number("tasks") { Int($0.project.tasks) },
        .section("attention") { line in
          line.isArchived || line.project.attention == 0
            ? nil : Note(text: Frame.Attention(count: Int(line.project.attention), words: line.words).text)
        },
      ]
    }
  }
}
