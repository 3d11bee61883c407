import Domain
import HTTP
import Pipeline
import Postgres
import Storage
import TestKit
import Testing

@testable import Web

/// `/p/:slug/knowledge` as people use it, without scripts.
@Suite(.database, .timeLimit(.minutes(15)))
struct KnowledgeTests {
  /// A project with an editor and a viewer.
  private struct Stage {
    let fixture: WebFixture
    let project: ProjectID
    let path: String
    let editor: Person
    let viewer: Person

    init() async throws {
      fixture = try WebFixture()
      let slug = "k-\(UInt32.random(in: 0 ... .max))"
      project = try await fixture.project(slug)
      path = "/p/\(slug)/knowledge"
      editor = try await fixture.person("editor-\(slug)")
      viewer = try await fixture.person("viewer-\(slug)")
      try await fixture.join(editor, project, as: .editor)
      try await fixture.join(viewer, project, as: .viewer)
    }

    /// - Returns: the path of the new note.
    func make(_ title: String, _ body: String) async throws -> String {
      let answer = await fixture.post(path + "/new", [("title", title), ("body", body)], as: editor)
      #expect(answer.status == 303, "\(answer.text)")
      return try #require(answer.location)
    }

    func get(_ path: String) async -> Answer { await fixture.get(path, as: editor) }

    func save(_ note: String, _ fields: [(String, String)], as person: Person? = nil) async -> Answer {
      await fixture.post(note + "/edit", fields, as: person ?? editor)
    }

    /// The path of the project's context.
    func context() async throws -> String {
      let id = try await fixture.number("SELECT id FROM project_notes WHERE project_id = \(project) AND is_context")
      return "\(path)/\(id)"
    }
  }

  @Test func `a project without notes says what to do next, to people who can do it`() async throws {
    let stage = try await Stage()
    let list = await stage.get(stage.path)
    #expect(list.status == 200)
    #expect(list.page.faults == [])
    #expect(list.page.contains("No notes yet"))
    #expect(list.page.links.filter { $0 == stage.path + "/new" }.count == 2)
    #expect(list.page.links.contains(try await stage.context()))
    let viewed = await stage.fixture.get(stage.path, as: stage.viewer)
    #expect(viewed.page.contains("No notes yet"))
    #expect(!viewed.page.links.contains(stage.path + "/new"))
  }

