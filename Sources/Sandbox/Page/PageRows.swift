internal import Domain
internal import Templates

/// Something somebody wrote.
struct CommentRow: TemplateModel {
  let author: String
  let text: String

  static var fields: Fields<Self> { [.text("author", \.author), .text("text", \.text)] }
}

struct TaskRow: TemplateModel {
  struct Option: TemplateModel {
    let gid: String
    let name: String
    let isSelected: Bool

    static var fields: Fields<Self> { [.text("gid", \.gid), .text("name", \.name), .flag("selected", \.isSelected)] }
  }

  private let task: AsanaTask
  private let autoOptions: [Option]
  private let repositoryOptions: [Option]
  private let statusOptions: [Option]
  private let comments: [CommentRow]

  init(_ task: AsanaTask, _ state: SandboxState) {
    func options(_ gid: String) -> [Option] {
      (state.asana.field(gid)?.options ?? []).filter(\.isEnabled).map {
        Option(gid: $0.gid, name: $0.name, isSelected: task.values[gid] == $0.gid)
      }
    }
    self.task = task
    autoOptions = options(AsanaState.autoGID)
    repositoryOptions = options(AsanaState.repositoryGID)
    statusOptions = options(AsanaState.statusGID)
    comments = task.stories.filter { $0.subtype == "comment_added" }.map {
      CommentRow(author: state.asana.user($0.by)?.name ?? $0.by, text: $0.text)
    }
  }

  static var fields: Fields<Self> {
    [
      .text("gid", \.task.gid), .text("name", \.task.name), .text("notes", \.task.notes), .flag("hasNotes") { !$0.task.notes.isEmpty },
      .flag("completed", \.task.isCompleted), .list("autoOptions", \.autoOptions), .list("repositoryOptions", \.repositoryOptions),
      .list("statusOptions", \.statusOptions), .flag("hasStatus") { !$0.statusOptions.isEmpty }, .list("comments", \.comments),
    ]
  }
}

struct IssueRow: TemplateModel {
  private let issue: GitHubIssue
  private let repository: String

  init(_ issue: GitHubIssue, _ repository: GitHubRepository) {
    self.issue = issue
    self.repository = repository.name.description
  }

  static var fields: Fields<Self> {
    [
      .text("repository", \.repository), .number("number") { Int($0.issue.number) }, .text("title", \.issue.title),
      .text("word") { $0.issue.isOpen ? "open" : "closed" }, .text("tone") { $0.issue.isOpen ? "moving" : "quiet" },
      .flag("open", \.issue.isOpen), .list("labels") { $0.issue.labels.map(PageModel.Named.init) },
      .list("comments") { $0.issue.comments.map { CommentRow(author: $0.author, text: $0.body) } },
    ]
  }
}

struct PullRow: TemplateModel {
  private let issue: GitHubIssue
  private let pull: GitHubPull
  private let repository: String

  init(_ issue: GitHubIssue, _ pull: GitHubPull, _ repository: GitHubRepository) {
    self.issue = issue
    self.pull = pull
    self.repository = repository.name.description
  }

  private var isMerged: Bool { pull.mergedAt != nil }
  private var sha: String { isMerged ? pull.mergeCommit : pull.headSHA }

  static var fields: Fields<Self> {
    [
      .text("repository", \.repository), .number("number") { Int($0.issue.number) }, .text("title", \.issue.title),
      .text("body") { $0.issue.body ?? "" }, .text("word") { $0.isMerged ? "merged" : $0.issue.isOpen ? "open" : "closed" },
      .text("tone") { $0.isMerged ? "good" : $0.issue.isOpen ? "moving" : "quiet" }, .flag("open", \.issue.isOpen), .text("sha", \.sha),
      .text("short") { String($0.sha.prefix(7)) },
    ]
  }
}

struct RunRow: TemplateModel {
  private let run: GitHubRun
  private let repository: String

  init(_ run: GitHubRun, _ repository: GitHubRepository) {
    self.run = run
    self.repository = repository.name.description
  }

  private var tone: String {
    switch run.conclusion {
    case "success": "good"
    case "failure", "timed_out", "startup_failure", "action_required": "bad"
    case nil: "moving"
    default: "quiet"
    }
  }

  static var fields: Fields<Self> {
    [
      .text("id") { String($0.run.id) }, .text("repository", \.repository), .text("workflow", \.run.workflow.name),
      .text("event", \.run.event), .text("sha", \.run.commit), .text("short") { String($0.run.commit.prefix(7)) },
      .text("word") { $0.run.conclusion ?? $0.run.status }, .text("tone", \.tone), .flag("running") { $0.run.status != "completed" },
    ]
  }
}

struct FaultRow: TemplateModel {
  private let kind: String
  private let target: String
  private let left: Int

  init(_ fault: RequestFault) {
    kind = fault.kind.rawValue
    target = [fault.vendor?.rawValue ?? "any", fault.method, fault.path].compactMap(\.self).joined(separator: " ")
    left = fault.remaining
  }

  init(_ fault: WebhookFault) {
    kind = fault.kind.rawValue
    target = [fault.vendor?.rawValue ?? "any", fault.event, fault.action].compactMap(\.self).joined(separator: " ")
    left = fault.remaining
  }

  static var fields: Fields<Self> { [.text("kind", \.kind), .text("target", \.target), .number("left", \.left)] }
}

struct DeliveryRow: TemplateModel {
  struct Moment: TemplateModel {
    let iso: String

    static var fields: Fields<Self> { [.text("iso", \.iso), .text("text") { $0.iso.prefix(19).suffix(8) + " UTC" }] }
  }

  private let record: DeliveryRecord
  private let at: Moment

  init(_ record: DeliveryRecord, now: Timestamp) {
    self.record = record
    at = Moment(iso: (record.sentAt ?? record.queuedAt).iso8601)
  }

  private var id: String { record.guid.isEmpty ? String(record.id) : record.guid }

  private var word: String {
    guard let code = record.statusCode else { return record.sentAt == nil ? "waiting" : "sent" }
    return code == 0 ? "no answer" : String(code)
  }

  private var event: String { record.action.map { "\(record.event).\($0)" } ?? record.event }

  static var fields: Fields<Self> {
    [
      .text("id", \.id), .text("short") { String($0.id.prefix(8)) }, .text("system", \.record.vendor.rawValue), .text("event", \.event),
      .text("target", \.record.url), .text("word", \.word),
      .text("tone") { $0.record.isSuccess ? "good" : $0.record.isDone ? "bad" : "moving" }, .section("at", \.at),
    ]
  }
}
