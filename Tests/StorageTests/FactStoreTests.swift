import Domain
import Pipeline
import Postgres
import Storage
import TestKit
import Testing

/// What the code host tells is kept whatever order it comes in.
@Suite(.database, .timeLimit(.minutes(15)))
struct FactStoreTests {
  private func withIssue(_ tenant: Tenant) async throws -> TaskID {
    let task = try await tenant.admit()
    try await tenant.apply(.issueCreated(Tenant.issue()), to: task)
    return task
  }

  // MARK: Order

  @Test("A pull request, its merge and its runs that came before the issue are applied when the issue is recorded")
  func early() async throws {
    let tenant = try await Tenant.make()
    let task = try await tenant.admit()
    #expect(try await tenant.save(Tenant.pullRequest(7, .merged, commit: Tenant.commit)) == [])
    #expect(try await tenant.save(Tenant.run(.success)) == [])
    let applied = try await tenant.apply(.issueCreated(Tenant.issue()), to: task)
    #expect(applied.state.status == .deployed)
    #expect(applied.state.pullRequests == [7])
    #expect(try await tenant.save(Tenant.run(.success, attempt: 2)) == [task])
  }

  @Test("A merge outlives older and newer news, an older edit does not change the text, and a newer one does")
  func merges() async throws {
    let tenant = try await Tenant.make()
    let task = try await withIssue(tenant)
    #expect(try await tenant.save(Tenant.pullRequest(body: "Fixes #12", at: 5)) == [task])
    #expect(try await tenant.save(Tenant.pullRequest(body: "Nothing", at: 4)) == [task])
    #expect(try await tenant.count("pull_request_issues", "issue_number = 12 AND is_strict") == 1)
    // The event of the merge is late: the state counts, the text does not.
    let late = Tenant.pullRequest(7, .merged, body: "Fixes #99", title: "Old", commit: Tenant.commit, at: 3)
    #expect(try await tenant.save(late) == [task])
    #expect(try await tenant.count("pull_requests", "state = 'merged' AND merge_commit_sha IS NOT NULL AND title = 'A change'") == 1)
    #expect(try await tenant.count("pull_request_issues", "issue_number = 12") == 1)
    #expect(try await tenant.count("pull_request_issues") == 1)
    try await tenant.save(Tenant.pullRequest(7, .open, body: "Closes #13", title: "New", at: 6))
    #expect(try await tenant.count("pull_requests", "state = 'merged' AND merge_commit_sha IS NOT NULL AND title = 'New'") == 1)
    #expect(try await tenant.count("pull_request_issues", "issue_number = 13 AND NOT is_strict") == 1)
    #expect(try await tenant.count("pull_request_issues") == 1)
  }

  @Test("The commit of a merge is filled in by whoever knows it, and never emptied")
  func mergeCommits() async throws {
    let tenant = try await Tenant.make()
    try await tenant.save(Tenant.pullRequest(7, .merged, at: 2))
    #expect(try await tenant.count("pull_requests", "merge_commit_sha IS NULL") == 1)
    try await tenant.save(Tenant.pullRequest(7, .merged, commit: Tenant.commit, at: 1))
    #expect(try await tenant.count("pull_requests", "merge_commit_sha = '\(Tenant.commit)'") == 1)
    try await tenant.save(Tenant.pullRequest(7, .merged, at: 3))
    #expect(try await tenant.count("pull_requests", "merge_commit_sha = '\(Tenant.commit)'") == 1)
    try await tenant.facts.saveMergeCommit(
      String(repeating: "b", count: 40), pullRequest: 7, repository: tenant.repository, project: tenant.project)
    #expect(try await tenant.count("pull_requests", "merge_commit_sha LIKE 'bbbb%'") == 1)
  }

  @Test("A run's result is not taken back by an older or unfinished report; each attempt is kept on its own")
  func runs() async throws {
    let tenant = try await Tenant.make()
    try await tenant.save(Tenant.run(nil, at: 1))
    try await tenant.save(Tenant.run(.failure, at: 3))
    try await tenant.save(Tenant.run(nil, at: 4))
    try await tenant.save(Tenant.run(.success, at: 2))
    #expect(try await tenant.count("workflow_runs", "conclusion = 'failure'") == 1)
    try await tenant.save(Tenant.run(.success, attempt: 2, at: 5), Tenant.run(nil, attempt: 2, at: 4), Tenant.run(nil, attempt: 3, at: 6))
    #expect(try await tenant.count("workflow_runs", "attempt = 2 AND conclusion = 'success'") == 1)
    #expect(try await tenant.count("workflow_runs") == 3)
  }

