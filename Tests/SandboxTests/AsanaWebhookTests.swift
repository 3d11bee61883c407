import Crypto
import Domain
import HTTP
import Sandbox
import Testing

@Suite struct AsanaWebhookTests {
  @Test func `the handshake happens while the call is open`() async throws {
    let bench = Bench()
    let answer = await bench.createAsanaWebhook()
    #expect(answer.status == 201)
    #expect(answer.data["active"] == true)
    let handshake = try #require(bench.receiver.deliveries.first)
    #expect(handshake.url == Bench.asanaURL)
    #expect(handshake.body.isEmpty)
    #expect(handshake.headers["x-hook-signature"] == nil)
    #expect(answer.json["X-Hook-Secret"]?.string == handshake.headers["x-hook-secret"])
    let workspace = "/webhooks?workspace=1200000000000001"
    #expect(await bench.asana(.get, workspace).data.array?.count == 1)
    #expect(await bench.asana(.get, workspace + "&resource=77").data.array?.isEmpty == true)
  }

  @Test func `a target that does not echo the secret gets no webhook`() async {
    let bench = Bench()
    bench.receiver.ignoreSecrets()
    #expect(await bench.createAsanaWebhook().status == 400)
    #expect(await bench.asana(.get, "/webhooks?workspace=1200000000000001").data.array?.isEmpty == true)
  }

  @Test(arguments: [(200, 201), (204, 201), (201, 400), (302, 400), (401, 400), (500, 400)])
  func `the handshake takes 200 and 204 only`(status: Int, result: Int) async {
    let bench = Bench()
    bench.receiver.answer(status)
    #expect(await bench.createAsanaWebhook().status == result)
  }

  @Test func `a heartbeat follows the handshake and comes again after eight hours`() async throws {
    let bench = Bench()
    let answer = await bench.createAsanaWebhook()
    let secret = try #require(answer.json["X-Hook-Secret"]?.string)
    await bench.sandbox.deliverDue()
    let beat = try #require(bench.receiver.deliveries.last)
    #expect(beat.body == Array(#"{"events":[]}"#.utf8))
    #expect(beat.headers["x-hook-signature"] == Hex.encode(HMAC.sha256(key: Array(secret.utf8), message: beat.body)))
    bench.clock.advance(.seconds(8 * 3600))
    await bench.sandbox.deliverDue()
    #expect(bench.receiver.asanaBatches.count == 2)
  }

  @Test func `changes come as one signed batch with compact events`() async throws {
    let bench = Bench()
    _ = await bench.createAsanaWebhook()
    await bench.pass(.milliseconds(100))
    bench.receiver.clear()
    let gid = try #require(await bench.control("/tasks", ["name": "A", "auto": "Yes"])["gid"]?.string)
    await bench.pass(.milliseconds(200))
    let batch = try #require(bench.receiver.asanaBatches.first)
    #expect(bench.receiver.asanaBatches.count == 1)
    #expect(batch[0]["action"] == "added")
    #expect(batch[0]["parent"]?["gid"] == .string(Bench.project))
    let change = try #require(batch.first { $0["action"] == "changed" })
    #expect(change["change"]?["field"] == "custom_fields")
    #expect(change["change"]?["new_value"]?["gid"] == "1200000000000003")
    #expect(change["resource"] == ["gid": .string(gid), "resource_type": "task", "resource_subtype": "default_task"])
    #expect(change["user"]?["gid"] == "1200000000000012")
  }

  @Test func `the token's own writes come back as its own events`() async throws {
    let bench = Bench()
    let gid = try #require(await bench.control("/tasks", ["name": "A"])["gid"]?.string)
    _ = await bench.createAsanaWebhook()
    await bench.pass(.milliseconds(100))
    bench.receiver.clear()
    _ = await bench.asana(.put, "/tasks/\(gid)", ["data": ["completed": true]])
    await bench.pass(.milliseconds(100))
    let events = bench.receiver.asanaBatches.flatMap { $0 }
    #expect(events.contains { $0["change"]?["field"] == "completed" && $0["user"]?["gid"] == "1200000000000011" })
    // Nothing changes: nothing is said.
    bench.receiver.clear()
    _ = await bench.asana(.put, "/tasks/\(gid)", ["data": ["completed": true]])
    await bench.pass(.milliseconds(200))
    #expect(bench.receiver.asanaBatches.isEmpty)
  }

