import Crypto
import Domain
import Pipeline
import Postgres
import Storage
import TestKit
import Testing

/// `projects.notes` and the history of it, whoever writes.
@Suite(.database, .timeLimit(.minutes(15)))
struct ProjectContextTests {
  private func versions(_ tenant: Tenant) async throws -> [String] {
    let rows = try await Tenant.run(
      """
      SELECT body FROM project_note_versions JOIN project_notes USING (project_id) WHERE project_id = \(tenant.project) AND note_id = id
        AND is_context ORDER BY project_note_versions.version
      """)
    return try (rows.map(Array.init) ?? []).map { try $0.text(0) }
  }

  private func apply(_ notes: String?, _ tenant: Tenant) async throws {
    var definition = ProjectDefinition(slug: tenant.slug)
    definition.notes = notes
    _ = try await tenant.projects.apply(
      definition, secrets: [], vault: SecretVault(database: tenant.database, master: .init(.random())), by: .command, requestID: "test")
  }

  @Test func `a project file's notes become versions of the context; the same ones twice, or none, change nothing`() async throws {
    let tenant = try await Tenant.make()
    #expect(try await versions(tenant) == [""])
    try await apply("# One", tenant)
    try await apply("# One", tenant)
    try await apply(nil, tenant)
    try await apply("# Two", tenant)
    #expect(try await versions(tenant) == ["", "# One", "# Two"])
    #expect(try await tenant.projects.context(of: tenant.project).notes == "# Two")
    let note = try #require(try await NoteStore(database: tenant.database).list(of: tenant.project, limit: 10).first)
    #expect(note.isContext && note.version == 3 && note.author == "")
  }

  @Test func `a page and a project file that write the context at the same moment do not block each other for good`() async throws {
    let tenant = try await Tenant.make()
    let notes = NoteStore(database: tenant.database)
    let context = try #require(try await notes.list(of: tenant.project, limit: 1).first)
    let user = UserID(
      rawValue: try await Tenant.number("INSERT INTO users (username, password_hash) VALUES ('u\(tenant.project)', 'x') RETURNING id"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<10 {
        group.addTask { try await apply("file \(number)", tenant) }
        group.addTask {
          let based = try await notes.find(context.id, version: nil, of: tenant.project)?.version ?? 0
          _ = try await notes.save(
            NoteStore.Text(title: "", body: "page \(number)", author: user, authorName: "anna"), of: context.id, based: based,
            in: tenant.project
          ) { AuditEvent("note.saved", ["version": "\($0)"], by: .command) }
        }
      }
      try await group.waitForAll()
    }
    let newest = try #require(try await notes.find(context.id, version: nil, of: tenant.project))
    #expect(try await tenant.projects.context(of: tenant.project).notes == newest.body)
    #expect(try await versions(tenant).count == Int(newest.version))
  }

  /// The embedded server has pgvector; on one that has not, nothing may change.
  @Test func `where the server has pgvector there is a column with an index for nearest texts, else nothing changes`() async throws {
    let available = try await Tenant.number("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'")
    let owner = Database(configuration: DatabaseConfiguration(url: TestDatabase.current.ownerURL), loops: TestDatabase.loops)
    // Several processes may migrate at once.
    let answers = try await withThrowingTaskGroup(of: EmbeddingPreparation.self) { group in
      for _ in 0..<6 { group.addTask { try await EmbeddingPreparation.run(owner) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let again = try await EmbeddingPreparation.run(owner)
    await owner.close()
    let expected: EmbeddingPreparation = available == 0 ? .absent : .ready
    #expect(answers == Array(repeating: expected, count: 6))
    #expect(again == expected)
    let column = "SELECT count(*) FROM pg_attribute WHERE attrelid = 'project_note_versions'::regclass AND attname = 'embedding'"
    #expect(try await Tenant.number(column) == available)
    guard available > 0 else { return }
    let tenant = try await Tenant.make()
    for (title, direction) in [("north", 1), ("east", 2)] {
      try await Tenant.run(
        """
        WITH made AS (INSERT INTO project_notes (project_id, title) VALUES (\(tenant.project), '\(title)') RETURNING id)
        INSERT INTO project_note_versions (project_id, note_id, version, title, body, embedding)
          SELECT \(tenant.project), id, 1, '\(title)', '', (SELECT array_agg((n = \(direction))::int)::vector FROM generate_series(1, 384) AS n) FROM made
        """)
    }
    let target = "(SELECT array_agg(CASE n WHEN 2 THEN 5 WHEN 1 THEN 1 ELSE 0 END)::vector FROM generate_series(1, 384) AS n)"
    let nearest = try await Tenant.run(
      "SELECT title FROM project_note_versions WHERE project_id = \(tenant.project) AND embedding IS NOT NULL ORDER BY embedding <=> \(target) LIMIT 1"
    )
    #expect(try nearest?.first?.text(0) == "east")
    let index = try await Tenant.run("SELECT indexdef FROM pg_indexes WHERE indexname = 'project_note_versions_embedding'")
    #expect(try index?.first?.text(0).contains("USING hnsw (embedding vector_cosine_ops)") == true)
  }

  @Test func `somebody who may not change the schema is told so, and everything stays as it was`() async throws {
    let answer = try await Tenant.run(
      """
      BEGIN; GRANT EXECUTE ON FUNCTION prepare_embeddings() TO autoflow_app; SET LOCAL ROLE autoflow_app;
      SELECT prepare_embeddings()
      """)
    let text = try #require(try answer?.first?.text(0))
    #expect(text == "absent" || text.hasPrefix("refused: "), "\(text)")
  }
}
