import HTTP
import HTTPClient
import Sandbox
import TestKit
import Testing

/// The database goes away and comes back.
@Suite struct OutageTests {
  @Test(.database) func `without a database nothing is accepted, and nothing is lost once it is back`() async throws {
    let proxy = try CuttableProxy(to: TestDatabase.current.ownerURL)
    defer { proxy.close() }
    try await Stage.play(.init(databaseURL: proxy.url)) { stage in
      let early = try await stage.createTask("Before the outage")
      let pull = try await stage.waitForPull(early)
      try await stage.waitForQuiet()
      proxy.cut()
      try await Self.checkOutage(stage)
      // Asana sends again what was not accepted.
      let late = try await stage.createTask("During the outage")
      try await eventually("a refused delivery") {
        try await stage.sandbox.state().deliveries("asana", "events").contains { $0["status_code"]?.integer == 503 }
      }
      proxy.mend()
      try await eventually("readiness") { try await stage.product.http.send(.get, "/readyz").status == 200 }
      _ = try await stage.waitForPull(late)
      try await stage.merge(pull)
      try await stage.waitForEnd(early)
      #expect(try await stage.product.count("jobs WHERE state = 'failed'") == 0)
    }
  }

  private static func checkOutage(_ stage: Stage) async throws {
    try await eventually("that it is not ready") { try await stage.product.http.send(.get, "/readyz").status == 503 }
    #expect(try await stage.product.http.send(.get, "/livez").status == 200)
    try await withThrowingDiscardingTaskGroup { group in
      for _ in 0..<5 {
        group.addTask {
          let answer = try await SignedDelivery().send(to: stage.githubAddress)
          #expect(answer.status == 503)
          #expect(answer.headers["retry-after"] != nil)
        }
      }
    }
  }

  /// The connection ends without a word from the server, as when its machine dies.
  @Test(.database) func `a statement under way when the database vanishes fails, and the server goes on`() async throws {
    let proxy = try CuttableProxy(to: TestDatabase.current.ownerURL)
    defer { proxy.close() }
    try await Stage.play(.init(databaseURL: proxy.url)) { stage in
      try await stage.waitForQuiet()
      try await stage.product.change("BEGIN; LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE")
      async let answer = SignedDelivery().send(to: stage.githubAddress)
      try await eventually("a statement that waits") {
        try await stage.product.count("pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0
      }
      proxy.cut()
      #expect(try await answer.status == 503)
      for _ in 0..<8 { #expect(try await PlainClient(stage.product.address).send(.get, "/livez").status == 200) }
      try await stage.product.change("COMMIT")
      proxy.mend()
      try await eventually("readiness") { try await stage.product.http.send(.get, "/readyz").status == 200 }
      #expect(try await SignedDelivery().send(to: stage.githubAddress).status == 200)
    }
  }
}
