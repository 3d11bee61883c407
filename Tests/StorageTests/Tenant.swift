import Domain
import EventLoop
import Pipeline
import Postgres
import Storage
import TestKit
import Testing

/// A project of its own in the suite's database, with the repository `acme/api`.
struct Tenant: Sendable {
  let project: ProjectID
  let slug: String
  let publicID: String
  let repository: RepositoryID
  let repositoryName: RepositoryName
  let database: Database

  var ledger: TaskLedger { TaskLedger(database: database) }
  var facts: FactStore { FactStore(database: database) }
  var queue: JobQueue { JobQueue(database: database) }
  var projects: ProjectStore { ProjectStore(database: database) }
  var scope: Scope { .project(project.rawValue) }

  static func make() async throws -> Tenant {
    let database = TestDatabase.current.database
    let projects = ProjectStore(database: database)
    let slug = "p-\(UInt64.random(in: 0 ... .max))"
    let identity = try #require(try await projects.create(slug: slug, name: "Project \(slug)", admin: nil, by: .command))
    try await run("INSERT INTO repositories (project_id, name, is_default) VALUES (\(identity.id), 'acme/api', true)")
    let listed = try await projects.repositories(of: identity.id)
    let repository = try #require(listed.first)
    return Tenant(
      project: identity.id, slug: slug, publicID: identity.publicID, repository: repository.id, repositoryName: repository.name,
      database: database)
  }

  /// Runs a script as the owner across projects.
  @discardableResult
  static func run(_ sql: String) async throws -> Rows? {
    try await TestDatabase.current.runAsOwner("SET app.scope = 'system'; \(sql)")
  }

  /// The one number a query gives.
  static func number(_ sql: String) async throws -> Int64 {
    try #require(try await run(sql)?.first).int(0)
  }

  func count(_ table: String, _ condition: String = "true") async throws -> Int64 {
    try await Self.number("SELECT count(*) FROM \(table) WHERE project_id = \(project) AND \(condition)")
  }

  /// Returns when as many rows of the project fulfil the condition.
  func wait(_ count: Int64, _ table: String, _ condition: String) async throws {
    let statement = Statement("test.wait", "SELECT count(*) FROM \(table) WHERE project_id = $1 AND \(condition)")
    while try await database.query(statement, [.id(project)], scope: scope)[0].int(0) != count {
      try await TestDatabase.loops.any.sleep(for: .milliseconds(3))
    }
  }

  /// Returns when a session of the suite's database waits for a lock.
  static func waitUntilBlocked() async throws {
    let session = try await ScriptSession.open(DatabaseConfiguration(url: TestDatabase.current.ownerURL), loops: TestDatabase.loops)
    defer { session.close() }
    let blocked = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while try await session.run(blocked)?.isEmpty != false { try await TestDatabase.loops.any.sleep(for: .milliseconds(3)) }
  }

  // MARK: Values

  func sighting(
    title: String = "Add a button", notes: String = "Please add a button.", auto: Bool = true, hold: Hold = .none, chosen: Bool = true,
    at seconds: Int64 = 1
  ) -> TrackerSighting {
    TrackerSighting(
      title: title, notes: notes, permalink: "https://app.asana.com/0/1/2", isCompleted: false, isAuto: auto,
      repository: chosen ? repository : nil, unresolvedRepository: nil, hold: hold, modifiedAt: Self.time(seconds))
  }

  static func time(_ seconds: Int64) -> Timestamp { Timestamp(microseconds: 1_790_000_000_000_000 + seconds * 1_000_000) }

  static let commit = String(repeating: "a", count: 40)

  static func pullRequest(
    _ number: Int64 = 7, _ state: PullRequest.State = .open, body: String = "Fixes #12", author: String = "dev", branch: String = "feature",
    title: String = "A change", commit: String? = nil, at seconds: Int64 = 1
  ) -> PullRequest {
    PullRequest(
      number: number, url: "https://github.com/acme/api/pull/\(number)", title: title, body: body, author: author, headBranch: branch,
      baseBranch: "main", state: state, mergeCommit: commit, updatedAt: time(seconds))
  }

  static func run(
    _ conclusion: WorkflowRun.Conclusion?, id: Int64 = 1, attempt: Int64 = 1, name: String = "CI", commit: String = Tenant.commit,
    at seconds: Int64 = 1
  ) -> WorkflowRun {
    WorkflowRun(
      id: id, attempt: attempt, workflowID: 1, name: name, headCommit: commit, branch: "main", event: "push", conclusion: conclusion,
      url: "https://github.com/acme/api/actions/runs/\(id)", updatedAt: time(seconds))
  }

  static func issue(_ number: Int64 = 12) -> IssueReference {
    IssueReference(number: number, url: "https://github.com/acme/api/issues/\(number)")
  }

  // MARK: Steps

  /// A ticked task that is waiting for its issue.
  func admit(_ gid: String = "1200000000000001") async throws -> TaskID {
    try await ledger.admit(sighting(), asanaGID: gid, origin: .system, project: project, requestID: "test").0
  }

  @discardableResult
  func apply(_ events: TaskEvent..., to task: TaskID) async throws -> TaskLedger.Applied {
    try await ledger.apply(events.map { ($0, .system) }, task: task, project: project, requestID: "test")
  }

  @discardableResult
  func save(_ pullRequest: PullRequest) async throws -> [TaskID] {
    try await facts.save(pullRequest, repository: repository, name: repositoryName, project: project)
  }

  @discardableResult
  func save(_ runs: WorkflowRun...) async throws -> [TaskID] {
    try await facts.save(runs, commit: runs.first?.headCommit ?? "", repository: repository, project: project)
  }

  func state(_ task: TaskID) async throws -> TaskState {
    try #require(try await ledger.state(of: task, project: project))
  }
}
