import EventLoop
import Postgres
import TestKit
import Testing

@Suite(.notes, .timeLimit(.minutes(15)))
struct ListenTests {
  private static let notify = Statement("test.notify", "SELECT pg_notify($1, $2)")

  @Test("Notifications arrive in order, also after the connection was lost and made anew")
  func listen() async throws {
    let heard = Log<String>()
    let database = TestDatabase.current.connect(role: nil) { $0.applicationName = "listener" }
    database.listen("news", heard.append)
    _ = try await eventually { heard.all == [""] ? true : nil }
    for payload in ["one", "two"] { _ = try await database.query(Self.notify, ["news", .text(payload)]) }
    _ = try await eventually { heard.all == ["", "one", "two"] ? true : nil }

    try await TestDatabase.current.runAsOwner(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listener' AND query LIKE 'LISTEN%'")
    _ = try await eventually { heard.all == ["", "one", "two", ""] ? true : nil }
    _ = try await database.query(Self.notify, ["news", "three"])
    _ = try await eventually { heard.all == ["", "one", "two", "", "three"] ? true : nil }
    await database.close()
  }

  @Test("Each channel reaches its own handlers, whatever its name")
  func channels() async throws {
    let first = Log<String>()
    let second = Log<String>()
    let database = TestDatabase.current.connect(role: nil)
    database.listen("First \"quoted\"; channel", first.append)
    database.listen("second", second.append)
    _ = try await eventually { first.all.isEmpty || second.all.isEmpty ? nil : true }
    _ = try await database.query(Self.notify, ["First \"quoted\"; channel", "a"])
    _ = try await database.query(Self.notify, ["second", "b"])
    _ = try await eventually { first.all.last == "a" && second.all.last == "b" ? true : nil }
    #expect(!first.all.contains("b") && !second.all.contains("a"))
    await database.close()
  }
}
