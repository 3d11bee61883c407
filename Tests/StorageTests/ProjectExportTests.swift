import Actions
import Crypto
import FoundationEssentials
import Postgres
import Storage
import TestKit
import Testing

/// A project as a file, there and back.
@Suite(.database, .timeLimit(.minutes(15)))
struct ProjectExportTests {
  private static let master = MasterKey(SymmetricKey.random())

  private let projects = ProjectStore(database: TestDatabase.current.database)
  private let vault = SecretVault(database: TestDatabase.current.database, master: Self.master)

  /// Every variable holds its own name.
  private func apply(_ json: String) async throws -> ProjectStore.Identity {
    let apply = ApplyProject(projects: projects, vault: vault, readVariable: { $0 }, readFile: { _ in nil })
    return try await apply(Array(json.utf8), requestID: "test")
  }

  private func export(_ slug: String) async throws -> String {
    try #require(try await ExportProject(projects: projects, vault: vault)(slug))
  }

  /// What the database holds about a project's settings, with the versions of rows and its audit.
  private static func dump(_ project: ProjectStore.Identity) async throws -> [String] {
    var lines: [String] = []
    for table in [
      "asana_settings", "asana_auto_values", "asana_status_map", "asana_projects", "repositories", "repository_map", "project_links",
      "project_contacts", "project_secrets", "project_events",
    ] {
      let rows = try await Tenant.run(
        "SELECT line.xmin::text, line::text FROM \(table) AS line WHERE project_id = \(project.id) ORDER BY 2")
      lines += try (rows.map(Array.init) ?? []).map { "\(table) \(try $0.text(0)) \(try $0.text(1))" }
    }
    let row = try await Tenant.run("SELECT xmin::text, line::text FROM projects AS line WHERE id = \(project.id)")
    return lines + [try #require(row?.first).text(0), try #require(row?.first).text(1)]
  }

  @Test("The export says everything in the order of the documentation, with secrets as references only")
  func text() async throws {
    _ = try await apply(
      #"""
      {"slug":"export-1","name":"Демо \"one\"","asana":{"token":{"env":"A"},"workspace":"1","projects":["20","10"],"fields":{"auto":"3"},
      "auto_values":["Yes"],"status_map":{"Стоп":"BLOCKED","Go":"ACTIVE"},"repository_map":{"Backend":"acme/api"}},
      "github":{"webhook_secret":{"env":"W"},"repositories":[{"name":"acme/web"},{"name":"acme/api","default":true}],
      "agent_logins":["bot"],"linking":"strict"},"links":[{"kind":"docs","url":"https://example.com/a?b=c","title":"Handbook","tags":["team"]}],
      "contacts":[{"role":"owner","name":"Team","handle":"@team"}],"notes":"One\nTwo"}
      """#)
    #expect(
      try await export("export-1") == #"""
        {
          "slug": "export-1",
          "name": "Демо \"one\"",
          "asana": {
            "token": {"env": "EXPORT_1_ASANA_TOKEN"},
            "workspace": "1",
            "projects": ["10", "20"],
            "fields": {"auto": "3"},
            "auto_values": ["Yes"],
            "status_map": {"Go": "ACTIVE", "Стоп": "BLOCKED"},
            "repository_map": {"Backend": "acme/api"}
          },
          "github": {
            "webhook_secret": {"env": "EXPORT_1_GITHUB_WEBHOOK_SECRET"},
            "repositories": [{"name": "acme/api", "default": true}, {"name": "acme/web"}],
            "agent_logins": ["bot"],
            "linking": "strict"
          },
          "links": [{"kind": "docs", "url": "https://example.com/a?b=c", "title": "Handbook", "tags": ["team"]}],
          "contacts": [{"role": "owner", "name": "Team", "handle": "@team"}],
          "notes": "One\nTwo"
        }

        """#)
  }

  @Test("There is no export of a project that does not exist")
  func missing() async throws {
    #expect(try await ExportProject(projects: projects, vault: vault)("nobody") == nil)
  }

  @Test(
    "Whatever a file says, what is exported from it changes nothing when it is applied, and is exported again as it was", arguments: 1...30)
  func fixedPoint(seed: UInt64) async throws {
    var source = GeneratedFile(seed: seed)
    let slug = "gen-\(seed)"
    _ = try await apply(source.json(slug))
    // The references of the export are names of their own, so what they hold is written once.
    let first = try await export(slug)
    let project = try await apply(first)
    let before = try await Self.dump(project)
    #expect(try await export(slug) == first)
    #expect(try await apply(first) == project)
    #expect(try await Self.dump(project) == before, "applying the export again writes nothing")
  }

  @Test("A copy made from an export under another slug is exported as the same file", arguments: 101...110)
  func copy(seed: UInt64) async throws {
    var source = GeneratedFile(seed: seed)
    _ = try await apply(source.json("original-\(seed)"))
    let text = try await export("original-\(seed)")
    let renamed = text.replacing("original-\(seed)", with: "copied---\(seed)").replacing("ORIGINAL_\(seed)", with: "COPIED___\(seed)")
    _ = try await apply(renamed)
    #expect(try await export("copied---\(seed)") == renamed)
  }
}

/// Writes project files with any part there or not.
private struct GeneratedFile {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  private static let words = ["Yes", "Да", "a \"b\"", "c\\d", "é\u{301}", "tab\tx", "Стоп", "🙂", "x/y", "Zz", "aa", "1"]

  private mutating func some<Value>(_ value: (inout Self) -> Value) -> Value? { random.next() % 3 == 0 ? nil : value(&self) }

  private mutating func words(_ limit: UInt64) -> [String] {
    (0..<random.next() % (limit + 1)).map { _ in Self.words[Int(random.next() % UInt64(Self.words.count))] }
  }

  private mutating func gid() -> String { String(1_200_000 + random.next() % 1000) }

  private static func quoted(_ text: String) -> String {
    (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private static func list(_ texts: [String]) -> String { "[" + texts.map(quoted).joined(separator: ",") + "]" }

  private static func object(_ fields: [(String, String?)]) -> String {
    "{" + fields.compactMap { name, value in value.map { quoted(name) + ":" + $0 } }.joined(separator: ",") + "}"
  }

  private mutating func map(_ value: (inout Self) -> String) -> String {
    let names = Set(words(5)).sorted()
    return Self.object(names.map { ($0, Self.quoted(value(&self))) })
  }

  mutating func json(_ slug: String) -> String {
    let repositories = (0..<random.next() % 4).map { "acme/Repo-\($0)" }
    let chosen = repositories.isEmpty ? nil : Optional(Int(random.next() % UInt64(repositories.count)))
    let listed = repositories.enumerated().map { index, name in
      Self.object([("name", Self.quoted(name)), ("default", index == chosen ? "true" : nil)])
    }
    let asana = Self.object([
      ("token", some { _ in #"{"env":"T"}"# }), ("workspace", some { Self.quoted($0.gid()) }),
      ("projects", some { Self.list([$0.gid(), $0.gid(), $0.gid()]) }),
      ("fields", some { Self.object([("auto", $0.some { Self.quoted($0.gid()) }), ("status", $0.some { Self.quoted($0.gid()) })]) }),
      ("auto_values", some { Self.list($0.words(4)) }),
      ("status_map", some { $0.map { ["ACTIVE", "BLOCKED", "CANCELLED"][Int($0.random.next() % 3)] } }),
      ("repository_map", repositories.isEmpty ? nil : some { $0.map { repositories[Int($0.random.next() % UInt64(repositories.count))] } }),
    ])
    let github = Self.object([
      ("token", some { _ in #"{"env":"G"}"# }), ("webhook_secret", some { _ in #"{"env":"W"}"# }),
      ("repositories", "[" + listed.joined(separator: ",") + "]"), ("agent_logins", some { Self.list($0.words(3)) }),
      ("linking", some { Self.quoted(["strict", "repair", "keywords"][Int($0.random.next() % 3)]) }),
    ])
    return Self.object([
      ("slug", Self.quoted(slug)), ("name", some { _ in Self.quoted("Имя") }), ("asana", asana), ("github", github),
      ("links", some { $0.links() }), ("contacts", some { $0.contacts() }),
      ("notes", some { Self.quoted($0.words(4).joined(separator: "\n")) }),
    ])
  }

  private mutating func links() -> String {
    let links = (0..<random.next() % 4).map { number in
      Self.object([
        ("kind", Self.quoted("docs")), ("url", Self.quoted("https://example.com/\(number)")),
        ("title", Self.quoted(Self.words[Int(number)])),
        ("tags", some { Self.list($0.words(3)) }),
      ])
    }
    return "[" + links.joined(separator: ",") + "]"
  }

  private mutating func contacts() -> String {
    let contacts = (0..<random.next() % 4).map { number in
      Self.object([
        ("role", Self.quoted("owner")), ("name", Self.quoted(Self.words[Int(number)])), ("handle", some { _ in Self.quoted("@x") }),
      ])
    }
    return "[" + contacts.joined(separator: ",") + "]"
  }
}
