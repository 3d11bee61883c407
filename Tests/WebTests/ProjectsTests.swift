import Domain
import HTTP
import Storage
import TestKit
import Testing

@testable import Web

/// `/app` and `/app/new`.
@Suite(.database, .serialized) struct ProjectsTests {
  private static func secrets(_ project: ProjectID, _ names: String...) async throws {
    try await TestDatabase.current.runAsOwner(
      "INSERT INTO project_keys (project_id, generation, wrapped) VALUES (\(project), 1, 'x') ON CONFLICT DO NOTHING")
    for name in names {
      try await TestDatabase.current.runAsOwner(
        "INSERT INTO project_secrets (project_id, name, version, generation, sealed) VALUES (\(project), '\(name)', 1, 1, 'x')")
    }
  }

  private static func check(_ project: ProjectID, _ system: String, _ account: String = "", failure: String? = nil) async throws {
    let failing = failure.map { "now() - interval '2 hours', '\($0)'" } ?? "NULL, NULL"
    try await TestDatabase.current.runAsOwner(
      """
      INSERT INTO integration_checks (project_id, system, account, failing_since, failure)
        VALUES (\(project), '\(system)', '\(account)', \(failing))
        ON CONFLICT (project_id, system) DO UPDATE SET account = excluded.account, failing_since = excluded.failing_since,
          failure = excluded.failure
      """)
  }

  @Test func `each connection is said in words, from not configured to connected and failing`() async throws {
    let web = try WebFixture()
    let person = try await web.person("status", isAdmin: true)
    let project = try await web.project("status", name: "Status")
    func page() async -> Answer { await web.get("/app?q=status", as: person) }
    #expect(await page().page.contains("Asana not configured"))
    try await Self.secrets(project, "asana.token", "github.token", "github.webhook_secret")
    #expect(await page().page.contains("Asana without project"))
    try await TestDatabase.current.runAsOwner("INSERT INTO asana_projects (project_id, gid) VALUES (\(project), '1')")
    #expect(await page().page.contains("Asana never checked"))
    #expect(await page().page.contains("GitHub never checked"))
    try await Self.check(project, "asana", "Ann")
    try await Self.check(project, "github", "octo-ann")
    #expect(await page().page.contains("Asana without webhook"))
    #expect(await page().page.contains("GitHub no delivery yet"))
    try await TestDatabase.current.runAsOwner(
      """
      INSERT INTO asana_hooks (project_id, token, asana_project_gid, state, target) VALUES (\(project), repeat('s', 40), '1', 'active', 'x');
      INSERT INTO deliveries (project_id, source, external_id, event, summary, request_id) VALUES (\(project), 'github', 'd', 'ping', '{}', 'r')
      """)
    #expect(await page().page.contains("Asana connected as Ann"))
    #expect(await page().page.contains("GitHub connected as octo-ann"))
    for failure in IntegrationCheck.Failure.allCases {
      try await Self.check(project, "github", "octo-ann", failure: failure.rawValue)
      let answer = await page()
      #expect(answer.page.contains("GitHub failing since"))
      #expect(answer.text.contains("integration-reason"))
      #expect(answer.page.contains("Asana connected as Ann"))
      #expect(answer.page.faults == [])
    }
  }

  @Test func `with nothing to open the page says what to do next`() async throws {
    let web = try WebFixture()
    let member = try await web.person("newcomer")
    let page = await web.get("/app", as: member).page
    #expect(page.contains("Ask an admin for an invitation link"))
    #expect(!page.links.contains("/app/new"))
    #expect(page.faults == [])
  }

  @Test func `many projects come in pages with a search, by name or address, whatever signs it holds`() async throws {
    let web = try WebFixture()
    let person = try await web.person("many", isAdmin: true)
    try await TestDatabase.current.runAsOwner(
      """
      INSERT INTO projects (public_id, slug, name) SELECT md5('many' || n), 'many-' || n, 'Many ' || lpad(n::text, 3, '0')
      FROM generate_series(1, 120) AS n;
      INSERT INTO projects (public_id, slug, name) VALUES (md5('percent'), 'percent', '100% of _it_\\'), (md5('ru'), 'ru', 'Склад')
      """)
    let first = await web.get("/app?q=many", as: person).page
    #expect(first.links.filter { $0.hasPrefix("/p/many-") }.count == 100, "each line has two links")
    #expect(first.contains("1–50 of 120"))
    #expect(first.links.contains("/app?q=many&amp;page=2"))
    let last = await web.get("/app?q=many&page=3", as: person).page
    #expect(last.contains("101–120 of 120"))
    #expect(last.links.contains("/app?q=many&amp;page=2"))
    for (query, slug) in [("100%25", "percent"), ("_it_", "percent"), ("%5C", "percent"), ("MANY-77", "many-77"), ("склад", "ru")] {
      let found = await web.get("/app?q=\(query)", as: person).page
      #expect(Set(found.links.filter { $0.hasPrefix("/p/") }) == ["/p/\(slug)"], "\(query)")
    }
    let none = await web.get("/app?q=nothing-like-it", as: person)
    #expect(none.page.contains("Nothing found"))
    #expect(none.page.faults == [])
    for bad in ["page=0", "page=x", "page=99999", "q=" + String(repeating: "x", count: 101)] {
      #expect(await web.get("/app?\(bad)", as: person).status == 400, "\(bad)")
    }
  }

