internal import Domain
internal import Pipeline
internal import Storage
internal import Templates

/// Model of `fragments/tasks.mustache`.
struct TasksModel: TemplateModel {
  private let view: TasksView
  private let counts: TaskCounts
  let rows: [TaskRow]

  init(list: TaskPages.List, view: TasksView, now: Timestamp) {
    self.view = view
    counts = list.counts
    let prefix = view.path + "/t/"
    rows = list.tasks.map { TaskRow(task: $0, href: prefix + $0.id.description, now: now) }
  }

  static var fields: Fields<Self> {
    [
      .list("filters", \.filters), .list("tasks", \.rows), .section("range", \.range), .section("newer", \.newer),
      .section("older", \.older), .list("sizes", \.sizes), .section("empty", \.empty),
    ]
  }

  private var selection: TaskPages.Selection { view.selection }

  private var total: Int { selection.status.map { counts[$0] } ?? counts.total }

  var liveSource: String { view.address(status: selection.status, size: selection.size, page: selection.page, fragment: true) }

  var filters: [TaskFilter] {
    ([nil] + TaskStatus.allCases).map { status in
      TaskFilter(
        status: status, href: view.address(status: status, size: selection.size, page: 1),
        count: status.map { counts[$0] } ?? counts.total, isCurrent: status == selection.status)
    }
  }

  /// Rows come from the table and the total from its counts, which another page may have changed in between.
  var range: RowRange? {
    guard !rows.isEmpty else { return nil }
    let first = selection.size * (selection.page - 1) + 1
    return RowRange(first: first, last: first + rows.count - 1, total: max(total, first + rows.count - 1))
  }

  var newer: Target? { selection.page > 1 ? Target(href: address(page: selection.page - 1)) : nil }

  var older: Target? { selection.size * selection.page < total ? Target(href: address(page: selection.page + 1)) : nil }

  private func address(page: Int) -> String { view.address(status: selection.status, size: selection.size, page: page) }

  var sizes: [PageSize] {
    TasksView.sizes.map { size in
      PageSize(size: size, href: view.address(status: selection.status, size: size, page: 1), isCurrent: size == selection.size)
    }
  }

  var empty: EmptyList? {
    guard rows.isEmpty else { return nil }
    if counts.total == 0 {
      return EmptyList(
        title: "No task yet", text: "Tick AutoTask on a task of the connected Asana project; it appears here within seconds.", link: nil)
    }
    let all = Link(label: "Show all tasks", href: view.address(status: nil, size: selection.size, page: 1))
    if let status = selection.status, total == 0 {
      return EmptyList(title: "No task is “\(status.word)”", text: "Tasks with this status appear here.", link: all)
    }
    return EmptyList(title: "No tasks on this page", text: "The list is shorter than that.", link: all)
  }
}

/// A chip that shows the tasks of one status, or all.
struct TaskFilter: TemplateModel {
  let status: TaskStatus?
  let href: String
  let count: Int
  let isCurrent: Bool

  static var fields: Fields<Self> {
    [
      .text("word") { $0.status?.word ?? "All" }, .text("href", \.href), .number("count", \.count), .flag("current", \.isCurrent),
      .flag("none") { $0.count == 0 }, .section("status") { $0.status.map(StatusWord.init) },
    ]
  }
}

/// A line of the list.
struct TaskRow: TemplateModel {
  let task: TaskPages.Listed
  let href: String
  let now: Timestamp

  static var fields: Fields<Self> {
    [
      .text("title") { TaskTitle.shown($0.task.title) }, .text("href", \.href),
      .section("status") { StatusWord(status: $0.task.status) },
      .section("issue") { $0.task.issue.flatMap { link("#", $0) } },
      .section("pullRequest") { $0.task.pullRequest.flatMap { link("PR ", $0) } }, .section("ci", \.ci),
      .section("repository") { $0.task.repository.map(Named.init) },
      .section("updated") { Moment.relative($0.task.updatedAt, now: $0.now) },
    ]
  }

  private static func link(_ prefix: String, _ reference: TaskPages.Reference) -> Link? {
    OutsideURL.isSafe(reference.url) ? Link(label: "\(prefix)\(reference.number)", href: reference.url) : nil
  }

  private var ci: Link? {
    guard task.ci != .none, let url = task.ciURL, OutsideURL.isSafe(url) else { return nil }
    return Link(label: task.ci.rawValue, href: url)
  }
}

/// Which rows a page shows, counted from 1.
struct RowRange: TemplateModel {
  let first: Int
  let last: Int
  let total: Int

  static var fields: Fields<Self> { [.number("first", \.first), .number("last", \.last), .number("total", \.total)] }
}

/// A choice of how many rows a page has.
struct PageSize: TemplateModel {
  let size: Int
  let href: String
  let isCurrent: Bool

  static var fields: Fields<Self> { [.number("size", \.size), .text("href", \.href), .flag("current", \.isCurrent)] }
}

/// What stands where a list has nothing.
struct EmptyList: TemplateModel {
  let title: String
  let text: String
  let link: Link?

  static var fields: Fields<Self> { [.text("title", \.title), .text("text", \.text), .section("link", \.link)] }
}

/// Titles come from outside and may be blank.
enum TaskTitle {
  static func shown(_ title: String) -> String { title.allSatisfy(\.isWhitespace) ? "(no title)" : title }
}