  @Test func `a note is written, read as HTML, changed, and listed by its title`() async throws {
    let stage = try await Stage()
    let note = try await stage.make(
      "  Deploying   to\tproduction ", "# Steps\r\n\r\n1. Run `make`\r\n\r\nLook: <script>alert(1)</script> [x](javascript:alert(1))")
    let page = await stage.fixture.get(note, as: stage.viewer)
    #expect(page.page.faults == [])
    #expect(page.page.contains("<h2>Steps</h2>"))
    #expect(page.page.contains("&lt;script&gt;alert(1)&lt;/script&gt; x"))
    #expect(page.page.contains("Version 1, saved by editor-"))
    #expect(!page.page.links.contains(note + "/edit"))
    let form = await stage.get(note + "/edit")
    #expect(form.page.faults == [])
    #expect(form.page.field("title") == "Deploying to production")
    let saved = await stage.save(note, [("version", "1"), ("title", "Deploying"), ("body", "New")])
    #expect(saved.status == 303)
    #expect(saved.location == note)
    #expect(saved.cookie("flash") == "knowledge-saved")
    let list = await stage.get(stage.path)
    #expect(list.page.contains(">Deploying</a>"))
    #expect(!list.page.contains("No notes yet"))
    #expect(
      try await stage.fixture.number("SELECT count(*) FROM project_note_versions WHERE note_id = \(note.split(separator: "/").last ?? "0")")
        == 2)
  }

  @Test func `saving the same text again makes no version`() async throws {
    let stage = try await Stage()
    let note = try await stage.make("A", "text")
    #expect(await stage.save(note, [("version", "1"), ("title", "A"), ("body", "text")]).status == 303)
    #expect(await stage.get(note).page.contains("Version 1,"))
  }

  @Test func `the preview shows what was typed and stores nothing`() async throws {
    let stage = try await Stage()
    let fields = [("title", "T"), ("body", "**bold** <img src=x onerror=alert(1)>"), ("preview", "1")]
    let fresh = await stage.fixture.post(stage.path + "/new", fields, as: stage.editor)
    #expect(fresh.status == 200)
    #expect(fresh.page.faults == [])
    #expect(fresh.page.contains("<strong>bold</strong> &lt;img src=x onerror=alert(1)&gt;"))
    #expect(fresh.page.field("title") == "T")
    #expect(fresh.page.contains("**bold** &lt;img src=x onerror=alert(1)&gt;</textarea>"))
    #expect(try await stage.fixture.number("SELECT count(*) FROM project_notes WHERE project_id = \(stage.project)") == 1)
    let note = try await stage.make("A", "text")
    let old = await stage.save(note, [("version", "1"), ("title", "A"), ("body", "*other*"), ("preview", "1")])
    #expect(old.page.contains("<em>other</em>"))
    #expect(old.page.field("version") == "1")
    #expect(await stage.get(note).page.contains("<p>text</p>"))
  }

  @Test(arguments: [
    ("", "text", "Enter a title."), ("   ", "text", "Enter a title."),
    (String(repeating: "ж", count: 201), "text", "A title has at most 200"),
    ("T", String(repeating: "ж", count: 32_769), "A note has at most 64 KB; this one is 2 bytes longer."),
  ])
  func `what does not fit comes back as it was typed, with the reason at the field`(title: String, body: String, reason: String)
    async throws
  {
    let stage = try await Stage()
    let answer = await stage.fixture.post(stage.path + "/new", [("title", title), ("body", body)], as: stage.editor)
    #expect(answer.status == 422)
    #expect(answer.page.contains(reason))
    #expect(answer.page.contains("aria-invalid=\"true\""))
    #expect(answer.page.contains(body + "</textarea>"))
    #expect(answer.page.faults == [])
  }

  @Test func `a note of 64 KB in the longest form it can be sent is taken`() async throws {
    let stage = try await Stage()
    let note = try await stage.make("T", String(repeating: "\n", count: 65_535) + "x")
    #expect(await stage.get(note).page.contains("<p>x</p>"))
    let form = [("title", "T"), ("body", String(repeating: "\r\n", count: 65_535) + "x")].map {
      PercentEncoding.encode($0) + "=" + PercentEncoding.encode($1)
    }
    #expect(form.joined(separator: "&").utf8.count < NoteEditor.bodyLimit)
  }

  @Test func `when two people write at once nothing of either is lost`() async throws {
    let stage = try await Stage()
    let note = try await stage.make("Plan", "one\ntwo\nthree")
    let other = try await stage.fixture.person("other-\(stage.project)")
    try await stage.fixture.join(other, stage.project, as: .editor)
    #expect(await stage.save(note, [("version", "1"), ("title", "Plan B"), ("body", "one\n2\nthree")], as: other).status == 303)

    let mine = [("version", "1"), ("title", "Plan"), ("body", "one\ntwo\nthree\nfour")]
    let conflict = await stage.save(note, mine)
    #expect(conflict.status == 409)
    #expect(conflict.page.faults == [])
    #expect(conflict.page.contains("other-\(stage.project) saved version 2 while you were writing."))
    #expect(conflict.page.contains("The title there is “Plan B”."))
    #expect(conflict.page.contains("data-kind=\"removed\"><del>2</del>"))
    #expect(conflict.page.contains("data-kind=\"added\"><ins>two</ins>"))
    #expect(conflict.page.contains("one\ntwo\nthree\nfour</textarea>"))
    #expect(conflict.page.field("version") == "2")
    #expect(await stage.get(note).page.contains("Plan B"), "theirs stands until mine is saved knowingly")

    #expect(await stage.save(note, [("version", "2")] + mine.dropFirst()).status == 303)
    #expect(await stage.get(note + "/versions/2").page.contains("Plan B"))
    #expect(await stage.get(note).page.contains("Version 3,"))
  }

  @Test func `two saves of one version at the same moment make one version and one conflict`() async throws {
    let stage = try await Stage()
    let note = try await stage.make("Plan", "start")
    let statuses = await withTaskGroup(of: Int.self) { group in
      for number in 0..<4 {
        group.addTask { await stage.save(note, [("version", "1"), ("title", "Plan"), ("body", "text \(number)")]).status }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses.sorted() == [303, 409, 409, 409])
  }

  @Test func `versions are listed, read, compared either way round, and restored as a further one`() async throws {
    let stage = try await Stage()
    let note = try await stage.make("Plan", (1...20).map(String.init).joined(separator: "\n"))
    _ = await stage.save(
      note, [("version", "1"), ("title", "New plan"), ("body", (1...19).map(String.init).joined(separator: "\n") + "\ntwenty")])
    let versions = await stage.get(note + "/versions")
    #expect(versions.page.faults == [])
    #expect(versions.page.links.contains(note + "/versions/1") && versions.page.links.contains(note + "/versions/2"))
    let old = await stage.get(note + "/versions/1")
    #expect(old.page.faults == [])
    #expect(old.page.contains("This is an old version."))
    for query in ["from=1&to=2", "from=2&to=1"] {
      let comparison = await stage.get(note + "/compare?" + query)
      #expect(comparison.page.faults == [])
      #expect(comparison.page.contains("<span class=\"diff-gap\">16 lines unchanged</span>"))
      #expect(comparison.page.contains("<del>20</del>") && comparison.page.contains("<ins>twenty</ins>"))
      #expect(comparison.page.contains("<del>Plan</del> → <ins>New plan</ins>"))
    }
    let same = await stage.get(note + "/compare?from=1&to=1")
    #expect(same.page.contains("The texts are the same."))
    let restored = await stage.fixture.post(note + "/restore", [("version", "1")], as: stage.editor)
    #expect(restored.status == 303)
    let page = await stage.get(note)
    #expect(page.page.contains("Version 3,") && page.page.contains(">Plan</h1>"))
  }

  @Test func `a long history comes in pages`() async throws {
    let stage = try await Stage()
    let note = try await stage.make("Plan", "0")
    for version in 1...54 { _ = await stage.save(note, [("version", "\(version)"), ("title", "Plan"), ("body", "\(version)")]) }
    let first = await stage.get(note + "/versions")
    #expect(first.page.links.contains(note + "/versions/55") && !first.page.links.contains(note + "/versions/5"))
    let older = try #require(first.page.links.first { $0.contains("before=") })
    let second = await stage.get(older)
    #expect(second.page.links.contains(note + "/versions/5") && second.page.links.contains(note + "/versions/1"))
  }

  @Test(arguments: [
    "/versions/0", "/versions/x", "/versions/99", "/compare", "/compare?from=1&to=99", "/compare?from=-1&to=1", "/versions?before=x",
  ])
  func `a version that does not exist is no failure of ours`(tail: String) async throws {
    let stage = try await Stage()
    let note = try await stage.make("Plan", "text")
    #expect([400, 404].contains(await stage.get(note + tail).status))
  }

  @Test func `a deleted note is gone from every page`() async throws {
    let stage = try await Stage()
    let note = try await stage.make("Plan", "text")
    #expect(await stage.fixture.post(note + "/delete", as: stage.editor).location == stage.path)
    for tail in ["", "/edit", "/versions", "/versions/1", "/compare?from=1&to=1"] {
      #expect(await stage.get(note + tail).status == 404, "\(tail)")
    }
    #expect(await stage.save(note, [("version", "1"), ("title", "T"), ("body", "x")]).status == 404)
    #expect(!(await stage.get(stage.path)).page.links.contains(note))
    #expect(await stage.fixture.post(note + "/delete", as: stage.editor).status == 404)
  }

  @Test func `the project's context goes into issues, keeps its versions, and cannot be deleted`() async throws {
    let stage = try await Stage()
    let context = try await stage.context()
    let page = await stage.get(context)
    #expect(page.page.contains("Project context") && page.page.contains("goes into every issue"))
    #expect(!page.page.contains(context + "/delete"))
    #expect(await stage.save(context, [("version", "1"), ("body", "Run the tests.")]).status == 303)
    let store = ProjectStore(database: TestDatabase.current.database)
    #expect(try await store.context(of: stage.project).notes == "Run the tests.")
    #expect(await stage.fixture.post(context + "/delete", as: stage.editor).status == 404)
    _ = await stage.fixture.post(context + "/restore", [("version", "1")], as: stage.editor)
    #expect(try await store.context(of: stage.project).notes == "")
    #expect(await stage.get(context).page.contains("Version 3,"))
  }

  @Test func `a note of another project does not exist here`() async throws {
    let (stage, other) = (try await Stage(), try await Stage())
    let foreign = try await other.make("Secret plan", "text")
    let id = try #require(foreign.split(separator: "/").last)
    for tail in ["", "/edit", "/versions", "/versions/1", "/compare?from=1&to=1"] {
      #expect(await stage.get("\(stage.path)/\(id)\(tail)").status == 404)
    }
    #expect(await stage.save("\(stage.path)/\(id)", [("version", "1"), ("title", "T"), ("body", "x")]).status == 404)
    #expect(await stage.fixture.post("\(stage.path)/\(id)/delete", as: stage.editor).status == 404)
    #expect(await stage.fixture.get(foreign, as: stage.editor).status == 404)
  }

  @Test(arguments: ["/new", "/1/edit", "/1/delete", "/1/restore"])
  func `a viewer changes nothing by a direct post`(tail: String) async throws {
    let stage = try await Stage()
    #expect(await stage.fixture.post(stage.path + tail, [("version", "1"), ("title", "T"), ("body", "x")], as: stage.viewer).status == 403)
  }

  @Test func `every change leaves an audit row with the title and without the text`() async throws {
    let stage = try await Stage()
    let note = try await stage.make("Plan", "hush")
    _ = await stage.save(note, [("version", "1"), ("title", "Plan"), ("body", "hush hush")])
    _ = await stage.fixture.post(note + "/restore", [("version", "1")], as: stage.editor)
    _ = await stage.fixture.post(note + "/delete", as: stage.editor)
    let rows = try await TestDatabase.current.runAsOwner(
      "SELECT event_type, ref_json::text, actor, address FROM project_events WHERE project_id = \(stage.project) ORDER BY id")
    let events = try (rows.map(Array.init) ?? []).map { (type: try $0.text(0), details: try $0.text(1), actor: try $0.text(2)) }
    #expect(events.map(\.type) == ["note.created", "note.saved", "note.restored", "note.deleted"])
    #expect(events.allSatisfy { $0.details.contains("Plan") && !$0.details.contains("hush") && $0.actor == stage.editor.name })
  }

  @Test func `the two hundredth note is the last`() async throws {
    let stage = try await Stage()
    try await TestDatabase.current.runAsOwner(
      """
      WITH made AS (INSERT INTO project_notes (project_id, title) SELECT \(stage.project), 'N' || n FROM generate_series(1, 199) AS n RETURNING id)
      INSERT INTO project_note_versions (project_id, note_id, version, title, body) SELECT \(stage.project), id, 1, 'N', '' FROM made
      """)
    _ = try await stage.make("The last", "text")
    let refused = await stage.fixture.post(stage.path + "/new", [("title", "One more"), ("body", "typed")], as: stage.editor)
    #expect(refused.status == 422)
    #expect(refused.page.contains("at most 200 notes") && refused.page.contains("typed</textarea>"))
    #expect(await stage.get(stage.path).page.contains("The last"))
  }
}
