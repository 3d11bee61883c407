import Domain
import Pipeline
import Storage
import TestKit
import Testing
import Worker

/// An effect's job against outside systems that the test plays.
@Suite(.database, .serialized, .timeLimit(.minutes(15)))
struct EffectJobTests {
  private struct Bench {
    let tenant: Tenant
    let job: EffectJob
    let host = Recorder<String>()

    init(_ tenant: Tenant, during: @escaping @Sendable () async throws -> Void = {}) {
      self.tenant = tenant
      let host = host
      let ports = ProjectPorts(
        tracker: { _ throws(PortError) in throw PortError.notConfigured(reason: "no tracker") },
        setup: { _ throws(PortError) in throw PortError.notConfigured(reason: "no tracker") },
        codeHost: { _ in Host(calls: host, during: during) })
      let refresh = RefreshJob(ledger: tenant.ledger, projects: tenant.projects, queue: tenant.queue, ports: ports)
      job = EffectJob(
        ledger: tenant.ledger, projects: tenant.projects, specs: TaskSpecStore(database: tenant.database), facts: tenant.facts,
        ports: ports,
        refresh: refresh)
    }

    func claim() async throws -> ClaimedJob {
      let jobs = try await tenant.queue.claim(limit: 1, kinds: [.effect], worker: "w", lease: .seconds(60)).jobs
      return try #require(jobs.first)
    }
  }

  private func tenant() async throws -> Tenant {
    try await Tenant.run("DELETE FROM jobs")
    return try await Tenant.make()
  }

  @Test("An effect and the end of its job are recorded together, and the next effect follows")
  func works() async throws {
    let bench = Bench(try await tenant())
    let task = try await bench.tenant.admit()
    #expect(try await bench.job.run(try await bench.claim()) == .ended)
    #expect(bench.host.values == ["create acme/api"])
    #expect(try await bench.tenant.state(task).issue == Tenant.issue())
    #expect(try await bench.tenant.count("jobs", "state = 'done'") == 1)
    #expect(try await bench.tenant.count("jobs", "state = 'pending' AND payload LIKE '%postTrigger%'") == 1)
  }

  @Test("Nothing is done outside for a task that was cancelled, blocked or switched off while the job waited", arguments: [0, 1, 2])
  func unwanted(number: Int) async throws {
    let bench = Bench(try await tenant())
    _ = try await bench.tenant.admit("1")
    let sightings = [
      bench.tenant.sighting(hold: .cancelled, at: 2), bench.tenant.sighting(hold: .blocked, at: 2),
      bench.tenant.sighting(auto: false, at: 2),
    ]
    _ = try await bench.tenant.ledger.admit(
      sightings[number], asanaGID: "1", origin: .system, project: bench.tenant.project, requestID: "test")
    #expect(try await bench.job.run(try await bench.claim()) == .done)
    #expect(bench.host.values == [])
  }

  @Test("A repository chosen while the issue was being created does not move the issue")
  func chosenMeanwhile() async throws {
    let tenant = try await tenant()
    let task = try await tenant.admit()
    let other = try await Tenant.number("INSERT INTO repositories (project_id, name) VALUES (\(tenant.project), 'acme/web') RETURNING id")
    let bench = Bench(tenant) { try await tenant.apply(.repositoryChosen(RepositoryID(rawValue: other)), to: task) }
    #expect(try await bench.job.run(try await bench.claim()) == .ended)
    #expect(try await tenant.state(task).repository == tenant.repository)
    #expect(try await tenant.state(task).issue == Tenant.issue())
  }

  @Test("Giving an effect up fails the task and the job together")
  func givenUp() async throws {
    let bench = Bench(try await tenant())
    let task = try await bench.tenant.admit()
    try await bench.job.giveUp(try await bench.claim(), reason: "the token was revoked")
    #expect(try await bench.tenant.state(task).failure?.reason == "the token was revoked")
    #expect(try await bench.tenant.count("jobs", "state = 'failed' AND last_error = 'the token was revoked'") == 1)
  }
}

/// Answers every call, and says what was asked of it.
private struct Host: CodeHost {
  let calls: Recorder<String>
  let during: @Sendable () async throws -> Void

  func createIssue(
    title: String, body: String, marker: String, since: Timestamp, in repository: RepositoryName
  ) async throws(PortError) -> IssueReference {
    calls.add("create \(repository)")
    do { try await during() } catch { throw .transient(reason: "\(error)") }
    return Tenant.issue()
  }

  func comment(
    _ text: String, marker: String, issue: Int64, in repository: RepositoryName
  ) async throws(PortError) -> CommentReference {
    calls.add("comment")
    return CommentReference(id: 1, url: "u")
  }

  func loadPullRequest(_ number: Int64, in repository: RepositoryName) async throws(PortError) -> PullRequest {
    Tenant.pullRequest(number)
  }

  func updatePullRequestBody(_ body: String, number: Int64, in repository: RepositoryName) async throws(PortError) {
    calls.add("update")
  }

  func findMergeCommit(ofPullRequest number: Int64, in repository: RepositoryName) async throws(PortError) -> String? { nil }

  func listPushRuns(commit: String, in repository: RepositoryName) async throws(PortError) -> [WorkflowRun] { [] }

  func setIssueState(_ state: IssueState, issue: Int64, in repository: RepositoryName) async throws(PortError) {
    calls.add("state")
  }
}
