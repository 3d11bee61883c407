import FoundationEssentials
import HTTP
import HTTPClient
import TestKit
import Testing

/// The routes beside the screens, which `AccessTests` has in its table: a session opens nothing there and closes nothing.
@Suite struct ServerAccessTests {
  /// Route, what is asked for, and what everybody gets.
  private static let rows: [(route: String, target: String, status: Int)] = [
    ("GET /livez", "/livez", 200), ("GET /readyz", "/readyz", 200), ("GET /favicon.svg", "/favicon.svg", 200),
    ("GET /assets/:digest/*path", "/assets/0/css/none.css", 404), ("POST /webhooks/asana/:projectId", "/webhooks/asana/nobody", 404),
    ("POST /webhooks/github/:projectId", "/webhooks/github/nobody", 404),
  ]

  @Test func `every route has a row here or in the table of the screens`() throws {
    let golden = try String(contentsOfFile: TestFolders.root + "/Tests/EndToEndTests/Golden/routes.txt", encoding: .utf8)
    let lines = golden.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let outside = lines.filter { $0[2] == "static" || $0[2] == "signed" || $0[3].hasPrefix("health.") }
    #expect(Set(outside.map { "\($0[0]) \($0[1])" }) == Set(Self.rows.map(\.route)))
  }

  @Test(.database) func `health, files and webhooks answer everybody alike`() async throws {
    try await Stage.play(.init(serve: ["--no-worker"], environment: ["INIT_ADMIN_TOKEN": SignedIn.token])) { stage in
      let admin = try await SignedIn(stage.product)
      let cookie: FieldName = "cookie"
      for row in Self.rows {
        for value in ["", admin.cookie, "session=nonsense"] {
          let method: HTTP.Method = row.route.hasPrefix("POST") ? .post : .get
          let answer = try await stage.product.http.send(
            method, row.target, body: method == .post ? [] : nil, headers: value.isEmpty ? [] : [(cookie, value)])
          #expect(answer.status == row.status, "\(row.route) with the cookie “\(value.prefix(8))”")
        }
      }
    }
  }
}
