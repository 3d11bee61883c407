internal import Domain
internal import Messages
internal import Storage
internal import Templates

/// Model of `fragments/task_timeline.mustache`.
struct TaskTimelineModel: TemplateModel {
  private let entries: [TimelineLine]
  private let total: Int
  private let path: String
  private let page: Int

  /// Lines of one page.
  static let size = 50

  init(_ task: TaskPages.Task, path: String, page: Int, now: Timestamp, words: Words) {
    entries = task.timeline.map { TimelineLine($0, now: now, in: words) }
    total = task.timelineTotal
    self.path = path
    self.page = page
  }

  static var fields: Fields<Self> {
    [.list("entries", \.lines), .section("timelineRange", \.range), .section("newer", \.newer), .section("older", \.older)]
  }

  var lines: [TimelineLine] { entries }

  var range: RowRange? {
    guard !entries.isEmpty else { return nil }
    let first = Self.size * (page - 1) + 1
    return RowRange(first: first, last: first + entries.count - 1, total: max(total, first + entries.count - 1))
  }

  var newer: Target? { page > 1 ? Target(href: Self.address(path, page: page - 1)) : nil }
  var older: Target? { Self.size * page < total ? Target(href: Self.address(path, page: page + 1)) : nil }

  var liveSource: String { path + "?fragment=timeline" + (page == 1 ? "" : "&timeline=\(page)") }

  private static func address(_ path: String, page: Int) -> String { page == 1 ? path : path + "?timeline=\(page)" }
}
