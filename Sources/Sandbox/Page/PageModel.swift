internal import Domain
internal import Templates

/// Everything the page shows.
struct PageModel: TemplateModel {
  struct Choice: TemplateModel {
    let value: String
    let label: String

    static var fields: Fields<Self> { [.text("value", \.value), .text("label", \.label)] }
  }

  struct Named: TemplateModel {
    let name: String

    static var fields: Fields<Self> { [.text("name", \.name)] }
  }

  struct Product: TemplateModel {
    let address: String

    static var fields: Fields<Self> { [.text("href", \.address)] }
  }

  let frame: PageFrame
  let product: Product?
  let tasks: [TaskRow]
  let issues: [IssueRow]
  let pulls: [PullRow]
  let runs: [RunRow]
  let repositories: [Named]
  let faults: [FaultRow]
  let deliveries: [DeliveryRow]

  /// Rows of each list; the newest.
  private static let limit = 50

  init(_ state: SandboxState, frame: PageFrame) {
    self.frame = frame
    product = state.configuration.productAddress.map(Product.init)
    tasks = state.asana.tasks.suffix(Self.limit).reversed().map { TaskRow($0, state) }
    let repositories = state.github.order.compactMap(state.repository)
    let issues = repositories.flatMap { repository in repository.issues.values.map { (repository, $0) } }
      .sorted { $0.1.id > $1.1.id }
    self.issues = issues.filter { $0.1.pull == nil }.prefix(Self.limit).map { IssueRow($0.1, $0.0) }
    pulls = issues.compactMap { repository, issue in issue.pull.map { PullRow(issue, $0, repository) } }.prefix(Self.limit).map(\.self)
    let runs = repositories.flatMap { repository in repository.runs.map { (repository, $0) } }.sorted { $0.1.id > $1.1.id }
    // Comments start the agent's workflow every time; its skipped runs would bury the others.
    self.runs = runs.filter { $0.1.conclusion != "skipped" || $0.1.event != "issue_comment" }.prefix(Self.limit).map { RunRow($0.1, $0.0) }
    self.repositories = repositories.map { Named(name: $0.name.description) }
    faults = state.faults.requests.map(FaultRow.init) + state.faults.webhooks.map(FaultRow.init)
    deliveries = state.deliveries.records.suffix(Self.limit).reversed().map { DeliveryRow($0, now: state.now) }
  }

  private static let faultKinds = [
    Choice(value: "rate_limit", label: "429 with Retry-After"), Choice(value: "secondary_limit", label: "GitHub's secondary limit"),
    Choice(value: "error", label: "500"), Choice(value: "error_after", label: "500 after the act took place"),
    Choice(value: "hang", label: "Hang 2 s"), Choice(value: "cut", label: "Cut the connection"),
    Choice(value: "cut_after", label: "Cut after the act took place"), Choice(value: "drop", label: "Webhook: drop"),
    Choice(value: "lose", label: "Webhook: lose without trace"), Choice(value: "duplicate", label: "Webhook: duplicate"),
    Choice(value: "reorder", label: "Webhook: reorder"), Choice(value: "delay", label: "Webhook: delay 2 s"),
    Choice(value: "bad_signature", label: "Webhook: wrong signature"),
  ]

  private static let faultTargets = [
    Choice(value: "asana", label: "Asana"), Choice(value: "github", label: "GitHub"),
    Choice(value: "asana PUT /tasks/*", label: "Asana: change a task"),
    Choice(value: "asana POST /tasks/*/stories", label: "Asana: comment"),
    Choice(value: "github POST /repos/*/issues", label: "GitHub: create an issue"),
    Choice(value: "github POST /repos/*/comments", label: "GitHub: comment"),
    Choice(value: "github PATCH /repos/*", label: "GitHub: change an issue or pull request"),
    Choice(value: "github GET /repos/*/actions/runs", label: "GitHub: list runs"),
  ]

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .section("product", \.product), .list("tasks", \.tasks), .flag("hasTasks") { !$0.tasks.isEmpty },
      .list("issues", \.issues), .flag("hasIssues") { !$0.issues.isEmpty }, .list("pulls", \.pulls),
      .flag("hasPulls") { !$0.pulls.isEmpty }, .list("runs", \.runs), .flag("hasRuns") { !$0.runs.isEmpty },
      .list("repositories", \.repositories), .list("faultKinds") { _ in faultKinds }, .list("faultTargets") { _ in faultTargets },
      .list("faults", \.faults), .flag("hasFaults") { !$0.faults.isEmpty }, .list("deliveries", \.deliveries),
      .flag("hasDeliveries") { !$0.deliveries.isEmpty },
    ]
  }
}
