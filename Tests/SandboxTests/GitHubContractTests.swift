import Domain
import HTTP
import Sandbox
import Testing

@Suite struct GitHubContractTests {
  static let refusals: [(String, HTTP.Method, JSONValue?, Int, String)] = [
    ("/repos/acme/nothing", .get, nil, 404, "Not Found"),
    ("/repos/acme/api/issues", .post, ["body": "no title"], 422, "Validation Failed"),
    ("/repos/acme/api/issues", .post, ["title": 7], 422, "Validation Failed"),
    ("/repos/acme/api/issues?state=wrong", .get, nil, 422, "Validation Failed"),
    ("/repos/acme/api/issues/9", .get, nil, 404, "Not Found"),
    ("/repos/acme/api/issues/9/comments", .post, ["body": "x"], 404, "Not Found"),
    ("/repos/acme/api/pulls/9/merge", .put, [:], 404, "Not Found"),
    ("/repos/acme/api/hooks", .post, ["config": [:]], 422, "Validation Failed"),
    ("/repos/acme/api/hooks", .post, ["config": ["url": "https://x.test"], "events": ["nonsense"]], 422, "Validation Failed"),
    ("/repos/acme/api/commits/0000/pulls", .get, nil, 422, "No commit found for SHA: 0000"),
    ("/repos/acme/api/collaborators/nobody/permission", .get, nil, 404, "nobody is not a user"),
    ("/nowhere", .get, nil, 404, "Not Found"),
  ]

