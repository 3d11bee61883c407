import HTTP
import HTTPClient
import Sandbox
import TestKit
import Testing

/// Asana's webhooks: S3-041, S3-042, decision 6.13, and that the product keeps them in place by itself.
@Suite struct HandshakeTests {
  @Test(.database) func `a heartbeat is accepted and makes no job`() async throws {
    try await Stage.play { stage in
      try await stage.sandbox.post("asana/heartbeat", [:])
      try await eventually("the heartbeat's answer") {
        let beats = try await stage.sandbox.state().deliveries("asana", "heartbeat").filter { $0["status_code"]?.integer != nil }
        return !beats.isEmpty && beats.allSatisfy { $0["status_code"]?.integer == 200 }
      }
      #expect(try await stage.product.count("deliveries WHERE source = 'asana'") == 0)
    }
  }

  @Test(.database) func `a handshake nobody asked for is refused, and the secret stays`() async throws {
    try await Stage.play { stage in
      let target = try stage.required(try await stage.sandbox.state().asanaWebhooks.first?["target"]?.string, "target")
      let path = String(target.dropFirst(stage.product.address.count))
      let secrets = "project_secrets WHERE name LIKE 'asana%hook%'"
      let sealed = try await stage.product.rows("SELECT encode(sealed, 'hex') AS sealed FROM \(secrets)")
      #expect(sealed.count == 1)
      let stranger: [(FieldName, String)] = [("x-hook-secret", "a-secret-of-a-stranger")]
      let known = try await stage.product.http.send(.post, path, body: [], headers: stranger)
      #expect(known.status == 403)
      #expect(known.headers["x-hook-secret"] == nil)
      let bare = path.split(separator: "?").first.map(String.init) ?? path
      let unknown = try await stage.product.http.send(.post, bare + "?hook=0000", body: [], headers: stranger)
      #expect((400..<500).contains(unknown.status))
      #expect(try await stage.product.rows("SELECT encode(sealed, 'hex') AS sealed FROM \(secrets)") == sealed)
      let wrong = try await stage.product.http.send(
        .post, path, body: Array("{\"events\":[]}".utf8), headers: [("x-hook-signature", String(repeating: "a", count: 64))])
      #expect(wrong.status == 401)
      #expect(try await stage.product.rows("SELECT failures FROM asana_hooks").first?["failures"]?.integer == 1)
      _ = try await stage.waitForIssue(try await stage.createTask())
    }
  }

  @Test(.database) func `there is one webhook for an Asana project, also after a restart and another apply`() async throws {
    try await Stage.play(.init(serve: nil)) { stage in
      for _ in 0..<2 {
        let serve = try await stage.product.serve()
        try await stage.waitForHook()
        try await stage.product.apply(try await stage.sandbox.get("demo-project"))
        try await stage.waitForQuiet()
        serve.send(15)
        #expect(try await serve.waitForExit() == 0)
        #expect(try await stage.sandbox.state().asanaWebhooks.count == 1)
      }
      #expect(try await stage.product.count("asana_hooks") == 1)
      // The file named the project by its id; Asana told what it is called.
      #expect(try await stage.product.count("asana_projects WHERE name IS NULL") == 0)
    }
  }

  @Test(.database) func `a webhook that Asana deleted is made again at the next start`() async throws {
    try await Stage.play(.init(serve: nil)) { stage in
      let serve = try await stage.product.serve()
      try await stage.waitForHook()
      try await stage.waitForQuiet()
      serve.send(15)
      #expect(try await serve.waitForExit() == 0)
      let gid = try stage.required(try await stage.sandbox.state().asanaWebhooks.first?["gid"]?.string, "gid")
      let deleted = try await PlainClient(stage.sandbox.address).send(
        .delete, "/asana/api/1.0/webhooks/\(gid)", headers: [("authorization", "Bearer sandbox-asana-token")])
      #expect(deleted.status == 200)
      _ = try await stage.product.serve()
      try await eventually("another webhook", within: .seconds(10)) {
        let hooks = try await stage.product.rows("SELECT webhook_gid FROM asana_hooks WHERE state = 'active'")
        return hooks.count == 1 && hooks.first?["webhook_gid"]?.string.map { $0 != gid } == true
      }
      _ = try await stage.waitForIssue(try await stage.createTask())
    }
  }

  /// What goes wrong with the first call that makes the webhook.
  @Test(.database, arguments: ["error", "error_after", "cut", "cut_after", "rate_limit"])
  func `a failure while the webhook is made is overcome`(_ fault: String) async throws {
    try await Stage.play(.init(serve: nil)) { stage in
      try await stage.sandbox.plan(fault, "asana", "POST", "/webhooks", seconds: 1)
      _ = try await stage.product.serve()
      try await stage.waitForHook()
      _ = try await stage.waitForIssue(try await stage.createTask())
      #expect(try await stage.product.count("asana_hooks WHERE state <> 'gone'") == 1)
      #expect(try await stage.sandbox.state().asanaWebhooks.count { $0["active"]?.bool == true } == 1)
    }
  }

  @Test(.database, arguments: ["hang", "hang_after"]) func `a server killed while the webhook is made has it after its restart`(
    _ fault: String
  ) async throws {
    try await Stage.play(.init(serve: nil)) { stage in
      try await stage.sandbox.plan(fault, "asana", "POST", "/webhooks")
      let first = try await stage.product.serve(["--lease", "2"])
      try await eventually("the call") { try await stage.sandbox.hasMetFaults() }
      if fault == "hang_after" {
        try await eventually("the handshake") { try await stage.product.count("asana_hooks WHERE state = 'active'") == 1 }
      }
      try await first.crash()
      _ = try await stage.product.serve(["--lease", "2"])
      try await stage.waitForHook()
      _ = try await stage.waitForIssue(try await stage.createTask())
      #expect(try await stage.product.count("asana_hooks WHERE state <> 'gone'") == 1)
      #expect(try await stage.sandbox.state().asanaWebhooks.count { $0["active"]?.bool == true } == 1)
    }
  }
}