  @Test("U+0000 in the code host's texts is stored as U+FFFD")
  func zeroBytes() async throws {
    let tenant = try await Tenant.make()
    try await tenant.save(Tenant.pullRequest(title: "A\u{0}B"))
    try await tenant.save(Tenant.run(nil, name: "C\u{0}I"))
    #expect(try await tenant.count("pull_requests", "title = U&'A\\FFFDB'") == 1)
    #expect(try await tenant.count("workflow_runs", "name = U&'C\\FFFDI'") == 1)
  }

  // MARK: Whom it concerns

  @Test("A pull request concerns tasks by its text, its branch or an earlier link, in its own repository only")
  func concerned() async throws {
    let tenant = try await Tenant.make()
    let task = try await withIssue(tenant)
    #expect(try await tenant.save(Tenant.pullRequest(1, body: "Closes #12")) == [task])
    #expect(try await tenant.save(Tenant.pullRequest(2, body: "", branch: "opencode/issue12-20260101120000")) == [task])
    #expect(try await tenant.save(Tenant.pullRequest(3, body: "Fixes #13")) == [])
    try await tenant.apply(.pullRequestForced(3), to: task)
    #expect(try await tenant.save(Tenant.pullRequest(3, body: "Fixes #13", at: 2)) == [task])
    let other = try await Tenant.number("INSERT INTO repositories (project_id, name) VALUES (\(tenant.project), 'acme/web') RETURNING id")
    let elsewhere = try await tenant.facts.save(
      Tenant.pullRequest(1), repository: RepositoryID(rawValue: other), name: try #require(RepositoryName("acme/web")),
      project: tenant.project)
    #expect(elsewhere == [])
  }

  @Test("Names of repositories are found without regard to case, also of those that left the configuration")
  func names() async throws {
    let tenant = try await Tenant.make()
    try await Tenant.run("UPDATE repositories SET is_active = false WHERE project_id = \(tenant.project)")
    let found = try await tenant.facts.findRepository(try #require(RepositoryName("ACME/Api")), project: tenant.project)
    #expect(found == tenant.repository)
    #expect(try await tenant.facts.findRepository(try #require(RepositoryName("acme/none")), project: tenant.project) == nil)
  }

  // MARK: At the same moment

  @Test("A fact that arrives while a task gets its issue is applied by one of the two, whoever is first", arguments: 0..<2)
  func race(round: Int) async throws {
    let tenant = try await Tenant.make()
    for number in 0..<20 {
      let task = try await tenant.admit("gid\(round)-\(number)")
      let issue = Int64(100 + number)
      let pullRequest = Tenant.pullRequest(issue + 1000, body: "Fixes #\(issue)")
      async let recorded = tenant.apply(.issueCreated(Tenant.issue(issue)), to: task)
      async let concerned = tenant.save(pullRequest)
      _ = try await recorded
      for task in try await concerned { try await tenant.apply(to: task) }
      #expect(try await tenant.state(task).pullRequests == [pullRequest.number], "round \(number)")
    }
  }

  @Test("A fact waits for a ledger that has read the facts and not committed yet, and then finds its task")
  func turns() async throws {
    let tenant = try await Tenant.make()
    let task = try await tenant.admit()
    let session = try await ScriptSession.open(DatabaseConfiguration(url: TestDatabase.current.ownerURL), loops: TestDatabase.loops)
    defer { session.close() }
    let lock = try #require(AllStatements.list.first { $0.name == "facts.lock_shared" })
    try await session.run("BEGIN; SET LOCAL app.scope = 'system'; PREPARE l AS \(lock.sql); EXECUTE l(\(tenant.repository))")
    async let concerned = tenant.save(Tenant.pullRequest())
    try await Tenant.waitUntilBlocked()
    try await session.run("UPDATE tasks SET issue_number = 12, issue_url = 'u' WHERE id = \(task); COMMIT")
    #expect(try await concerned == [task])
  }
}
