import Domain
import Pipeline
import Postgres
import Storage
import TestKit
import Testing

/// Two projects with a row in every tenant table: neither sees anything of the other.
@Suite(.database, .timeLimit(.minutes(15)))
struct TenancyTests {
  /// One row in every tenant table that `Tenant.make` leaves empty.
  private static func seed(_ tenant: Tenant) async throws {
    let (project, repository) = (tenant.project, tenant.repository)
    let user = try await Tenant.number(
      "INSERT INTO users (username, password_hash) VALUES ('u\(project)', 'x') RETURNING id")
    let task = try await Tenant.number(
      "INSERT INTO tasks (project_id, asana_gid, title, status, stage) VALUES (\(project), '1', 't', 'RECEIVED', 'received') RETURNING id")
    try await Tenant.run(
      """
      INSERT INTO project_memberships VALUES (\(project), \(user), 'viewer');
      INSERT INTO project_keys (project_id, generation, wrapped) VALUES (\(project), 1, 'x');
      INSERT INTO project_secrets (project_id, name, version, generation, sealed) VALUES (\(project), 'n', 1, 1, 'x');
      INSERT INTO asana_settings (project_id) VALUES (\(project));
      INSERT INTO asana_auto_values (project_id, name) VALUES (\(project), 'Yes');
      INSERT INTO asana_status_map (project_id, name, hold) VALUES (\(project), 'Blocked', 'blocked');
      INSERT INTO asana_projects (project_id, gid) VALUES (\(project), '77');
      INSERT INTO asana_hooks (project_id, token, asana_project_gid, state, target)
        VALUES (\(project), repeat('t', 32) || \(project), '77', 'active', 'x');
      INSERT INTO asana_hooks_leaving (project_id, webhook_gid) VALUES (\(project), '98');
      INSERT INTO github_hook_health (project_id) VALUES (\(project));
      INSERT INTO repository_map (project_id, name, repository_id) VALUES (\(project), 'api', \(repository));
      INSERT INTO project_links (project_id, position, kind, url, title) VALUES (\(project), 0, 'k', 'u', 't');
      INSERT INTO project_contacts (project_id, position, role, name, handle) VALUES (\(project), 0, 'r', 'n', 'h');
      INSERT INTO taskspecs (project_id, task_id, version, spec) VALUES (\(project), \(task), 1, '{}');
      INSERT INTO task_events (project_id, task_id, source, event_type) VALUES (\(project), \(task), 'system', 'error');
      INSERT INTO pull_requests VALUES (\(project), \(repository), 7, 'u', 't', 'a', 'h', 'b', 'open', NULL, NULL, now());
      INSERT INTO pull_request_issues VALUES (\(project), \(repository), 12, 7, true);
      INSERT INTO task_pull_requests VALUES (\(project), \(task), \(repository), 7, 1);
      INSERT INTO workflow_runs VALUES (\(project), \(repository), 1, 1, 1, 'n', 'c', 'b', 'push', NULL, 'u', now());
      INSERT INTO deliveries (project_id, source, external_id, event, summary, request_id)
        VALUES (\(project), 'github', 'd', 'e', '{}', 'r');
      INSERT INTO invites (project_id, token_hash, role, expires_at) VALUES (\(project), sha256('\(project)'), 'viewer', now());
      INSERT INTO project_events (project_id, source, event_type) VALUES (\(project), 'system', 'e');
      INSERT INTO integration_checks (project_id, system) VALUES (\(project), 'asana');
      WITH note AS (INSERT INTO project_notes (project_id, title) VALUES (\(project), 't') RETURNING id)
        INSERT INTO project_note_versions (project_id, note_id, version, title, body) SELECT \(project), id, 1, 't', 'b' FROM note;
      INSERT INTO jobs (project_id, kind) VALUES (\(project), 'nothing');
      """)
  }

