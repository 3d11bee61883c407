import Domain
import HTTP
import TestKit
import Testing

@testable import Web

@Suite(.database, .serialized) struct ScreenTests {
  @Test func `every page can be used by everybody`() async throws {
    let web = try WebFixture()
    for path in ["/login", "/init", "/nowhere"] { #expect(await web.get(path).page.faults == [], "\(path)") }
    let person = try await web.person("uma", isAdmin: true)
    #expect(await web.get("/app", as: person).page.faults == [])
    let project = try await web.project("usable")
    let task = try await web.task(project, "usable-1", repository: try await web.repository(project))
    for path in ["/app", "/p/usable", "/p/usable/t/\(task)", "/p/usable/webhooks", "/p/usable/settings", "/p/usable?status=FAILED"] {
      let answer = await web.get(path, as: person)
      #expect(answer.status == 200)
      #expect(answer.page.faults == [], "\(path)")
    }
  }

  @Test func `the rules for pages find faults`() {
    let bad = HTMLPage(
      "<html><body><h1>A</h1><h1>B</h1><input name=\"x\"><p id=\"a\" onclick=\"x()\"></p><p id=\"a\"></p><script>x</script></body></html>")
    #expect(bad.faults.count >= 8)
  }

  @Test func `settings show what is configured and never a secret`() async throws {
    let web = try WebFixture()
    let person = try await web.person("sid", isAdmin: true)
    let project = try await web.project("settings")
    try await TestDatabase.current.runAsOwner(
      """
      INSERT INTO project_keys (project_id, generation, wrapped) VALUES (\(project), 1, 'x');
      INSERT INTO project_secrets (project_id, name, version, generation, sealed)
        VALUES (\(project), 'asana.token', 1, 1, 'sealed bytes');
      INSERT INTO asana_settings (project_id, workspace_gid, auto_field_gid) VALUES (\(project), '1200001', '1200003');
      INSERT INTO asana_projects (project_id, gid, name) VALUES (\(project), '1200002', 'Board');
      INSERT INTO asana_auto_values (project_id, name) VALUES (\(project), 'Yes');
      INSERT INTO asana_status_map (project_id, name, hold) VALUES (\(project), 'Stopped', 'blocked');
      INSERT INTO project_links (project_id, position, kind, url, title) VALUES (\(project), 1, 'docs', 'https://example.com', 'Handbook');
      INSERT INTO project_contacts (project_id, position, role, name, handle) VALUES (\(project), 1, 'owner', 'Platform team', '@platform')
      """)
    let answer = await web.get("/p/settings/settings", as: person)
    for section in ["asana", "github", "status-map", "repository-map"] { #expect(answer.page.links.contains("#" + section)) }
    #expect(!answer.text.contains("sealed bytes"))
    #expect(answer.page.faults == [])
  }

  @Test func `the webhooks page has the addresses, the state of each hook, and a button for admins`() async throws {
    let web = try WebFixture()
    let person = try await web.person("wim", isAdmin: true)
    let project = try await web.project("hooks")
    let empty = await web.get("/p/hooks/webhooks", as: person)
    #expect(empty.text.contains("http://flow.example.com/webhooks/asana/public-id-of-hooks-0123456789"))
    #expect(empty.text.contains("Create the GitHub webhook by hand"))
    try await TestDatabase.current.runAsOwner(
      """
      INSERT INTO project_keys (project_id, generation, wrapped) VALUES (\(project), 1, 'x');
      INSERT INTO project_secrets (project_id, name, version, generation, sealed) VALUES (\(project), 'asana.token', 1, 1, 'x');
      INSERT INTO asana_projects (project_id, gid) VALUES (\(project), '1'), (\(project), '2');
      INSERT INTO asana_hooks (project_id, token, asana_project_gid, state, target, last_delivery_at, failures)
        VALUES (\(project), repeat('t', 40), '1', 'active', 'https://x', now(), 3);
      INSERT INTO deliveries (project_id, source, external_id, event, summary, request_id)
        VALUES (\(project), 'github', 'd1', 'ping', '{}', 'r')
      """)
    let answer = await web.get("/p/hooks/webhooks", as: person)
    #expect(answer.page.faults == [])
    for text in ["Project 1", "Project 2", "Missing", "Active"] { #expect(answer.text.contains(text), "\(text)") }
    #expect(!answer.text.contains("Create the GitHub webhook by hand"))
    let set = try #require(answer.page.all("form").compactMap { $0["action"] }.first { $0.hasSuffix("/webhooks/asana") })
    #expect(await web.post(set, as: person).location == "/p/hooks/webhooks")
    #expect(try await web.number("SELECT count(*) FROM jobs WHERE kind = 'hooks' AND project_id = \(project)") == 1)
  }

  @Test func `the list of projects says how each is connected and what needs attention`() async throws {
    let web = try WebFixture()
    let person = try await web.person("pia", isAdmin: true)
    let project = try await web.project("pia-project", name: "Pia's")
    _ = try await web.task(project, "pia-1")
    let answer = await web.get("/app", as: person)
    #expect(answer.text.contains("Pia&#39;s"))
    #expect(answer.text.contains("Asana not configured"))
    #expect(answer.text.contains("1 needs attention"))
    #expect(answer.page.links.contains("/p/pia-project"))
  }

  @Test(arguments: [("/", 303), ("/login/", 404), ("/p", 404), ("/app/", 404), ("/%zz", 404), ("/p/%zz", 400), ("/p/a/t/1/2", 404)])
  func `addresses that do not exist are told so on a page`(path: String, status: Int) async throws {
    #expect(try await WebFixture().get(path).status == status)
  }

  @Test func `a screen that only reads refuses other methods`() async throws {
    let answer = try await WebFixture().post("/app")
    #expect(answer.status == 405)
    #expect(answer.response.headers["allow"] == "GET, HEAD")
  }

  @Test func `a body that is no form is refused`() async throws {
    let web = try WebFixture()
    let person = try await web.person("jason")
    let answer = await web.post("/theme", [("theme", "%")], as: person, headers: [("content-type", "application/json")])
    #expect(answer.status == 400)
  }
}
