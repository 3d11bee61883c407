import Postgres
import Storage
import TestKit
import Testing

/// How the server would run each statement in a project of 100,000 tasks, bound by row-level security as the product is.
@Suite(.database, .timeLimit(.minutes(15)))
struct PlanTests {
  private static let large = [
    "tasks", "jobs", "task_events", "taskspecs", "deliveries", "pull_requests", "pull_request_issues", "task_pull_requests",
    "workflow_runs",
  ]

  /// Walked in the order of an index: nothing is sorted.
  private static let walked = [
    "pages.tasks": "tasks_updated", "pages.tasks_by_status": "tasks_status", "pages.timeline": "task_events_task",
    "jobs.claim": "jobs_pending", "jobs.next_due": "jobs_pending",
  ]

  private static func seed(_ tenant: Tenant) async throws {
    let (project, repository) = (tenant.project, tenant.repository)
    try await Tenant.run(
      """
      ALTER TABLE tasks DISABLE TRIGGER USER;
      INSERT INTO tasks (project_id, asana_gid, title, status, stage, repository_id, issue_number, issue_url, merged_pr_number,
          merge_commit_sha, updated_at)
        SELECT \(project), n, 'Task ' || n, (ARRAY['DEPLOYED', 'FAILED', 'BLOCKED', 'PR_CREATED', 'CANCELLED'])[1 + n % 5],
          'deployed', \(repository), n, 'u', n, md5(n::text) || 'aaaaaaaa',
          now() - n * interval '1 minute' FROM generate_series(1, 100000) AS n;
      ALTER TABLE tasks ENABLE TRIGGER USER;
      INSERT INTO projects (public_id, slug, name) SELECT md5(n::text), 'other-' || n, 'Other' FROM generate_series(1, 50) AS n;
      INSERT INTO deliveries (project_id, source, external_id, event, summary, request_id)
        SELECT id, 'asana', n, 'events', '{}', 'r' FROM projects, generate_series(1, 100) AS n WHERE slug LIKE 'other-%';
      INSERT INTO task_events (project_id, task_id, source, event_type, delivery_id)
        SELECT project_id, id, 'github', 'ci.updated', 'd' || id FROM tasks;
      INSERT INTO taskspecs (project_id, task_id, version, spec) SELECT project_id, id, 1, '{}' FROM tasks;
      INSERT INTO pull_requests SELECT project_id, repository_id, issue_number, 'u', 't', 'a', 'b', 'main', 'merged', merge_commit_sha,
        NULL, now() FROM tasks WHERE issue_number <= 20000;
      INSERT INTO pull_request_issues SELECT project_id, repository_id, number, number, true FROM pull_requests;
      INSERT INTO task_pull_requests SELECT project_id, id, repository_id, issue_number, 1 FROM tasks WHERE issue_number <= 20000;
      INSERT INTO workflow_runs SELECT project_id, repository_id, number, 1, 1, 'CI', merge_commit_sha, 'main', 'push', 'success', 'u',
        now()
        FROM pull_requests;
      INSERT INTO deliveries (project_id, source, external_id, event, summary, request_id)
        SELECT \(project), 'github', n, 'push', '{}', 'r' FROM generate_series(1, 50000) AS n;
      INSERT INTO jobs (project_id, kind, lane, key, task_id, delivery_id, state, finished_at)
        SELECT \(project), 'effect', 'l' || n, 'k' || n, n, n, 'done', now() FROM generate_series(1, 50000) AS n;
      INSERT INTO jobs (project_id, kind, lane) SELECT \(project), 'effect', 'l' || n FROM generate_series(1, 300) AS n;
      INSERT INTO jobs (project_id, kind, state, lease_until)
        SELECT \(project), 'effect', 'running', now() FROM generate_series(1, 64) AS n;
      ANALYZE
      """)
  }

  @Test("No statement reads a whole large table")
  func plans() async throws {
    try await Self.seed(try await Tenant.make())
    let session = try await ScriptSession.open(
      DatabaseConfiguration(url: TestDatabase.current.ownerURL, role: "autoflow_app"), loops: TestDatabase.loops)
    defer { session.close() }
    // As the product's connections have it.
    try await session.run("SET enable_seqscan = off")
    for statement in AllStatements.list {
      let plan = try await session.run("EXPLAIN (GENERIC_PLAN, COSTS OFF) \(statement.sql)")
      let lines = try (plan.map(Array.init) ?? []).map { try $0.text(0) }
      let whole = lines.filter { line in Self.large.contains { line.hasSuffix("Seq Scan on \($0)") || line.contains("Seq Scan on \($0) ") }
      }
      #expect(whole == [], "\(statement.name):\n\(lines.joined(separator: "\n"))")
      guard let index = Self.walked[statement.name] else { continue }
      let isWalked = lines.contains { $0.contains("using \(index)") } && !lines.contains { $0.contains("Sort") }
      #expect(isWalked, "\(statement.name):\n\(lines.joined(separator: "\n"))")
    }
  }
}
