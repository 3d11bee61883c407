import Crypto
import Domain
import FoundationEssentials
import HTTP
import Storage
import Synchronization
import TestKit
import Testing

@testable import Web

/// Who gets what: every route of the product with every kind of visitor.
@Suite(.database, .serialized, .timeLimit(.minutes(15))) struct AccessTests {
  /// In the order of a row's statuses. `foreign` is an admin of another project, `instance` an admin of the instance, who is a member nowhere.
  enum Visitor: String, CaseIterable, Sendable { case nobody, stranger, viewer, editor, admin, instance, foreign }

  private static let shared = Mutex<WebFixture?>(nil)

  /// Made once, since it reads every template and there are many rows.
  private static func fixture() throws -> WebFixture {
    try shared.withLock { shared in
      let fixture = try shared ?? WebFixture(showsStyleguide: true)
      shared = fixture
      return fixture
    }
  }

  @Test(arguments: rows) func `everybody gets what their role allows`(row: Row) async throws {
    let web = try Self.fixture()
    let world = try await World(web)
    for (visitor, status) in zip(Visitor.allCases, row.statuses) {
      let (target, fields) = (try await world.fill(row.target), try await world.fill(row.fields))
      let person = world.persons[visitor]
      let answer = row.method == .get ? await web.get(target, as: person) : await web.post(target, fields, as: person)
      #expect(answer.status == status, "\(visitor)")
      if visitor == .nobody, status == 303, row.access != "public" { #expect(answer.location?.hasPrefix("/login") == true) }
      if status == 404 { #expect(!answer.text.contains("Secret plan")) }
    }
  }

  @Test(arguments: rows.filter { $0.method == .post })
  func `no form is accepted from another site`(row: Row) async throws {
    let web = try Self.fixture()
    let world = try await World(web)
    for headers in [[("origin", "http://evil.example")], [("sec-fetch-site", "cross-site")], [("sec-fetch-site", "same-site")], []] {
      let answer = await web.post(
        try await world.fill(row.target), try await world.fill(row.fields), as: world.persons[.instance], isSameOrigin: false,
        headers: headers)
      #expect(answer.status == 403, "\(headers)")
    }
  }

  /// Answered outside of the screens; `ServerAccessTests` asks them of a running server.
  private static func isOutside(_ line: Substring) -> Bool {
    line.hasSuffix(" health.live") || line.hasSuffix(" health.ready") || line.contains(" static ") || line.contains(" signed ")
  }

  @Test func `every route of the product has a row, with the access the route table prints`() async throws {
    let golden = try String(contentsOfFile: TestFolders.root + "/Tests/EndToEndTests/Golden/routes.txt", encoding: .utf8)
    let lines = golden.split(separator: "\n").filter { !Self.isOutside($0) }
    let wanted = Set(lines.map { $0.split(separator: " ").prefix(3).joined(separator: " ") })
    let stated = Set(Self.rows.map { "\($0.route) \($0.access)" })
    #expect(wanted.subtracting(stated).sorted() == [], "routes without a row in AccessTests+Rows.swift")
    #expect(stated.subtracting(wanted).sorted() == [], "rows without a route")
    let real = Set(try Self.fixture().router.routes.map { "\($0.method) \($0.pattern) \($0.access)" })
    #expect(real.symmetricDifference(wanted).sorted() == [], "routes.txt is not what the screens have")
  }

  @Test func `the list of projects has those of the member only, and all for an admin`() async throws {
    let web = try Self.fixture()
    let world = try await World(web)
    let own: Set = ["/p/access", "/p/leave"]
    let seen: [Visitor: Set<String>] = [
      .stranger: [], .viewer: own, .editor: own, .admin: own, .instance: own.union(["/p/other-project"]), .foreign: ["/p/other-project"],
    ]
    for (visitor, paths) in seen {
      let page = await web.get("/app", as: world.persons[visitor]).page
      let shown = Set(page.links.filter { $0.hasPrefix("/p/") && $0.split(separator: "/").count == 2 })
      // Rows of this suite let people join the project of the guests, and leave the other one.
      let ignored: Set = ["/p/guests", "/p/leave"]
      #expect(shown.subtracting(ignored) == paths.subtracting(ignored), "\(visitor)")
    }
  }

  @Test func `a viewer's page has no action`() async throws {
    let web = try Self.fixture()
    let world = try await World(web)
    let path = try await world.fill("/p/access/t/{task}")
    let actions = await web.get(path, as: world.persons[.viewer]).page.all("form").filter { $0["method"] == "post" }
      .compactMap { $0["action"] }
    #expect(actions.allSatisfy { !$0.hasPrefix("/p/") })
    let editor = await web.get(path, as: world.persons[.editor]).page
    let texts = ["Retry pipeline", "Re-sync from Asana", "Force link PR", "Change repo", "Add note"]
    for text in texts { #expect(editor.contains(text)) }
    #expect(editor.all("form").compactMap { $0["action"] }.filter { $0.hasPrefix(path + "/") }.count >= 5)
  }
}
