import Asana
import Crypto
import Domain
import Testing

@Suite struct AsanaSetupTests {
  static let webhook =
    #"{"gid":"77","active":true,"target":"https://x.example/w?hook=1","resource":{"gid":"99"},"last_success_at":"2026-01-01T00:00:00.000Z"}"#

  @Test func `the token's user and a project are read`() async throws {
    let (tracker, transport) = try Subject.asana([
      .json(200, #"{"data":{"gid":"5","name":"Bot"}}"#), .json(200, #"{"data":{"gid":"99","name":"P","workspace":{"gid":"3"}}}"#),
    ])
    #expect(try await tracker.loadCurrentUser() == AsanaUser(gid: "5", name: "Bot"))
    #expect(try await tracker.loadProject("99") == AsanaProject(gid: "99", name: "P", workspace: "3"))
    #expect(transport.calls == ["GET /users/me?opt_fields=name", "GET /projects/99?opt_fields=name,workspace.gid"])
  }

  @Test func `fields give their options by name`() async throws {
    let options = #"[{"gid":"1","name":"Yes","enabled":true},{"gid":"2","name":"No","enabled":false},{"gid":"3","name":"yes"}]"#
    let field = #"{"gid":"A","name":"AutoTask","resource_subtype":"enum","enum_options":\#(options)}"#
    let body = #"{"data":[{"gid":"s","custom_field":\#(field)},{"gid":"t"},{"gid":"u","custom_field":{"gid":"N"}}]}"#
    let (tracker, transport) = try Subject.asana([.json(200, body)])
    let fields = try await tracker.listFields(project: "99")
    #expect(fields.map(\.gid) == ["A", "N"])
    let auto = try #require(fields.first)
    #expect(auto.subtype == "enum")
    #expect(auto.option(named: "Yes")?.gid == "1")
    #expect(auto.option(named: "yes")?.gid == "3")
    #expect(auto.option(named: "YES")?.gid == "1")
    #expect(auto.option(named: "3")?.gid == "3")
    #expect(auto.option(named: "No") == nil)
    #expect(auto.option(named: "Maybe") == nil)
    #expect(transport.calls.first?.hasPrefix("GET /projects/99/custom_field_settings?limit=100&opt_fields=custom_field.gid,") == true)
  }

  @Test func `a webhook is created with filters and gives its secret`() async throws {
    let (tracker, transport) = try Subject.asana([.json(201, #"{"data":\#(Self.webhook),"X-Hook-Secret":"5ec"}"#)])
    let created = try await tracker.createWebhook(resource: "99", target: "https://x.example/w?hook=1")
    #expect(created.subscription.gid == "77")
    #expect(created.subscription.isActive)
    #expect(created.subscription.resource == "99")
    #expect(created.subscription.lastSuccessAt == Timestamp(iso8601: "2026-01-01T00:00:00Z"))
    #expect(created.secret == SecretBytes("5ec"))
    #expect(transport.calls == ["POST /webhooks"])
    let filters =
      ["added", "removed", "deleted", "undeleted"].map { #"{"action":"\#($0)","resource_type":"task"}"# }.joined(separator: ",")
      + #",{"action":"changed","fields":["name","notes","completed","custom_fields"],"resource_type":"task"}"#
    #expect(
      transport.requests.first?.text
        == #"{"data":{"filters":[\#(filters)],"resource":"99","target":"https://x.example/w?hook=1"}}"#)
  }

  @Test func `a webhook is deleted, and one that is not there or not ours is told apart`() async throws {
    let (tracker, transport) = try Subject.asana([
      .json(200, #"{"data":{}}"#), .json(404, #"{"errors":[]}"#), .json(403, #"{"errors":[]}"#), .json(503, ""),
    ])
    try await tracker.deleteHook("77")
    await #expect(throws: PortError.notFound(reason: "Asana answered 404 to DELETE webhooks/77")) { try await tracker.deleteHook("77") }
    await #expect(throws: PortError.forbidden(reason: "Asana answered 403 to DELETE webhooks/77")) { try await tracker.deleteHook("77") }
    await #expect(throws: PortError.transient(reason: "Asana answered 503 to DELETE webhooks/77")) { try await tracker.deleteHook("77") }
    #expect(transport.calls == Array(repeating: "DELETE /webhooks/77", count: 4))
    #expect(transport.requests.allSatisfy { ($0.text ?? "").isEmpty })
  }

  @Test func `the field filter is left out when Asana rejects it`() async throws {
    let (tracker, transport) = try Subject.asana([
      .json(400, #"{"errors":[{"message":"fields"}]}"#), .json(201, #"{"data":\#(Self.webhook)}"#),
    ])
    let created = try await tracker.createWebhook(resource: "99", target: "https://x.example/w?hook=1")
    #expect(created.secret == nil)
    #expect(transport.calls == ["POST /webhooks", "POST /webhooks"])
    #expect(transport.requests[1].text?.contains("fields") == false)
  }

  @Test(arguments: [403, 500])
  func `another refusal is not repeated`(status: Int) async throws {
    let (tracker, transport) = try Subject.asana([.json(status, "{}")])
    await #expect(throws: PortError.self) { try await tracker.createWebhook(resource: "99", target: "https://x.example/w") }
    #expect(transport.calls.count == 1)
  }

  @Test func `webhooks are listed and read`() async throws {
    let (tracker, transport) = try Subject.asana([
      .json(200, #"{"data":[\#(Self.webhook)]}"#), .json(200, #"{"data":\#(Self.webhook)}"#), .json(404, "{}"),
    ])
    let listed = try await tracker.listWebhooks(workspace: "3", resource: "99")
    #expect(listed == [try await tracker.loadWebhook("77")])
    await #expect(throws: PortError.notFound(reason: "Asana answered 404 to GET webhooks/78")) { try await tracker.loadWebhook("78") }
    let fields = "active,target,resource,last_success_at,last_failure_at,last_failure_content"
    #expect(
      transport.calls == [
        "GET /webhooks?workspace=3&resource=99&limit=100&opt_fields=\(fields)", "GET /webhooks/77?opt_fields=\(fields)",
        "GET /webhooks/78?opt_fields=\(fields)",
      ])
  }
}
