import Crypto
import HTTP
import Sandbox
import Testing

@Suite struct GitHubWebhookTests {
  private static let hookBody: JSONValue = [
    "name": "web", "active": true, "events": ["issues", "push"],
    "config": ["url": "http://product.test/h", "content_type": "json", "secret": "s3cret"],
  ]

  @Test func `a hook is made once, pings, and never shows its secret`() async throws {
    let bench = Bench()
    let made = await bench.github(.post, "/repos/acme/api/hooks", Self.hookBody)
    #expect(made.status == 201)
    #expect(made.json["config"]?["secret"] == "********")
    let again = await bench.github(.post, "/repos/acme/api/hooks", Self.hookBody)
    #expect(again.status == 422)
    #expect(again.json["errors"]?[0]?["message"] == "Hook already exists on this repository")
    await bench.pass(.milliseconds(100))
    #expect(bench.receiver.events == ["ping"])
    let payload = try #require(bench.receiver.payloads("ping").first)
    #expect(payload.members?.map(\.key).sorted() == ["hook", "hook_id", "repository", "sender", "zen"])
    #expect(bench.receiver.deliveries.allSatisfy { !String(decoding: $0.body, as: UTF8.self).contains("s3cret") })
    let id = try #require(made.json["id"]?.integer)
    let changed = await bench.github(.patch, "/repos/acme/api/hooks/\(id)", ["active": false, "add_events": ["issue_comment"]])
    #expect(changed.json["active"] == false)
    #expect(changed.json["events"] == ["issues", "push", "issue_comment"])
    #expect(await bench.github(.post, "/repos/acme/api/hooks/\(id)/pings").status == 204)
  }

  @Test func `deliveries carry GitHub's headers and both signatures`() async throws {
    let bench = Bench()
    await bench.installHook()
    _ = await bench.github(.post, "/repos/acme/api/issues", ["title": "Привет", "body": "text"])
    await bench.pass(.milliseconds(100))
    let delivery = try #require(bench.receiver.deliveries.first)
    let key = Array("s3cret".utf8)
    #expect(delivery.headers["x-github-event"] == "issues")
    #expect(delivery.headers["user-agent"]?.hasPrefix("GitHub-Hookshot/") == true)
    #expect(delivery.headers["content-type"] == "application/json")
    #expect(delivery.headers["x-hub-signature-256"] == "sha256=" + Hex.encode(HMAC.sha256(key: key, message: delivery.body)))
    #expect(delivery.headers["x-hub-signature"] == "sha1=" + Hex.encode(HMAC.sha1(key: key, message: delivery.body)))
    let guid = try #require(delivery.headers["x-github-delivery"])
    #expect(guid.count == 36 && guid.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
  }

  @Test func `GitHub's own example has this signature`() {
    let signature = HMAC.sha256(key: Array("It's a Secret to Everybody".utf8), message: Array("Hello, World!".utf8))
    #expect(Hex.encode(signature) == "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")
  }

  @Test func `the default content type is a form`() async throws {
    let bench = Bench()
    _ = await bench.github(
      .post, "/repos/acme/api/hooks", ["config": ["url": "http://product.test/h", "secret": "k"], "events": ["issues"]])
    _ = await bench.github(.post, "/repos/acme/api/issues", ["title": "a & b"])
    await bench.pass(.milliseconds(100))
    let delivery = try #require(bench.receiver.deliveries.last)
    #expect(delivery.headers["content-type"] == "application/x-www-form-urlencoded")
    let payload = try #require(FormFields(urlEncoded: delivery.body)?["payload"])
    #expect(JSONValue(parsing: Array(payload.utf8))?["issue"]?["title"] == "a & b")
    #expect(
      delivery.headers["x-hub-signature-256"]
        == "sha256=" + Hex.encode(HMAC.sha256(key: Array("k".utf8), message: delivery.body)))
  }

  @Test func `hooks of one event share its GUID`() async {
    let bench = Bench()
    for name in ["one", "two"] {
      _ = await bench.github(
        .post, "/repos/acme/api/hooks",
        ["config": ["url": .string("http://product.test/\(name)"), "content_type": "json"], "events": ["issues"]])
    }
    await bench.pass(.milliseconds(100))
    bench.receiver.clear()
    _ = await bench.github(.post, "/repos/acme/api/issues", ["title": "a"])
    await bench.pass(.milliseconds(100))
    #expect(bench.receiver.deliveries.count == 2)
    #expect(Set(bench.receiver.deliveries.compactMap { $0.headers["x-github-delivery"] }).count == 1)
  }

  @Test func `a failed delivery is never repeated by itself, and redelivered under its GUID when asked`() async throws {
    let bench = Bench()
    await bench.installHook()
    let hook = try #require(await bench.github(.get, "/repos/acme/api/hooks").json[0]?["id"]?.integer)
    bench.receiver.answer(500)
    _ = await bench.github(.post, "/repos/acme/api/issues", ["title": "a"])
    await bench.pass(.seconds(1))
    bench.clock.advance(.seconds(86_400))
    await bench.pass(.milliseconds(100))
    #expect(bench.receiver.events == ["issues.opened"])
    let path = "/repos/acme/api/hooks/\(hook)/deliveries"
    let failed = await bench.github(.get, "\(path)?status=failure").json
    #expect(failed.array?.count == 1)
    #expect(failed[0]?["status_code"] == 500)
    #expect(failed[0]?["redelivery"] == false)
    let id = try #require(failed[0]?["id"]?.integer)
    bench.receiver.answer(200)
    #expect(await bench.github(.post, "\(path)/\(id)/attempts").status == 202)
    await bench.pass(.milliseconds(200))
    let guids = bench.receiver.deliveries.compactMap { $0.headers["x-github-delivery"] }
    #expect(guids.count == 2 && Set(guids).count == 1)
    let newest = await bench.github(.get, "\(path)?per_page=1")
    #expect(newest.json[0]?["redelivery"] == true)
    #expect(newest.json[0]?["status"] == "OK")
    #expect(newest["link"]?.contains("cursor=") == true)
    let whole = await bench.github(.get, "\(path)/\(id)").json
    #expect(whole["request"]?["payload"]?["action"] == "opened")
    #expect(whole["response"]?["payload"] == "ok")
    #expect(await bench.github(.get, "/repos/acme/api/hooks/\(hook)").json["last_response"]?["code"] == 200)
  }
}
