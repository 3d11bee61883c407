import Crypto
import Domain
import FoundationEssentials
import Postgres
import Storage
import TestKit
import Testing

/// S3-024: a database of the first release, with data in it, becomes one of this release.
@Suite(.database(migrations: TestFolders.root + "/Tests/Fixtures/NoMigrations", role: nil), .timeLimit(.minutes(15)))
struct UpgradeTests {
  private static let master = MasterKey(.random())

  @Test func `a database of version 1 keeps every row and every secret`() async throws {
    let owner = try await ScriptSession.open(DatabaseConfiguration(url: TestDatabase.current.ownerURL), loops: TestDatabase.loops)
    defer { owner.close() }
    try await migrateToFirstVersion()
    try await owner.run("SET app.scope = 'system'")
    try await Self.fill(owner)
    let before = try await Self.dump(owner)
    #expect(before.values.allSatisfy { !$0.isEmpty }, "every table of version 1 has a row")

    let migrator = try Migrator(database: TestDatabase.current.database, folder: TestFolders.root + "/Migrations")
    #expect(try await migrator.migrate().first?.hasPrefix("0002_") == true)
    #expect(try await migrator.check() == .current)
    for (table, rows) in before {
      for row in rows {
        let kept = try await owner.run("SELECT count(*) FROM \(table) AS line WHERE to_jsonb(line) @> \(ScriptSession.literal(row))::jsonb")
        #expect(try kept?.first?.int(0) == 1, "\(table) lost \(row)")
      }
      let count = try await owner.run("SELECT count(*) FROM \(table)")?.first?.int(0)
      #expect(count.map(Int.init) == rows.count, "\(table)")
    }
    try await expectSecrets()
  }

  /// A folder with the first migration alone, as the first release had it.
  private func migrateToFirstVersion() async throws {
    let folder = "/tmp/autoflow-first-version-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.copyItem(
      atPath: TestFolders.root + "/Migrations/0001_foundation.sql", toPath: folder + "/0001_foundation.sql")
    let migrator = try Migrator(database: TestDatabase.current.database, folder: folder)
    #expect(try await migrator.migrate() == ["0001_foundation.sql"])
  }

  /// Rows of every table but the record of migrations, as JSON.
  private static func dump(_ owner: ScriptSession) async throws -> [String: [String]] {
    let tables = try await owner.run(
      "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'schema_migrations'")
    var dump: [String: [String]] = [:]
    for table in try (tables.map(Array.init) ?? []).map({ try $0.text(0) }) {
      let rows = try await owner.run("SELECT to_jsonb(line)::text FROM \(table) AS line")
      dump[table] = try (rows.map(Array.init) ?? []).map { try $0.text(0) }
    }
    return dump
  }

  /// At least one row in each table, in two projects, with secrets sealed as the first release sealed them.
  private static func fill(_ owner: ScriptSession) async throws {
    try await owner.run(
      """
      INSERT INTO users (id, username, password_hash, is_admin) VALUES (7, 'anna', 'x', true), (8, 'boris', 'y', false);
      INSERT INTO sessions (token_hash, user_id, expires_at) VALUES (sha256('s'), 7, now() + interval '1 day');
      INSERT INTO login_failures VALUES ('anna', 3, now());
      """)
    for project in [Int64(3), 4] {
      try await owner.run(rows(of: project))
      let key = ProjectKey()
      let wrapped = key.wrapped(by: master, context: SealContext(projectID: project, name: "project-key", version: 1))
      try await owner.run("INSERT INTO project_keys (project_id, wrapped) VALUES (\(project), '\\x\(Hex.encode(wrapped))')")
      for (name, version) in [("asana.token", Int64(1)), ("github.token", 5)] {
        let sealed = Envelope.seal(
          SecretBytes("\(name) of \(project)"), key: key.key, context: SealContext(projectID: project, name: name, version: version))
        try await owner.run(
          """
          INSERT INTO project_secrets (project_id, name, version, sealed)
          VALUES (\(project), '\(name)', \(version), '\\x\(Hex.encode(sealed))')
          """)
      }
    }
  }

  private static func rows(of project: Int64) -> String {
    """
    INSERT INTO projects (id, public_id, slug, name, notes) VALUES (\(project), repeat('p', 16) || \(project), 'p\(project)', 'P', '# Notes');
    INSERT INTO project_memberships VALUES (\(project), 7, 'admin'), (\(project), 8, 'viewer');
    INSERT INTO asana_settings (project_id, workspace_gid) VALUES (\(project), '1');
    INSERT INTO asana_auto_values (project_id, name) VALUES (\(project), 'Yes');
    INSERT INTO asana_status_map (project_id, name, hold) VALUES (\(project), 'Blocked', 'blocked');
    INSERT INTO asana_projects (project_id, gid) VALUES (\(project), '77');
    INSERT INTO asana_hooks (project_id, token, asana_project_gid, state, target)
      VALUES (\(project), repeat('t', 32) || \(project), '77', 'active', 'x');
    INSERT INTO github_hook_health (project_id) VALUES (\(project));
    INSERT INTO repositories (project_id, id, name, is_default) VALUES (\(project), \(project), 'acme/api', true);
    INSERT INTO repository_map (project_id, name, repository_id) VALUES (\(project), 'api', \(project));
    INSERT INTO project_links (project_id, position, kind, url, title) VALUES (\(project), 0, 'k', 'u', 't');
    INSERT INTO project_contacts (project_id, position, role, name, handle) VALUES (\(project), 0, 'r', 'n', 'h');
    INSERT INTO tasks (project_id, id, asana_gid, title, status, stage) VALUES (\(project), \(project), '1', 't', 'RECEIVED', 'received');
    INSERT INTO taskspecs (project_id, task_id, version, spec) VALUES (\(project), \(project), 1, '{"title": "t"}');
    INSERT INTO task_events (project_id, task_id, source, event_type) VALUES (\(project), \(project), 'system', 'error');
    INSERT INTO pull_requests VALUES (\(project), \(project), 7, 'u', 't', 'a', 'h', 'b', 'open', NULL, NULL, now());
    INSERT INTO pull_request_issues VALUES (\(project), \(project), 12, 7, true);
    INSERT INTO task_pull_requests VALUES (\(project), \(project), \(project), 7, 1);
    INSERT INTO workflow_runs VALUES (\(project), \(project), 1, 1, 1, 'n', 'c', 'b', 'push', NULL, 'u', now());
    INSERT INTO deliveries (project_id, source, external_id, event, summary, request_id) VALUES (\(project), 'github', 'd', 'push', '{}', 'r');
    INSERT INTO jobs (project_id, kind, key) VALUES (\(project), 'effect', 'k');
    """
  }

  /// Read as the product does, in the role it works in.
  private func expectSecrets() async throws {
    let database = Database(
      configuration: DatabaseConfiguration(url: TestDatabase.current.ownerURL, role: "autoflow_app"), loops: TestDatabase.loops)
    let vault = SecretVault(database: database, master: Self.master)
    for project in [ProjectID(rawValue: 3), ProjectID(rawValue: 4)] {
      for name in [SecretName.asanaToken, .githubToken] {
        #expect(try await vault.find(name, project: project) == SecretBytes("\(name) of \(project)"))
      }
      try await vault.save(SecretBytes("next"), as: .githubToken, project: project)
      #expect(try await vault.find(.githubToken, project: project) == SecretBytes("next"))
    }
    await database.close()
  }
}
