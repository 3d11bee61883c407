import Domain
import HTTP
import Messages
import Pipeline
import Postgres
import TestKit
import Testing

@testable import Web

@Suite(.database, .serialized) struct DashboardTests {
  /// 60 tasks, the one numbered highest changed last; every third failed.
  private func seeded() async throws -> (WebFixture, Person) {
    let web = try WebFixture()
    let person = try await web.person("ada", isAdmin: true)
    if try await web.number("SELECT count(*) FROM projects") == 0 {
      let project = try await web.project("demo")
      try await TestDatabase.current.runAsOwner(
        """
        INSERT INTO tasks (project_id, asana_gid, title, status, stage, repository_id, issue_number, issue_url, pr_number, pr_url, ci_state,
          ci_url, updated_at)
        SELECT \(project), n, 'Task number ' || n, CASE WHEN n % 3 = 0 THEN 'FAILED' ELSE 'DEPLOYED' END,
          CASE WHEN n % 3 = 0 THEN 'failed' ELSE 'deployed' END, (SELECT min(id) FROM repositories WHERE project_id = \(project)), n,
          'https://github.com/acme/api/issues/' || n, n + 1000, 'https://github.com/acme/api/pull/' || (n + 1000), 'passed',
          'https://github.com/acme/api/actions/runs/' || n, timestamptz '2026-11-18 12:00Z' + n * interval '1 minute'
        FROM generate_series(1, 60) AS n
        """)
    }
    return (web, person)
  }

  private static var english: Words {
    get throws { try Catalogues(folder: TestFolders.root + "/Templates/messages").words(.english) }
  }

  private func titles(_ answer: Answer) -> [String] {
    answer.text.split(separator: "class=\"row-title\" href=\"").dropFirst().compactMap { part in
      part.split(separator: ">", maxSplits: 1).last?.split(separator: "<").first.map(String.init)
    }
  }

  private func numbers(_ range: some Sequence<Int>) -> [String] { range.map { "Task number \($0)" } }

  @Test func `tasks stand newest change first, 25 on a page`() async throws {
    let (web, person) = try await seeded()
    #expect(titles(await web.get("/p/demo", as: person)) == numbers((36...60).reversed()))
    #expect(titles(await web.get("/p/demo?page=2", as: person)) == numbers((11...35).reversed()))
    let last = await web.get("/p/demo?page=3", as: person)
    #expect(titles(last) == numbers((1...10).reversed()))
    #expect(last.text.contains("51–60 of 60"))
    #expect(last.page.links.contains("/p/demo?page=2"))
    #expect(!last.page.links.contains("/p/demo?page=4"))
  }

  @Test func `a page can have 50 rows, and keeps its filter`() async throws {
    let (web, person) = try await seeded()
    let page = await web.get("/p/demo?size=50", as: person)
    #expect(titles(page) == numbers((11...60).reversed()))
    #expect(page.page.links.contains("/p/demo?size=50&amp;page=2"))
    #expect(page.page.links.contains("/p/demo?status=FAILED&amp;size=50"))
    #expect(titles(await web.get("/p/demo?size=50&page=2", as: person)) == numbers((1...10).reversed()))
  }

  @Test(arguments: TaskStatus.allCases) func `each status is a filter with its count`(status: TaskStatus) async throws {
    let (web, person) = try await seeded()
    let answer = await web.get("/p/demo?status=\(status.rawValue)", as: person)
    #expect(answer.status == 200)
    let expected =
      switch status {
      case .failed: numbers((1...20).map { 63 - 3 * $0 })
      case .deployed: numbers((1...60).reversed().filter { $0 % 3 != 0 }.prefix(25))
      default: [String]()
      }
    #expect(titles(answer) == expected)
    #expect(answer.text.contains("No task is “\(status.word(in: try Self.english))”") == expected.isEmpty)
    let chip = try #require(answer.page.all("a").first { $0["aria-current"] == "true" && $0["class"]?.hasPrefix("chip") == true })
    #expect(chip["href"] == "/p/demo?status=\(status.rawValue)")
    #expect(answer.text.contains("All <span class=\"chip-count\">60</span>"))
    #expect(answer.text.contains("Failed <span class=\"chip-count\">20</span>"))
  }

