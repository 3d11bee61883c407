import Postgres
import Storage
import TestKit
import Testing

/// The rules of tenancy, read from the catalogue, so that a new table cannot forget one.
@Suite(.database, .timeLimit(.minutes(15)))
struct SchemaTests {
  private static let tenants = """
    SELECT pg_class.oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND (relname = 'projects'
      OR EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'project_id' AND NOT attisdropped))
    """

  private func names(_ sql: String) async throws -> [String] {
    try await (Tenant.run(sql).map(Array.init) ?? []).map { try $0.text(0) }
  }

  @Test("There are tenant tables, and only people, sessions and the history of the schema are none")
  func tables() async throws {
    let others = try await names(
      """
      SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'f')
        AND oid NOT IN (SELECT oid FROM (\(Self.tenants)) AS tenant) ORDER BY 1
      """)
    #expect(
      others == [
        "instance_events", "instance_settings", "login_challenges", "login_failures", "recovery_codes", "schema_migrations", "sessions",
        "users",
      ])
  }

  @Test("Row-level security is on and binds the owner in every tenant table")
  func security() async throws {
    let lax = try await names(
      """
      SELECT relname FROM pg_class JOIN (\(Self.tenants)) AS tenant USING (oid, relname)
      WHERE NOT relrowsecurity OR NOT relforcerowsecurity OR (SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid) <> 1
      """)
    #expect(lax == [])
  }

  @Test("Every primary key of a tenant table begins with the project")
  func primaryKeys() async throws {
    let wrong = try await names(
      """
      SELECT tenant.relname FROM (\(Self.tenants)) AS tenant WHERE tenant.relname <> 'projects' AND NOT EXISTS (
        SELECT FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
        WHERE indrelid = tenant.oid AND indisprimary AND attname = 'project_id')
      """)
    #expect(wrong == [])
  }

  @Test("Every unique index of a tenant table holds the project, except random tokens and names of projects")
  func uniqueIndexes() async throws {
    let wide = try await names(
      """
      SELECT pg_index.indexrelid::regclass::text FROM pg_index JOIN (\(Self.tenants)) AS tenant ON tenant.oid = indrelid
      WHERE indisunique AND relname <> 'projects' AND NOT EXISTS (
        SELECT FROM pg_attribute WHERE attrelid = indrelid AND attname = 'project_id' AND attnum = ANY (indkey)) ORDER BY 1
      """)
    #expect(wide == ["asana_hooks_token_key", "invites_token_hash_key"])
  }

  @Test("Every foreign key between tenant tables includes the project on both sides")
  func foreignKeys() async throws {
    let wrong = try await names(
      """
      SELECT conname FROM pg_constraint JOIN (\(Self.tenants)) AS tenant ON tenant.oid = conrelid
        JOIN (\(Self.tenants)) AS target ON target.oid = confrelid
      WHERE contype = 'f' AND NOT EXISTS (
        SELECT FROM unnest(conkey, confkey) AS pair (mine, theirs)
          JOIN pg_attribute AS own ON own.attrelid = conrelid AND own.attnum = pair.mine AND own.attname = 'project_id'
          JOIN pg_attribute AS other ON other.attrelid = confrelid AND other.attnum = pair.theirs
            AND other.attname = CASE target.relname WHEN 'projects' THEN 'id' ELSE 'project_id' END)
      """)
    #expect(wrong == [])
  }

  @Test("The application role owns nothing and may not step around row-level security, whoever connects")
  func role() async throws {
    let powers = try await Tenant.number(
      """
      SELECT (SELECT count(*) FROM pg_class WHERE relowner = 'autoflow_app'::regrole)
        + (SELECT count(*) FROM pg_roles WHERE rolname = 'autoflow_app' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb))
        + (SELECT count(*) FROM pg_auth_members WHERE member = 'autoflow_app'::regrole)
      """)
    #expect(powers == 0)
    let session = try await TestDatabase.current.database.query(Self.session)
    #expect(try session[0].text(0) == "autoflow_app")
    #expect(try session[0].text(1) == "off")
  }

  private static let session = Statement("test.session", "SELECT current_user::text, current_setting('is_superuser')")

  @Test("The application role can neither change the schema nor the record of migrations")
  func rights() async throws {
    let session = try await ScriptSession.open(
      DatabaseConfiguration(url: TestDatabase.current.ownerURL, role: "autoflow_app"), loops: TestDatabase.loops)
    defer { session.close() }
    for script in [
      "CREATE TABLE extra (n int)", "ALTER TABLE tasks DISABLE ROW LEVEL SECURITY", "DROP POLICY tenant ON tasks", "TRUNCATE tasks",
      "DELETE FROM schema_migrations",
    ] {
      let error = await #expect(throws: DatabaseError.self, "\(script)") { try await session.run(script) }
      #expect(error?.sqlstate == "42501", "\(script)")
    }
  }
}