  private static func tables() async throws -> [(name: String, key: String)] {
    let rows = try await Tenant.run(
      """
      SELECT relname, CASE relname WHEN 'projects' THEN 'id' ELSE 'project_id' END FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relrowsecurity ORDER BY 1
      """)
    return try (rows.map(Array.init) ?? []).map { (name: try $0.text(0), key: try $0.text(1)) }
  }

  @Test(
    "In a project's scope nothing of another project can be seen, changed, removed or added, in any table; without a scope nothing at all")
  func isolation() async throws {
    let (mine, theirs) = (try await Tenant.make(), try await Tenant.make())
    for tenant in [mine, theirs] { try await Self.seed(tenant) }
    let tables = try await Self.tables()
    #expect(tables.count >= 29)
    let session = try await ScriptSession.open(
      DatabaseConfiguration(url: TestDatabase.current.ownerURL, role: "autoflow_app"), loops: TestDatabase.loops)
    defer { session.close() }
    for (table, key) in tables {
      for tenant in [mine, theirs] {
        #expect(try await Tenant.number("SELECT count(*) FROM \(table) WHERE \(key) = \(tenant.project)") > 0, "no sample row in \(table)")
      }
      #expect(try await session.run("SELECT count(*) FROM \(table)")?.first?.int(0) == 0, "\(table) without a scope")
      try await check(table, key, mine.project, theirs.project, session)
    }
  }

  /// Tables the application may add to and read, and nothing else.
  private static let appendOnly: Set = ["project_events"]

  private func check(_ table: String, _ key: String, _ mine: ProjectID, _ theirs: ProjectID, _ session: ScriptSession) async throws {
    func run(_ sql: String) async throws -> Rows? {
      try await session.run("BEGIN; SELECT set_config('app.project_id', '\(mine)', true)")
      let result: Result<Rows?, any Error>
      do { result = .success(try await session.run(sql)) } catch { result = .failure(error) }
      try await session.run("ROLLBACK")
      return try result.get()
    }
    let seen = try await run("SELECT count(*) FILTER (WHERE \(key) = \(mine)), count(*) FILTER (WHERE \(key) <> \(mine)) FROM \(table)")
    #expect(try seen?.first?.int(0) ?? 0 > 0, "own rows of \(table)")
    #expect(try seen?.first?.int(1) == 0, "others' rows of \(table)")
    if Self.appendOnly.contains(table) {
      for change in ["UPDATE \(table) SET \(key) = \(key)", "DELETE FROM \(table)"] {
        #expect(await #expect(throws: DatabaseError.self, "\(table)") { _ = try await run(change) }?.sqlstate == "42501", "\(table)")
      }
      return
    }
    #expect(try await run("UPDATE \(table) SET \(key) = \(key) WHERE \(key) = \(theirs) RETURNING 1")?.isEmpty == true, "\(table)")
    #expect(try await run("DELETE FROM \(table) WHERE \(key) = \(theirs) RETURNING 1")?.isEmpty == true, "\(table)")
    let error = await #expect(throws: DatabaseError.self, "\(table)") {
      _ = try await run("UPDATE \(table) SET \(key) = \(theirs) WHERE \(key) = \(mine)")
    }
    #expect(error?.sqlstate == "42501", "\(table)")
  }

  @Test("Stores asked with another project's ids find nothing and change nothing")
  func stores() async throws {
    let (mine, theirs) = (try await Tenant.make(), try await Tenant.make())
    let task = try await theirs.admit()
    #expect(try await mine.ledger.state(of: task, project: mine.project) == nil)
    await #expect(throws: StorageError.self) { try await mine.apply(.noteAdded("hello"), to: task) }
    #expect(try await mine.projects.repositoryName(theirs.repository, project: mine.project) == nil)
    #expect(try await TaskSpecStore(database: mine.database).latest(task: task, project: mine.project) == nil)
    #expect(try await TaskSpecStore(database: mine.database).trackerKey(of: task, project: mine.project) == nil)
    #expect(try await theirs.state(task).revision == 1)
  }
}