  @Test(arguments: refusals)
  func `a wrong call is refused in GitHub's words`(
    path: String, method: HTTP.Method, body: JSONValue?, status: Int, message: String
  ) async {
    let answer = await Bench().github(method, path, body)
    #expect(answer.status == status)
    #expect(answer.message == message || answer.json["message"]?.string == message)
    #expect(answer.json["documentation_url"] != nil)
    if status == 422, message == "Validation Failed" { #expect(answer.json["errors"]?[0]?["code"] != nil) }
  }

  @Test(arguments: [("wrong", "Bad credentials"), ("", "Bad credentials")])
  func `a wrong token is 401`(token: String, message: String) async {
    let answer = await Bench().github(.get, "/user", token: token)
    #expect(answer.status == 401)
    #expect(answer.json["message"] == .string(message))
  }

  @Test func `no user agent is 403 and an unknown version 400`() async {
    let bench = Bench()
    let bare = await bench.send(.get, "/github/user", headers: [("authorization", "Bearer sandbox-github-token")])
    #expect(bare.status == 403)
    #expect(await bench.github(.get, "/user", version: "2019-01-01").status == 400)
  }

  /// Rights: method, path, then the status for admin, writer, reader and app.
  static let rights: [(HTTP.Method, String, JSONValue?, [Int])] = [
    (.get, "/repos/acme/api", nil, [200, 200, 200, 404]),
    (.get, "/repos/acme/api/hooks", nil, [200, 404, 404, 404]),
    (.get, "/repos/acme/api/collaborators/demo-person/permission", nil, [200, 200, 404, 404]),
    (.patch, "/repos/acme/api/issues/1", ["state": "closed"], [200, 200, 403, 404]),
    (.post, "/repos/acme/api/issues/1/labels", ["labels": ["a"]], [200, 200, 404, 404]),
    (.post, "/repos/acme/api/issues/1/comments", ["body": "hello"], [201, 201, 201, 404]),
    (.put, "/repos/acme/api/pulls/2/merge", [:], [200, 200, 404, 404]),
  ]

  @Test(arguments: rights)
  func `missing rights hide things`(method: HTTP.Method, path: String, body: JSONValue?, expected: [Int]) async {
    for (token, status) in zip(["sandbox-github-token", "sandbox-writer-token", "sandbox-reader-token", "sandbox-bot-token"], expected) {
      let bench = Bench()
      _ = await bench.control("/issues", ["title": "one"])
      _ = await bench.control("/pulls", ["title": "two"])
      #expect(await bench.github(method, path, body, token: token).status == status, "\(token)")
    }
  }

  @Test func `permissions are told as the action asks for them`() async {
    let bench = Bench()
    for (login, permission) in [
      ("auto-flow-demo", "admin"), ("demo-person", "write"), ("demo-reader", "read"), ("opencode-agent[bot]", "none"),
    ] {
      let encoded = PercentEncoding.encode(login)
      let answer = await bench.github(.get, "/repos/acme/api/collaborators/\(encoded)/permission")
      #expect(answer.json["permission"] == .string(permission), "\(login)")
    }
  }

  @Test func `issues are listed newest first in pages with links`() async throws {
    let bench = Bench()
    for number in 1...5 { _ = await bench.github(.post, "/repos/acme/api/issues", ["title": .string("t\(number)")]) }
    let first = await bench.github(.get, "/repos/acme/api/issues?per_page=2&state=all")
    #expect(first.json.array?.compactMap { $0["number"]?.integer } == [5, 4])
    let link = try #require(first["link"])
    #expect(link.contains("page=2>; rel=\"next\""))
    #expect(link.contains("page=3>; rel=\"last\""))
    let last = await bench.github(.get, "/repos/acme/api/issues?per_page=2&state=all&page=3")
    #expect(last.json.array?.compactMap { $0["number"]?.integer } == [1])
    #expect(last["link"]?.contains("rel=\"prev\"") == true)
    #expect(last["link"]?.contains("rel=\"next\"") == false)
    #expect(await bench.github(.get, "/repos/acme/api/issues?per_page=100")["link"] == nil)
  }

  @Test func `issues are chosen by state, since, creator and label, pull requests among them`() async {
    let bench = Bench()
    _ = await bench.github(.post, "/repos/acme/api/issues", ["title": "one", "labels": ["x", "x"]])
    bench.clock.advance(.seconds(100))
    let since = bench.clock.now
    _ = await bench.control("/issues", ["title": "two"])
    _ = await bench.control("/pulls", ["title": "three"])
    _ = await bench.github(.patch, "/repos/acme/api/issues/2", ["state": "closed", "state_reason": "not_planned"])
    func numbers(_ query: String) async -> [Int64] {
      await bench.github(.get, "/repos/acme/api/issues?\(query)").json.array?.compactMap { $0["number"]?.integer } ?? []
    }
    #expect(await numbers("") == [3, 1])
    #expect(await numbers("state=all") == [3, 2, 1])
    #expect(await numbers("state=closed") == [2])
    #expect(await numbers("state=all&since=\(since.iso8601)") == [3, 2])
    #expect(await numbers("state=all&creator=auto-flow-demo") == [1])
    #expect(await numbers("state=all&labels=x") == [1])
    #expect(await numbers("state=all&direction=asc") == [1, 2, 3])
    let all = await bench.github(.get, "/repos/acme/api/issues?state=all").json
    #expect(all.array?.map { $0["pull_request"] != nil } == [true, false, false])
  }

  @Test func `the reason counts only when the state changes`() async {
    let bench = Bench()
    _ = await bench.github(.post, "/repos/acme/api/issues", ["title": "one"])
    func patch(_ body: JSONValue) async -> JSONValue { await bench.github(.patch, "/repos/acme/api/issues/1", body).json }
    #expect(await patch(["state": "closed"])["state_reason"] == "completed")
    #expect(await patch(["state": "closed", "state_reason": "not_planned"])["state_reason"] == "completed")
    #expect(await patch(["state": "open"])["state_reason"] == "reopened")
    #expect(await patch(["state": "closed", "state_reason": "not_planned"])["state_reason"] == "not_planned")
    #expect(await bench.github(.patch, "/repos/acme/api/issues/1", ["state": "gone"]).status == 422)
  }

  @Test func `labels are made on use and removed once`() async {
    let bench = Bench()
    _ = await bench.github(.post, "/repos/acme/api/issues", ["title": "one"])
    let added = await bench.github(.post, "/repos/acme/api/issues/1/labels", ["labels": ["auto flow", "b"]])
    #expect(added.json.array?.compactMap { $0["name"]?.string } == ["auto flow", "b"])
    #expect(added.json[0]?["color"] == "ededed")
    #expect(await bench.github(.delete, "/repos/acme/api/issues/1/labels/auto%20flow").status == 200)
    #expect(await bench.github(.delete, "/repos/acme/api/issues/1/labels/auto%20flow").status == 404)
  }

  @Test func `labels of people without push access are dropped in silence`() async {
    let made = await Bench().github(
      .post, "/repos/acme/api/issues", ["title": "one", "labels": ["x"]], token: "sandbox-reader-token")
    #expect(made.status == 201)
    #expect(made.json["labels"] == [])
  }

  @Test func `the version of 2026 has no merge_commit_sha and no assignee`() async {
    let bench = Bench()
    _ = await bench.control("/pulls", ["title": "one"])
    let paths = ["/repos/acme/api/pulls/1", "/repos/acme/api/pulls?state=all"]
    for path in paths {
      let old = await bench.github(.get, path).json
      let new = await bench.github(.get, path, version: "2026-03-10").json
      #expect((old[0] ?? old)["merge_commit_sha"]?.string?.count == 40)
      #expect((new[0] ?? new)["merge_commit_sha"] == nil)
      #expect((new[0] ?? new)["assignee"] == nil)
    }
    #expect(await bench.github(.get, "/rate_limit").json["rate"] != nil)
    #expect(await bench.github(.get, "/rate_limit", version: "2026-03-10").json["rate"] == nil)
  }

  @Test func `every answer counts against the hour`() async throws {
    let bench = Bench()
    let first = await bench.github(.get, "/user")
    let second = await bench.github(.get, "/user")
    #expect(first["x-ratelimit-remaining"] == "4999")
    #expect(second["x-ratelimit-remaining"] == "4998")
    #expect(second["x-ratelimit-resource"] == "core")
    bench.clock.advance(.seconds(3601))
    #expect(await bench.github(.get, "/user")["x-ratelimit-remaining"] == "4999")
  }

  @Test func `an entity tag saves the body`() async throws {
    let bench = Bench()
    let tag = try #require(await bench.github(.get, "/repos/acme/api")["etag"])
    let again = await bench.github(.get, "/repos/acme/api", more: [("If-None-Match", tag)])
    #expect(again.status == 304)
    #expect(again.bytes.isEmpty)
    _ = await bench.github(.post, "/repos/acme/api/issues", ["title": "one"])
    #expect(await bench.github(.get, "/repos/acme/api", more: [("If-None-Match", tag)]).status == 200)
  }
}
