import Domain
import HTTP
import Storage
import TestKit
import Testing

@testable import Web

@Suite(.database, .serialized) struct AccessTests {
  enum Visitor: String, CaseIterable, Sendable { case nobody, stranger, viewer, editor, admin, owner }

  struct Case: CustomTestStringConvertible, Sendable {
    let method: Method
    /// `{task}` and `{other}` stand for a task of the project and of another one.
    let target: String
    let fields: [(String, String)]
    /// For nobody, a stranger, viewer, editor, admin of the project, admin of everything.
    let statuses: [Int]

    init(_ method: Method, _ target: String, _ fields: [(String, String)] = [], _ statuses: [Int]) {
      self.method = method
      self.target = target
      self.fields = fields
      self.statuses = statuses
    }

    var testDescription: String { "\(method) \(target)" }
  }

  static let cases = [
    Case(.get, "/app", [], [303, 200, 200, 200, 200, 200]),
    Case(.get, "/p/access", [], [303, 404, 200, 200, 200, 200]),
    Case(.get, "/p/access?fragment=1", [], [303, 404, 200, 200, 200, 200]),
    Case(.get, "/p/access/t/{task}", [], [303, 404, 200, 200, 200, 200]),
    Case(.get, "/p/access/t/{task}?fragment=state", [], [303, 404, 200, 200, 200, 200]),
    Case(.get, "/p/access/t/{task}?fragment=timeline", [], [303, 404, 200, 200, 200, 200]),
    Case(.get, "/p/access/t/{other}", [], [303, 404, 404, 404, 404, 404]),
    Case(.get, "/p/access/t/0", [], [303, 404, 404, 404, 404, 404]),
    Case(.get, "/p/access/t/99999999999999999999", [], [303, 404, 404, 404, 404, 404]),
    Case(.get, "/p/access/t/-1", [], [303, 404, 404, 404, 404, 404]),
    Case(.get, "/p/access/webhooks", [], [303, 404, 200, 200, 200, 200]),
    Case(.get, "/p/access/api", [], [303, 404, 200, 200, 200, 200]),
    Case(.get, "/p/access/settings", [], [303, 404, 403, 403, 200, 200]),
    Case(.get, "/p/access/live?topics=tasks", [], [303, 404, 200, 200, 200, 200]),
    Case(.get, "/p/nothing", [], [303, 404, 404, 404, 404, 404]),
    Case(.get, "/p/other-project", [], [303, 404, 404, 404, 404, 200]),
    Case(.post, "/p/access/t/{task}/retry", [], [303, 404, 403, 303, 303, 303]),
    Case(.post, "/p/access/t/{task}/resync", [], [303, 404, 403, 303, 303, 303]),
    Case(.post, "/p/access/t/{task}/pull-request", [("pull_request", "x")], [303, 404, 403, 422, 422, 422]),
    Case(.post, "/p/access/t/{task}/repository", [("repository", "no/such")], [303, 404, 403, 422, 422, 422]),
    Case(.post, "/p/access/t/{task}/notes", [("note", "Hello")], [303, 404, 403, 303, 303, 303]),
    Case(.post, "/p/access/t/{other}/retry", [], [303, 404, 403, 404, 404, 404]),
    Case(.post, "/p/access/t/{other}/notes", [("note", "Hello")], [303, 404, 403, 404, 404, 404]),
    Case(.post, "/p/access/webhooks/asana", [], [303, 404, 403, 403, 303, 303]),
  ]

  @Test(arguments: cases) func `everybody gets what their role allows`(each: Case) async throws {
    let web = try WebFixture()
    let people = try await Self.people(web)
    let target = each.target.replacing("{task}", with: "\(people.task)").replacing("{other}", with: "\(people.otherTask)")
    for (visitor, status) in zip(Visitor.allCases, each.statuses) {
      let person = people.persons[visitor]
      let answer = each.method == .get ? await web.get(target, as: person) : await web.post(target, each.fields, as: person)
      #expect(answer.status == status, "\(visitor)")
      if visitor == .nobody { #expect(answer.location?.hasPrefix("/login") == true) }
      if status == 404 { #expect(!answer.text.contains("Secret plan")) }
    }
  }

  @Test func `the list of projects has those of the member only, and all for an admin`() async throws {
    let web = try WebFixture()
    let people = try await Self.people(web)
    let seen: [Visitor: Set<String>] = [
      .stranger: [], .viewer: ["/p/access"], .editor: ["/p/access"], .admin: ["/p/access"], .owner: ["/p/access", "/p/other-project"],
    ]
    for (visitor, paths) in seen {
      let page = await web.get("/app", as: people.persons[visitor]).page
      #expect(Set(page.links.filter { $0.hasPrefix("/p/") }) == paths, "\(visitor)")
      #expect(page.contains("No project yet") == paths.isEmpty)
    }
  }

  @Test func `a viewer's page has no action`() async throws {
    let web = try WebFixture()
    let people = try await Self.people(web)
    let path = "/p/access/t/\(people.task)"
    let actions = await web.get(path, as: people.persons[.viewer]).page.all("form").compactMap { $0["action"] }
    #expect(actions.allSatisfy { !$0.hasPrefix("/p/") })
    let editor = await web.get(path, as: people.persons[.editor]).page
    let texts = ["Retry pipeline", "Re-sync from Asana", "Force link PR", "Change repo", "Add note"]
    for text in texts { #expect(editor.contains(text)) }
    #expect(editor.all("form").compactMap { $0["action"] }.filter { $0.hasPrefix(path + "/") }.count >= 5)
  }

  private struct People {
    let persons: [Visitor: Person]
    let task: TaskID
    let otherTask: TaskID
  }

  private static func people(_ web: WebFixture) async throws -> People {
    var persons: [Visitor: Person] = [:]
    for visitor in Visitor.allCases where visitor != .nobody {
      persons[visitor] = try await web.person("access-\(visitor)", isAdmin: visitor == .owner)
    }
    if try await web.number("SELECT count(*) FROM projects") == 0 {
      let (project, other) = (try await web.project("access", name: "Access"), try await web.project("other-project", name: "Other"))
      for (visitor, role) in [(Visitor.viewer, ProjectRole.viewer), (.editor, .editor), (.admin, .admin)] {
        try await web.join(try #require(persons[visitor]), project, as: role)
      }
      _ = try await web.task(project, "1")
      _ = try await web.task(other, "2", title: "Secret plan")
    }
    return People(
      persons: persons, task: TaskID(rawValue: try await web.number("SELECT id FROM tasks WHERE asana_gid = '1'")),
      otherTask: TaskID(rawValue: try await web.number("SELECT id FROM tasks WHERE asana_gid = '2'")))
  }
}