  @Test func `a row has status, title and links to issue, pull request and CI`() async throws {
    let (web, person) = try await seeded()
    let answer = await web.get("/p/demo", as: person)
    let links = answer.page.links
    for link in ["issues/60", "pull/1060", "actions/runs/60"] { #expect(links.contains("https://github.com/acme/api/" + link)) }
    #expect(answer.text.contains("data-status=\"FAILED\""))
    #expect(answer.text.contains("acme/api"))
    #expect(answer.text.contains("20 need attention"))
  }

  @Test(arguments: [
    "status=failed", "status=NOPE", "page=0", "page=-1", "page=1e3", "page=99999999999999999999", "size=10", "size=", "page=%zz",
  ])
  func `an address that makes no sense is refused`(query: String) async throws {
    let (web, person) = try await seeded()
    #expect(await web.get("/p/demo?" + query, as: person).status == 400)
  }

  @Test func `a page beyond the end says so and leads back`() async throws {
    let (web, person) = try await seeded()
    let answer = await web.get("/p/demo?page=9", as: person)
    #expect(answer.status == 200)
    #expect(answer.text.contains("No tasks on this page"))
    #expect(answer.page.links.contains("/p/demo"))
  }

  @Test func `the fragment is the list without the page around it`() async throws {
    let (web, person) = try await seeded()
    let page = await web.get("/p/demo?status=FAILED", as: person)
    let region = try #require(page.page.all("live-region").first)
    #expect(region["src"] == "/p/demo?status=FAILED&amp;fragment=1")
    #expect(region["topic"] == "tasks")
    let fragment = await web.get("/p/demo?status=FAILED&fragment=1", as: person)
    #expect(!fragment.text.contains("<html"))
    #expect(page.text.contains(fragment.text))
  }

  @Test func `what comes from outside cannot become markup`() async throws {
    let web = try WebFixture()
    let person = try await web.person("hedda", isAdmin: true)
    let project = try await web.project("hostile", name: "<b>Bold</b> & \"quoted\"")
    let task = try await web.task(project, "h1", title: "<script>alert(1)</script> \"onmouseover=alert(2) x=\"")
    try await TestDatabase.current.runAsOwner(
      """
      UPDATE tasks SET permalink = 'javascript:alert(3)', issue_number = 1, issue_url = 'javascript:alert(4)',
        ci_state = 'failed', ci_url = 'data:text/html,x' WHERE id = \(task)
      """)
    for path in ["/app", "/p/hostile", "/p/hostile/t/\(task)", "/p/hostile/settings", "/p/hostile/webhooks"] {
      let answer = await web.get(path, as: person)
      #expect(answer.status == 200)
      #expect(answer.page.faults == [], "\(path)")
      #expect(!answer.text.contains("<script>alert") && !answer.text.contains("<b>Bold") && !answer.text.contains("javascript:alert"))
    }
    #expect(
      await web.get("/p/hostile", as: person).text.contains("&lt;script&gt;alert(1)&lt;/script&gt; &quot;onmouseover=alert(2) x=&quot;"))
  }

  @Test func `Russian titles read as they were written, and a blank one has words too`() async throws {
    let web = try WebFixture()
    let person = try await web.person("rosa", isAdmin: true)
    let project = try await web.project("russian", name: "Доска")
    _ = try await web.task(project, "r1", title: "Исправить сортировку на доске")
    _ = try await web.task(project, "r2", title: "  ")
    let answer = await web.get("/p/russian", as: person)
    #expect(answer.text.contains("Исправить сортировку на доске"))
    #expect(answer.text.contains("(no title)"))
    #expect(answer.text.contains("Доска"))
  }

  @Test func `an empty project says what to do next`() async throws {
    let web = try WebFixture()
    let project = try await web.project("empty")
    let admin = try await web.person("emma", isAdmin: true)
    let viewer = try await web.person("vera")
    try await web.join(viewer, project, as: .viewer)
    func main(_ person: Person) async -> String {
      await web.get("/p/empty", as: person).text.split(separator: "<main").last.map(String.init) ?? ""
    }
    for person in [admin, viewer] { #expect(await main(person).contains("Tick AutoTask")) }
    #expect(await main(admin).contains("href=\"/p/empty/settings\""))
    #expect(await !main(viewer).contains("/settings"), "what they may not open is not proposed")
    try await TestDatabase.current.runAsOwner("UPDATE projects SET archived_at = now() WHERE id = \(project)")
    #expect(await main(viewer).contains("None had come when the project was archived"))
    #expect(await !main(viewer).contains("Tick AutoTask"))
  }

  @Test func `every page says that nothing on it comes from elsewhere`() async throws {
    let (web, person) = try await seeded()
    for path in ["/login", "/app", "/p/demo", "/p/nothing", "/nowhere"] {
      let headers = await web.get(path, as: path == "/login" ? nil : person).response.headers
      let source = path.hasPrefix("/no") || path.hasSuffix("/nothing") ? "default-src 'none';" : "default-src 'self';"
      #expect(headers["content-security-policy"]?.hasPrefix(source) == true, "\(path)")
      #expect(headers["content-security-policy"]?.contains("frame-ancestors 'none'") == true)
      #expect(headers["content-security-policy"]?.contains("unsafe") == false)
    }
  }

  @Test func `without a database a page is 503 and tells no cause`() async throws {
    let closed = TestDatabase.current.connect(role: "autoflow_app")
    await closed.close()
    let web = try WebFixture(database: closed)
    let answer = await web.get("/app", cookies: ["session=" + String(repeating: "A", count: 43)])
    #expect(answer.status == 503)
    #expect(answer.response.headers["retry-after"] == "5")
    #expect(answer.text.contains("request-1"))
    #expect(!answer.text.lowercased().contains("closed") && !answer.text.contains("DatabaseError"))
    #expect(answer.page.faults == [])
  }
}