  @Test func `archived projects stand apart`() async throws {
    let web = try WebFixture()
    let person = try await web.person("archivist", isAdmin: true)
    _ = try await web.project("kept", name: "Kept")
    try await TestDatabase.current.runAsOwner(
      "INSERT INTO projects (public_id, slug, name, archived_at) VALUES (md5('gone'), 'gone', 'Gone', now())")
    let active = await web.get("/app?q=kept", as: person).page
    #expect(active.links.contains("/app?archived=1"))
    #expect(await !web.get("/app?q=gone", as: person).page.links.contains("/p/gone"))
    let archived = await web.get("/app?archived=1", as: person).page
    #expect(archived.links.contains("/p/gone"))
    #expect(!archived.links.contains("/p/kept"))
    #expect(archived.faults == [])
  }

  // MARK: Making one

  @Test func `only admins of the instance make projects, and for others the page does not exist`() async throws {
    let web = try WebFixture()
    let (owner, member) = (try await web.person("maker", isAdmin: true), try await web.person("not-maker"))
    for path in ["/app/new", "/app/new/slug?slug=x"] {
      #expect(await web.get(path, as: owner).status == 200)
      #expect(await web.get(path, as: member).status == 404)
      #expect(await web.get(path).status == 303)
    }
    #expect(await web.post("/app/new", [("name", "X"), ("slug", "x-of-member")], as: member).status == 404)
    #expect(try await web.number("SELECT count(*) FROM projects WHERE slug = 'x-of-member'") == 0)
    #expect(await web.get("/app/new", as: owner).page.faults == [])
  }

  @Test func `whoever makes a project is its admin, is led to its settings, and stands in its audit`() async throws {
    let web = try WebFixture()
    let owner = try await web.person("founder", isAdmin: true)
    let answer = await web.post("/app/new", [("name", "  Бэкенд и API  "), ("slug", "")], as: owner)
    #expect(answer.location == "/p/bekend-i-api/settings")
    #expect(
      try await web.number(
        """
        SELECT count(*) FROM projects JOIN project_memberships ON project_id = projects.id
        WHERE slug = 'bekend-i-api' AND name = 'Бэкенд и API' AND user_id = \(owner.id) AND role = 'admin'
        """) == 1)
    #expect(
      try await web.number(
        "SELECT count(*) FROM project_events WHERE event_type = 'project.created' AND actor = 'founder' AND address = '198.51.100.7'") == 1)
    #expect(await web.post("/app/new", [("name", "Бэкенд и API")], as: owner).location == "/p/bekend-i-api-2/settings")
  }

  static let refused: [(name: String, slug: String, field: String, text: String)] = [
    ("", "fine", "name", "Give the project a name."), ("Taken", "taken-slug", "slug", "Another project has this address"),
    ("New", "new", "slug", "belongs to the product"), ("Big", "Big", "slug", "lower-case"), ("End", "end-", "slug", "lower-case"),
    ("!!!", "", "slug", "no letters or digits"), (String(repeating: "x", count: 201), "long", "name", "at most 200"),
  ]

  @Test(arguments: refused) func `what cannot be made is told at its field, and stays as it was typed`(
    name: String, slug: String, field: String, text: String
  ) async throws {
    let web = try WebFixture()
    let owner = try await web.person("refused", isAdmin: true)
    if slug == "taken-slug", try await web.number("SELECT count(*) FROM projects WHERE slug = 'taken-slug'") == 0 {
      _ = try await web.project("taken-slug")
    }
    let before = try await web.number("SELECT count(*) FROM projects")
    let answer = await web.post("/app/new", [("name", name), ("slug", slug)], as: owner)
    #expect(answer.status == 422)
    #expect(answer.page.contains(text))
    #expect(answer.page.faults == [])
    let inputs = answer.page.all("input").filter { ["name", "slug"].contains($0["name"]) }
    #expect(inputs.first { $0["name"] == field }?["aria-invalid"] == "true")
    #expect(inputs.first { $0["name"] == field }?["aria-describedby"]?.contains("\(field)-error") == true)
    #expect(inputs.first { $0["name"] == "slug" }?["value"] == slug)
    #expect(try await web.number("SELECT count(*) FROM projects") == before)
  }

  @Test(arguments: [
    ("slug=free-one", "free-one", "/p/free-one is free."), ("slug=new", "new", "belongs to the product"),
    ("slug=A", "A", "lower-case"),
    ("name=%D0%A9%D1%83%D0%BA%D0%B0%20%26%20%D1%81%D1%8B%D0%BD%D0%BE%D0%B2%D1%8C%D1%8F", "shchuka-synovia", "is free"),
    ("name=Caf%C3%A9+Zo%C3%AB%21", "cafe-zoe", "is free"), ("name=%E6%97%A5%E6%9C%AC", "", "no letters or digits"),
    ("slug=%3Cscript%3E", "&lt;script&gt;", "lower-case"),
  ]) func `an address is checked while it is typed, and suggested for a name`(query: String, slug: String, text: String) async throws {
    let web = try WebFixture()
    let owner = try await web.person("typist", isAdmin: true)
    let answer = await web.get("/app/new/slug?\(query)", as: owner)
    #expect(answer.status == 200)
    #expect(answer.text.contains("data-slug=\"\(slug)\""))
    #expect(answer.text.contains(text))
  }
}
