import Domain
import Storage
import TestKit
import Testing

@testable import Web

@Suite(.database, .serialized) struct SearchTests {
  /// Titles that each try to be mistaken for something else.
  private static let titles = ["Rate limit on export endpoint", "Исправить Сортировку на доске", "Cover 100% of the code_paths", "Ракета"]

  private func results(_ web: WebFixture, _ slug: String, _ typed: String, as person: Person) async throws -> HTMLPage {
    let query = typed.utf8.map { "%" + String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    let answer = await web.get("/p/\(slug)/search?fragment=1&q=\(query)", as: person)
    try #require(answer.status == 200)
    return answer.page
  }

  @Test(
    arguments: [
      ("rate", ["Rate limit"]), ("LIMIT rate", ["Rate limit"]), ("сортировку", ["Исправить"]), ("РАКЕТА", ["Ракета"]),
      ("%", ["Cover 100%"]), ("e_p", ["Cover 100%"]), ("100_", []), ("rate nothing", []), ("'; DROP TABLE tasks; --", []), ("\\", []),
      ("", ["Rate limit", "Исправить", "Cover 100%", "Ракета"]),
    ])
  func `tasks are found by the words of their titles`(typed: String, expected: [String]) async throws {
    let web = try WebFixture()
    let person = try await web.person("sue", isAdmin: true)
    let slug = "search-" + String(RandomName.next())
    let project = try await web.project(slug)
    for (place, title) in Self.titles.enumerated() { _ = try await web.task(project, "g\(place)", title: title) }
    let page = try await results(web, slug, typed, as: person)
    for title in Self.titles {
      #expect(page.contains(title) == expected.contains { title.hasPrefix($0) }, "\(title)")
    }
    #expect(page.all("html").isEmpty)
  }

  @Test func `an issue is found by its number, typed with or without its sign`() async throws {
    let web = try WebFixture()
    let person = try await web.person("ivo", isAdmin: true)
    let project = try await web.project("numbers")
    let task = try await web.task(project, "n1", title: "Numbered")
    try await TestDatabase.current.runAsOwner(
      """
      UPDATE tasks SET issue_number = 128, issue_url = 'https://x', repository_id = (SELECT id FROM repositories WHERE project_id = \(project))
      WHERE project_id = \(project)
      """)
    for typed in ["128", "#128"] {
      let page = try await results(web, "numbers", typed, as: person)
      #expect(page.links.contains("/p/numbers/t/\(task)"), "\(typed)")
    }
    #expect(try await !results(web, "numbers", "129", as: person).contains("Numbered"))
  }

  @Test func `nobody finds what they may not open`() async throws {
    let web = try WebFixture()
    let member = try await web.person("mia")
    let mine = try await web.project("mine", name: "Shared name A")
    _ = try await web.project("theirs", name: "Shared name B")
    try await web.join(member, mine, as: .viewer)
    let found = await web.get("/search?fragment=1&q=shared", as: member)
    #expect(found.page.links == ["/p/mine"])
    #expect(await web.get("/p/theirs/search?q=shared", as: member).status == 404)
    let places = try await results(web, "mine", "", as: member).links
    #expect(places.contains("/p/mine/webhooks"))
    #expect(!places.contains("/p/mine/settings"), "settings are for admins")
  }

  @Test func `without scripts the search is a page`() async throws {
    let web = try WebFixture()
    let person = try await web.person("pat", isAdmin: true)
    _ = try await web.project("plain")
    for path in ["/search", "/search?q=%3Cb%3E", "/p/plain/search?q=web", "/p/plain/search"] {
      let answer = await web.get(path, as: person)
      #expect(answer.status == 200)
      #expect(answer.page.faults == [], "\(path)")
    }
    #expect(await web.get("/search?q=%3Cb%3E", as: person).text.contains("value=\"&lt;b&gt;\""))
  }
}

/// A number that no other case of this run has.
private enum RandomName {
  static func next() -> UInt32 { UInt32.random(in: 0 ... .max) }
}
