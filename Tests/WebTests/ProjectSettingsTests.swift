import Domain
import HTTP
import Pipeline
import Storage
import TestKit
import Testing

@testable import Web

/// Sections of the settings that are about the project itself.
@Suite(.database, .serialized) struct ProjectSettingsTests {
  private struct Bench {
    let web: WebFixture
    let project: ProjectID
    let admin: Person
    let path: String

    init(_ slug: String) async throws {
      web = try WebFixture()
      project = try await web.project(slug, name: "Demo of \(slug)")
      admin = try await web.person("admin-of-\(slug)")
      try await web.join(admin, project, as: .admin)
      path = "/p/\(slug)/settings"
    }

    func post(_ part: String, _ fields: (String, String)...) async -> Answer { await web.post(path + part, fields, as: admin) }

    func titles() async throws -> [String] {
      try await ProjectStore(database: TestDatabase.current.database).context(of: project).links.map(\.title)
    }

    func audit() async throws -> [String] {
      try await AuditLog(database: TestDatabase.current.database).list(of: project, before: nil, limit: 20).map(\.type)
    }
  }

  @Test func `a project gets another name and address, and its webhook addresses stay`() async throws {
    let bench = try await Bench("old-address")
    let answer = await bench.post("/general", ("name", "Новое имя"), ("slug", "new-address"))
    #expect(answer.location == "/p/new-address/settings#general")
    #expect(await bench.web.get("/p/old-address", as: bench.admin).status == 404)
    let page = await bench.web.get("/p/new-address/webhooks", as: bench.admin)
    #expect(page.page.contains("Новое имя"))
    #expect(page.text.contains("public-id-of-old-address-0123456789"))
    #expect(try await Set(bench.audit()) == ["project.renamed", "project.slug_changed"])
    #expect(
      await bench.web.post("/p/new-address/settings/general", [("name", "Новое имя"), ("slug", "new-address")], as: bench.admin).status
        == 303)
    #expect(try await bench.audit().count == 2, "nothing changed, nothing is written")
  }

  @Test func `a name that somebody else gave meanwhile is not taken back by a form that only changes the address`() async throws {
    let bench = try await Bench("two-tabs")
    let seen = try #require(
      await bench.web.get(bench.path, as: bench.admin).page.all("input").first { $0["name"] == "seen_name" }?["value"])
    #expect(seen == "Demo of two-tabs")
    #expect(await bench.post("/general", ("seen_name", seen), ("name", "Theirs"), ("slug", "two-tabs")).status == 303)
    #expect(
      await bench.post("/general", ("seen_name", seen), ("name", seen), ("slug", "Not Fine")).page.all("input").contains {
        $0["name"] == "seen_name" && $0["value"] == seen
      })
    #expect(await bench.post("/general", ("seen_name", seen), ("name", seen), ("slug", "two-tabs-moved")).status == 303)
    let store = ProjectStore(database: TestDatabase.current.database)
    #expect(try await store.find(slug: "two-tabs-moved")?.name == "Theirs")
  }

  @Test(arguments: [("name", "", "ok-slug"), ("slug", "Fine", "Not Fine"), ("slug", "Fine", "login"), ("slug", "Fine", "taken-by-other")])
  func `a name or address that cannot be is refused at its field`(field: String, name: String, slug: String) async throws {
    let bench = try await Bench("general-\(slug.filter(\.isLetter).lowercased())")
    if try await bench.web.number("SELECT count(*) FROM projects WHERE slug = 'taken-by-other'") == 0 {
      _ = try await bench.web.project("taken-by-other")
    }
    let answer = await bench.post("/general", ("name", name), ("slug", slug))
    #expect(answer.status == 422)
    #expect(answer.page.faults == [])
    let input = try #require(answer.page.all("input").first { $0["id"] == "general-\(field)" })
    #expect(input["aria-invalid"] == "true")
    #expect(answer.page.all("input").first { $0["id"] == "general-slug" }?["value"] == slug)
    #expect(try await bench.audit() == [])
  }

  @Test func `links are added, changed and removed, in their order`() async throws {
    let bench = try await Bench("links")
    for (title, url) in [("Handbook", "https://example.com/h"), ("Board", "https://example.com/b"), ("Design", "http://example.com/d")] {
      let answer = await bench.post("/links", ("title", title), ("url", url), ("kind", ""), ("tags", " team, , docs,team "))
      #expect(answer.location == bench.path + "#links")
    }
    #expect(try await bench.titles() == ["Handbook", "Board", "Design"])
    let store = ProjectStore(database: TestDatabase.current.database)
    #expect(try await store.context(of: bench.project).links.first?.tags == ["team", "docs"])
    #expect(try await store.context(of: bench.project).links.first?.kind == "link")
    let change = await bench.post(
      "/links", ("position", "1"), ("was", "https://example.com/b"), ("title", "Board 2"), ("url", "https://example.com/b2"),
      ("kind", "board"), ("tags", ""))
    #expect(change.status == 303)
    #expect(try await bench.titles() == ["Handbook", "Board 2", "Design"])
    #expect(await bench.post("/links/remove", ("position", "0"), ("was", "https://example.com/h")).status == 303)
    #expect(try await bench.titles() == ["Board 2", "Design"])
    #expect(try await bench.audit() == ["link.removed", "link.changed", "link.added", "link.added", "link.added"])
    let page = await bench.web.get(bench.path, as: bench.admin)
    #expect(page.page.faults == [])
    #expect(page.page.links.contains("http://example.com/d"))
  }

  @Test func `an entry that moved is found again, and one that is gone is said to be gone`() async throws {
    let bench = try await Bench("moved")
    for name in ["a", "b", "c"] { _ = await bench.post("/links", ("title", name), ("url", "https://example.com/\(name)")) }
    _ = await bench.post("/links/remove", ("position", "0"), ("was", "https://example.com/a"))
    #expect(await bench.post("/links/remove", ("position", "2"), ("was", "https://example.com/c")).status == 303)
    #expect(try await bench.titles() == ["b"])
    let lost = await bench.post(
      "/links", ("position", "2"), ("was", "https://example.com/c"), ("title", "C"), ("url", "https://example.com/c2"))
    #expect(lost.status == 422)
    #expect(lost.page.contains("Somebody has changed or removed this one"))
    #expect(lost.page.faults == [])
    #expect(try await bench.titles() == ["b"])
  }

  @Test(arguments: [
    ("url", "javascript:alert(1)", "T", ""), ("url", "", "T", ""), ("url", "https://a b", "T", ""),
    ("title", "https://example.com", " ", ""),
    ("tags", "https://example.com", "T", (1...21).map(String.init).joined(separator: ",")),
  ]) func `a link that cannot be is refused at its field, with what was typed`(
    field: String, url: String, title: String, tags: String
  ) async throws {
    let bench = try await Bench("bad-\(UInt32.random(in: 0 ... .max))")
    let answer = await bench.post("/links", ("title", title), ("url", url), ("tags", tags))
    #expect(answer.status == 422)
    #expect(answer.page.faults == [])
    #expect(answer.page.all("input").first { $0["id"] == "links-new-\(field)" }?["aria-invalid"] == "true")
    #expect(answer.page.all("input").first { $0["id"] == "links-new-url" }?["value"] == url)
    #expect(try await bench.titles() == [])
  }

  @Test(arguments: ["", "first", "99999999999999999999"]) func `a place that no page has written changes nothing`(position: String)
    async throws
  {
    let bench = try await Bench("place-\(position.isEmpty ? "none" : position)")
    #expect(await bench.post("/links", ("title", "A"), ("url", "https://example.com/a")).status == 303)
    for path in ["/links", "/links/remove", "/contacts", "/contacts/remove"] {
      let fields = [("position", position), ("was", "https://example.com/a"), ("title", "B"), ("url", "https://example.com/b")]
      #expect(await bench.web.post(bench.path + path, fields, as: bench.admin).status == 400, "\(path)")
    }
    #expect(try await bench.titles() == ["A"])
  }

  @Test(arguments: ["Gover\u{202E}nance", "Gover\u{2066}nance", "Two\u{2028}lines", "Bell\u{7}"])
  func `a name that reads as another one is refused`(name: String) async throws {
    let bench = try await Bench("reads-\(name.unicodeScalars.reduce(0) { $0 &+ $1.value })")
    let answer = await bench.post("/links", ("title", name), ("url", "https://example.com"))
    #expect(answer.status == 422)
    #expect(answer.page.contains("characters that cannot be shown"))
    #expect(await bench.post("/links", ("title", "Семья 👩‍👩‍👧 می‌خواهم"), ("url", "https://example.com")).status == 303)
    #expect(try await bench.titles() == ["Семья 👩‍👩‍👧 می‌خواهم"])
  }

  @Test func `contacts are added, changed and removed`() async throws {
    let bench = try await Bench("contacts")
    #expect(await bench.post("/contacts", ("role", "owner"), ("name", "Ann"), ("handle", "@ann")).status == 303)
    #expect(await bench.post("/contacts", ("role", "reviewer"), ("name", "<b>Bob</b>")).status == 303)
    let page = await bench.web.get(bench.path, as: bench.admin)
    #expect(page.text.contains("&lt;b&gt;Bob&lt;/b&gt;"))
    #expect(page.page.faults == [])
    #expect(await bench.post("/contacts", ("position", "0"), ("was", "Ann"), ("role", "owner"), ("name", "Anna")).status == 303)
    #expect(await bench.post("/contacts/remove", ("position", "1"), ("was", "<b>Bob</b>")).status == 303)
    let contacts = try await ProjectStore(database: TestDatabase.current.database).context(of: bench.project).contacts
    #expect(contacts.map(\.name) == ["Anna"])
    let refused = await bench.post("/contacts", ("role", ""), ("name", "X"))
    #expect(refused.page.all("input").first { $0["id"] == "contacts-new-role" }?["aria-invalid"] == "true")
    #expect(try await bench.audit() == ["contact.removed", "contact.changed", "contact.added", "contact.added"])
  }

  @Test func `an archived project is read-only for everybody, says so on every page, and comes back`() async throws {
    let bench = try await Bench("frozen")
    let task = try await bench.web.task(bench.project, "frozen-1")
    let wrong = await bench.post("/archive", ("confirmation", "Frozen"))
    #expect(wrong.status == 422)
    #expect(wrong.page.all("input").first { $0["name"] == "confirmation" }?["aria-invalid"] == "true")
    #expect(await bench.post("/archive", ("confirmation", " frozen ")).location == bench.path + "#danger")
    for path in ["/p/frozen", "/p/frozen/t/\(task)", "/p/frozen/webhooks", bench.path] {
      let answer = await bench.web.get(path, as: bench.admin)
      #expect(answer.status == 200)
      #expect(answer.page.contains("This project is archived"), "\(path)")
      #expect(answer.page.faults == [], "\(path)")
    }
    let page = await bench.web.get("/p/frozen/t/\(task)", as: bench.admin).page
    #expect(!page.contains("Retry pipeline"))
    for target in ["/p/frozen/t/\(task)/retry", "/p/frozen/webhooks/asana", bench.path + "/links", bench.path + "/archive"] {
      let answer = await bench.web.post(target, as: bench.admin)
      #expect(answer.status == 403, "\(target)")
      #expect(answer.page.contains("Project is archived"))
    }
    #expect(await bench.post("/unarchive", ("confirmation", "frozen")).location == bench.path + "#danger")
    #expect(await bench.web.post("/p/frozen/t/\(task)/retry", as: bench.admin).status == 303)
    #expect(await !bench.web.get("/p/frozen", as: bench.admin).page.contains("This project is archived"))
    #expect(try await bench.audit() == ["project.unarchived", "project.archived"])
  }
}