  @Test func `filters let through what any of them matches`() async throws {
    let bench = Bench()
    let filters: JSONValue = [
      ["resource_type": "task", "action": "changed", "fields": ["completed"]],
      ["resource_type": "story", "resource_subtype": "comment_added", "action": "added"],
    ]
    _ = await bench.createAsanaWebhook(filters: filters)
    await bench.pass(.milliseconds(100))
    bench.receiver.clear()
    let gid = try #require(await bench.control("/tasks", ["name": "A", "auto": "Yes"])["gid"]?.string)
    _ = await bench.control("/tasks/\(gid)/comments", ["text": "hi"])
    _ = await bench.control("/tasks/\(gid)", ["completed": true])
    await bench.pass(.milliseconds(200))
    let kinds = bench.receiver.asanaBatches.flatMap { $0 }.map {
      $0["change"]?["field"]?.string ?? $0["resource"]?["resource_subtype"]?.string ?? ""
    }
    #expect(kinds == ["comment_added", "completed"])
  }

  @Test func `fields with another action than changed are refused`() async {
    let answer = await Bench().createAsanaWebhook(filters: [["resource_type": "task", "action": "added", "fields": ["name"]]])
    #expect(answer.status == 400)
  }

  @Test func `a failed delivery comes again with the same body, later each time`() async throws {
    let bench = Bench()
    _ = await bench.createAsanaWebhook()
    await bench.pass(.milliseconds(100))
    bench.receiver.clear()
    bench.receiver.answer(503)
    _ = await bench.control("/tasks", ["name": "A"])
    await bench.pass(.seconds(1))
    #expect(bench.receiver.deliveries.count == 1)
    await bench.pass(.seconds(2))
    #expect(bench.receiver.deliveries.count == 2)
    await bench.pass(.seconds(3))
    #expect(bench.receiver.deliveries.count == 2)
    let fields = "delivery_retry_count,last_failure_content"
    let health = await bench.asana(.get, "/webhooks?workspace=1200000000000001&opt_fields=\(fields)")
    #expect(health.data[0]?["delivery_retry_count"] == 2)
    #expect(health.data[0]?["last_failure_content"] == "ok")
    bench.receiver.answer(200)
    await bench.pass(.seconds(2))
    let deliveries = bench.receiver.deliveries
    #expect(deliveries.count == 3)
    #expect(Set(deliveries.map(\.body)).count == 1)
    #expect(Set(deliveries.compactMap { $0.headers["x-hook-signature"] }).count == 1)
  }

  @Test func `a webhook that fails for a day is gone`() async {
    let bench = Bench()
    _ = await bench.createAsanaWebhook()
    await bench.pass(.milliseconds(100))
    bench.receiver.answer(500)
    _ = await bench.control("/tasks", ["name": "A"])
    await bench.pass(.milliseconds(100))
    for _ in 0..<30 {
      bench.clock.advance(.seconds(3600))
      await bench.sandbox.deliverDue()
    }
    #expect(await bench.asana(.get, "/webhooks?workspace=1200000000000001").data.array?.isEmpty == true)
  }

  @Test func `the sample of the vendor's documentation verifies with this signature`() {
    let body = Array(#"{"events":[]}"#.utf8)
    let secret = Array("b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81".utf8)
    #expect(
      Hex.encode(HMAC.sha256(key: secret, message: body)) == "10468027b67df18c739cc4794c6fc2d2806dcaaf2259fc3e1ed9d26433659853")
  }
}
