import FoundationEssentials
import Postgres
import Storage
import TestKit
import Testing

@Suite(.database, .timeLimit(.minutes(15)))
struct StatementTests {
  @Test("Every statement can be prepared against the migrated schema in the product's role")
  func prepare() async throws {
    let current = TestDatabase.current
    let session = try await ScriptSession.open(
      DatabaseConfiguration(url: current.ownerURL, role: "autoflow_app"), loops: TestDatabase.loops)
    defer { session.close() }
    for (number, statement) in AllStatements.list.enumerated() {
      do { try await session.run("PREPARE s\(number) AS \(statement.sql)") } catch { Issue.record("\(statement.name): \(error)") }
    }
  }

  @Test("No two statements have the same name")
  func names() {
    let names = AllStatements.list.map(\.name)
    #expect(Dictionary(grouping: names) { $0 }.filter { $1.count > 1 }.keys.sorted() == [])
  }

  @Test("Every statement of the sources is in the list, and the list has no other")
  func complete() throws {
    let folder = TestFolders.root + "/Sources"
    var found: Set<String> = []
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder) where path.hasSuffix(".swift") && !path.hasPrefix("Postgres/") {
      let text = String(decoding: try #require(FileManager.default.contents(atPath: "\(folder)/\(path)")), as: UTF8.self)
      for match in text.matches(of: /\bStatement\(\s*"([^"]+)"/) { found.insert(String(match.output.1)) }
    }
    let listed = Set(AllStatements.list.map(\.name))
    #expect(found.subtracting(listed).sorted() == [])
    #expect(listed.subtracting(found).sorted() == [])
    #expect(found.count > 50)
  }
}
