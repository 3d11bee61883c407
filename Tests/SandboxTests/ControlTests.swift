import HTTP
import Sandbox
import Testing

@Suite struct ControlTests {
  @Test func `the demo project names its secrets and the environment has them`() async throws {
    let bench = Bench()
    let project = await bench.send(.get, "/sandbox/api/demo-project").json
    #expect(project["asana"]?["token"] == ["env": "DEMO_ASANA_TOKEN"])
    #expect(project["asana"]?["repository_map"] == ["Api": "acme/api", "Web": "acme/web"])
    #expect(project["github"]?["repositories"]?[0] == ["name": "acme/api", "default": true])
    let keys: Set<String> = ["slug", "name", "asana", "github", "links", "contacts", "notes"]
    #expect(Set(project.members?.map(\.key) ?? []) == keys)
    let text = String(decoding: await bench.send(.get, "/sandbox/api/demo-env").bytes, as: UTF8.self)
    let values = Dictionary(
      uniqueKeysWithValues: text.split(separator: "\n").map { line in
        let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
        return (parts[0], parts[1])
      })
    let asana = try #require(values["DEMO_ASANA_TOKEN"])
    let github = try #require(values["DEMO_GITHUB_TOKEN"])
    #expect(await bench.asana(.get, "/users/me", token: asana).status == 200)
    #expect(await bench.github(.get, "/user", token: github).status == 200)
    #expect(values["DEMO_GITHUB_WEBHOOK_SECRET"]?.isEmpty == false)
    // The project's fields, workspace and repositories exist.
    let fields = try #require(project["asana"]?["fields"]?.members)
    for field in fields {
      #expect(await bench.asana(.get, "/custom_fields/\(field.value.string ?? "")").status == 200)
    }
    for repository in project["github"]?["repositories"]?.array ?? [] {
      #expect(await bench.github(.get, "/repos/\(repository["name"]?.string ?? "")").status == 200)
    }
  }

  @Test func `a second project of Asana has the same fields and tasks of its own`() async throws {
    let bench = Bench()
    let gid = try #require(await bench.control("/asana/projects", ["name": "Second"])["gid"]?.string)
    let task = await bench.control("/tasks", ["name": "A", "project": .string(gid), "auto": "Yes"])
    #expect(task["projects"] == [.string(gid)] && task["auto"] == "Yes")
    let first = await bench.asana(.get, "/projects/1200000000000002/custom_field_settings?opt_fields=custom_field.gid").json["data"]?.array
    let second = await bench.asana(.get, "/projects/\(gid)/custom_field_settings?opt_fields=custom_field.gid").json["data"]?.array
    #expect(first?.compactMap { $0["custom_field"] } == second?.compactMap { $0["custom_field"] } && second?.count == 3)
    #expect(await bench.asana(.get, "/tasks?project=1200000000000002").json["data"] == [])
    #expect(await bench.asana(.get, "/tasks?project=\(gid)").json["data"]?.array?.count == 1)
    #expect(await bench.asana(.get, "/tasks?project=1200000000000777").status == 404)
    #expect(await bench.send(.post, "/sandbox/api/tasks", ["name": "B", "project": "1200000000000777"]).status == 422)
  }

  @Test func `calls are counted by pattern`() async {
    let bench = Bench()
    _ = await bench.github(.post, "/repos/acme/api/issues", ["title": "a"])
    _ = await bench.github(.post, "/repos/acme/web/issues", [:])
    let calls = await bench.send(.get, "/sandbox/api/calls").json
    #expect(calls["github"]?["POST /repos/:owner/:repo/issues"] == ["total": 2, "succeeded": 1])
    let exchange = await bench.send(.get, "/sandbox/api/exchanges").json[0]
    #expect(exchange?["path"] == "/repos/acme/api/issues")
    #expect(exchange?["request_body"] == ["title": "a"])
    #expect(exchange?["status"] == 201)
    #expect(exchange?["api_version"] == "2022-11-28")
  }

  @Test func `a reset forgets everything`() async {
    let bench = Bench()
    _ = await bench.createAsanaWebhook()
    _ = await bench.control("/tasks", ["name": "A"])
    _ = await bench.control("/issues", ["title": "A"])
    _ = await bench.control("/reset")
    let state = await bench.state()
    #expect(state["asana"]?["tasks"] == [])
    #expect(state["asana"]?["webhooks"] == [])
    #expect(state["github"]?["repositories"]?[0]?["issues"] == [])
    #expect(state["calls"] == ["asana": [:], "github": [:]])
  }

  @Test func `installing the hook twice leaves one on each repository`() async {
    let bench = Bench()
    for _ in 0..<2 { _ = await bench.control("/github-hook", ["url": "http://product.test/h"]) }
    for name in ["acme/api", "acme/web"] { #expect(await bench.repository(name)["hooks"]?.array?.count == 1) }
  }

  @Test(
    arguments: [
      ("/tasks", [:], 422), ("/tasks", ["name": "a", "auto": "Maybe"], 422), ("/tasks/77", ["name": "a"], 404),
      ("/issues", ["title": "a", "repository": "x/y"], 404), ("/comments", ["text": "a"], 422),
      ("/comments", ["text": "a", "number": 9], 404),
      ("/pulls/merge", ["number": 9], 409), ("/runs/9", [:], 404), ("/runs", ["conclusion": "great"], 422), ("/agent", ["style": "x"], 422),
      ("/ci", ["conclusion": "great"], 422), ("/github-hook", [:], 422), ("/deliveries/9/redeliver", [:], 404), ("/nowhere", [:], 404),
    ] as [(String, JSONValue, Int)])
  func `a wrong order is refused`(path: String, body: JSONValue, status: Int) async {
    let answer = await Bench().send(.post, "/sandbox/api" + path, body)
    #expect(answer.status == status)
    #expect(answer.json["error"] != nil)
  }

  @Test func `logs stay bounded`() async {
    let bench = Bench()
    await bench.installHook()
    for number in 0..<1100 { _ = await bench.github(.get, "/repos/acme/api/issues/\(number + 1)") }
    for _ in 0..<600 { _ = await bench.control("/issues", ["title": "a"]) }
    await bench.pass(.milliseconds(200))
    #expect(await bench.send(.get, "/sandbox/api/exchanges").json.array?.count == 1000)
    #expect(await bench.send(.get, "/sandbox/api/deliveries").json.array?.count == 500)
  }
}

@Suite struct JSONValueTests {
  static let texts: [(String, String)] = [
    (#"{"a":[1,2.5,true,null,"x"]}"#, #"{"a":[1,2.5,true,null,"x"]}"#), (#""\u0041\n\u0001\"\\ é 😀""#, #""A\n\u0001\"\\ é 😀""#),
    ("-7", "-7"), ("[]", "[]"), ("{}", "{}"), ("9007199254740993", "9007199254740993"),
  ]

  @Test(arguments: texts)
  func `a document survives`(text: String, written: String) throws {
    let value = try #require(JSONValue(parsing: Array(text.utf8)))
    #expect(String(decoding: value.bytes, as: UTF8.self) == written)
  }

  @Test(arguments: ["", "{", "{a:1}", "nul", "[1,,2]", "\"\u{1}\""])
  func `what is no JSON is refused`(text: String) {
    #expect(JSONValue(parsing: Array(text.utf8)) == nil)
  }
}
