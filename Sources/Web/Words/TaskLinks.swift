internal import Domain
internal import Messages
internal import Pipeline
internal import Storage
internal import Templates

/// Links from a task to the systems outside.
struct TaskLinks: Sendable {
  let header: TaskPages.Header
  let words: Words

  /// A link that can be copied in the form its system uses.
  struct Outside: TemplateModel, Equatable {
    let label: String
    let text: String
    let href: String
    let copy: String

    static var fields: Fields<Self> {
      [.text("label", \.label), .text("text", \.text), .text("href", \.href), .text("copy", \.copy)]
    }
  }

  var all: [Outside] { [asana, issue, pullRequest, commit, ci].compactMap { $0 }.filter { OutsideURL.isSafe($0.href) } }

  private var asana: Outside? { Outside(label: "Asana", text: words("task.link_asana"), href: header.permalink, copy: header.asanaGID) }

  private var issue: Outside? {
    header.issue.map { Outside(label: words("task.link_issue"), text: "#\($0.number)", href: $0.url, copy: named($0.number)) }
  }

  private var pullRequest: Outside? {
    header.pullRequest.map { Outside(label: words("task.link_pr"), text: "#\($0.number)", href: $0.url, copy: named($0.number)) }
  }

  private var commit: Outside? {
    guard let commit = header.mergeCommit, let base = repositoryURL else { return nil }
    return Outside(label: words("task.link_commit"), text: Short.commit(commit), href: "\(base)/commit/\(commit)", copy: commit)
  }

  private var ci: Outside? {
    guard header.ci != .none, let url = header.ciURL else { return nil }
    return Outside(label: words("task.link_ci"), text: header.ci.word(in: words), href: url, copy: url)
  }

  private func named(_ number: Int64) -> String { "\(header.repository ?? "")#\(number)" }

  /// Address of the repository: that of the issue without its last two parts.
  private var repositoryURL: String? {
    guard let issue = header.issue else { return nil }
    let tail = "/issues/\(issue.number)"
    return issue.url.hasSuffix(tail) ? String(issue.url.dropLast(tail.count)) : nil
  }
}

/// Forms of ids that are short enough to read.
enum Short {
  /// As Git shortens a commit.
  static func commit(_ text: String) -> String { String(text.prefix(7)) }

  static func id(_ text: String) -> String { text.count > 9 ? text.prefix(8) + "…" : text }
}
