internal import Domain
internal import Messages
internal import Pipeline
internal import Storage
internal import Templates

/// Model of `fragments/tasks.mustache`, worked out once: a template asks for some of it twice.
struct TasksModel: TemplateModel {
  let rows: [TaskRow]
  let filters: [TaskFilter]
  let range: RowRange?
  let newer: Target?
  let older: Target?
  let sizes: [PageSize]
  let empty: EmptyList?
  let liveSource: String

  init(list: TaskPages.List, view: TasksView, of membership: SessionStore.Membership, now: Timestamp, words: Words) {
    let selection = view.selection
    let total = selection.status.map { list.counts[$0] } ?? list.counts.total
    let prefix = view.path + "/t/"
    rows = list.tasks.map { TaskRow(task: $0, href: prefix + $0.id.description, now: now, words: words) }
    filters = Self.filters(list.counts, view, words)
    range = RowRange(selection, rows: rows.count, total: total)
    newer = selection.page > 1 ? Target(href: view.address(page: selection.page - 1)) : nil
    older = selection.size * selection.page < total ? Target(href: view.address(page: selection.page + 1)) : nil
    sizes = TasksView.sizes.map { size in
      PageSize(size: size, href: view.address(status: selection.status, size: size, page: 1), isCurrent: size == selection.size)
    }
    empty =
      if !rows.isEmpty {
        nil
      } else if list.counts.total == 0 {
        Self.beginning(membership, view, words)
      } else {
        Self.empty(total: total, view, words)
      }
    liveSource = view.address(status: selection.status, size: selection.size, page: selection.page, fragment: true)
  }

  static var fields: Fields<Self> {
    [
      .list("filters", \.filters), .list("tasks", \.rows), .section("range", \.range), .section("newer", \.newer),
      .section("older", \.older), .list("sizes", \.sizes), .section("empty", \.empty),
    ]
  }

  private static func filters(_ counts: TaskCounts, _ view: TasksView, _ words: Words) -> [TaskFilter] {
    ([nil] + TaskStatus.allCases).map { status in
      TaskFilter(
        status: status.map { StatusWord($0, in: words) }, word: status?.word(in: words) ?? words("tasks.all"),
        href: view.address(status: status, size: view.selection.size, page: 1), count: status.map { counts[$0] } ?? counts.total,
        isCurrent: status == view.selection.status)
    }
  }

  /// A project that has had no task. What is next is to tick one, or for an admin perhaps to connect the project first.
  private static func beginning(_ membership: SessionStore.Membership, _ view: TasksView, _ words: Words) -> EmptyList {
    let title = words("tasks.none.title")
    guard !membership.isArchived else { return EmptyList(title: title, text: words("tasks.none.archived"), link: nil) }
    let settings = Link(label: words("tasks.none.settings"), href: view.path + "/settings")
    return EmptyList(title: title, text: words("tasks.none.text"), link: membership.role == .admin ? settings : nil)
  }

  private static func empty(total: Int, _ view: TasksView, _ words: Words) -> EmptyList {
    let all = Link(label: words("tasks.show_all"), href: view.address(status: nil, size: view.selection.size, page: 1))
    if let status = view.selection.status, total == 0 {
      let title = words("tasks.none_of.title", ["status": status.word(in: words)])
      return EmptyList(title: title, text: words("tasks.none_of.text"), link: all)
    }
    return EmptyList(title: words("tasks.none_here.title"), text: words("tasks.none_here.text"), link: all)
  }
}

/// A chip that shows the tasks of one status, or all.
struct TaskFilter: TemplateModel {
  let status: StatusWord?
  let word: String
  let href: String
  let count: Int
  let isCurrent: Bool

  static var fields: Fields<Self> {
    [
      .text("word", \.word), .text("href", \.href), .number("count", \.count), .flag("current", \.isCurrent),
      .flag("none") { $0.count == 0 }, .section("status", \.status),
    ]
  }
}

/// A line of the list, worked out once: a template reads most of it several times.
struct TaskRow: TemplateModel {
  let title: String
  let href: String
  let status: StatusWord
  let issue: Link?
  let pullRequest: Link?
  let ci: Link?
  let repository: Named?
  let updated: Moment

  init(task: TaskPages.Listed, href: String, now: Timestamp, words: Words) {
    title = TaskTitle.shown(task.title, in: words)
    self.href = href
    status = StatusWord(task.status, in: words)
    issue = task.issue.flatMap { Self.link("#", $0) }
    pullRequest = task.pullRequest.flatMap { Self.link("PR ", $0) }
    ci = task.ci == .none ? nil : task.ciURL.flatMap { OutsideURL.isSafe($0) ? Link(label: task.ci.word(in: words), href: $0) : nil }
    repository = task.repository.map(Named.init)
    updated = .relative(task.updatedAt, now: now, in: words)
  }

  static var fields: Fields<Self> {
    [
      .text("title", \.title), .text("href", \.href), .section("status", \.status), .section("issue", \.issue),
      .section("pullRequest", \.pullRequest), .section("ci", \.ci), .section("repository", \.repository), .section("updated", \.updated),
    ]
  }

  private static func link(_ prefix: String, _ reference: TaskPages.Reference) -> Link? {
    OutsideURL.isSafe(reference.url) ? Link(label: prefix + String(reference.number), href: reference.url) : nil
  }
}

/// Which rows a page shows, counted from 1.
struct RowRange: TemplateModel {
  let first: Int
  let last: Int
  let total: Int

  static var fields: Fields<Self> { [.number("first", \.first), .number("last", \.last), .number("total", \.total)] }

  init(first: Int, last: Int, total: Int) {
    self.first = first
    self.last = last
    self.total = total
  }

  /// Rows come from the table and the total from its counts, which another page may have changed in between.
  init?(_ selection: TaskPages.Selection, rows: Int, total: Int) {
    guard rows > 0 else { return nil }
    let first = selection.size * (selection.page - 1) + 1
    self.init(first: first, last: first + rows - 1, total: max(total, first + rows - 1))
  }
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
  static func shown(_ title: String, in words: Words) -> String { title.allSatisfy(\.isWhitespace) ? words("tasks.untitled") : title }
}
