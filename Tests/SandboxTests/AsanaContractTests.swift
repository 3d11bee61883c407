import Domain
import HTTP
import Sandbox
import Testing

@Suite struct AsanaContractTests {
  static let refusals: [(String, HTTP.Method, JSONValue?, Int, String)] = [
    ("/tasks", .get, nil, 400, "project: Missing input"),
    ("/tasks?project=abc", .get, nil, 400, "project: Not a Long: abc"),
    ("/tasks?project=77", .get, nil, 404, "project: Unknown object: 77"),
    ("/tasks?project=1200000000000002&limit=101", .get, nil, 400, "limit: Must be between 1 and 100: 101"),
    ("/tasks?project=1200000000000002&limit=0", .get, nil, 400, "limit: Must be between 1 and 100: 0"),
    ("/tasks?project=1200000000000002&limit=5&offset=xx", .get, nil, 400, "offset: Your pagination token has expired."),
    ("/tasks?project=1200000000000002&modified_since=soon", .get, nil, 400, "modified_since: Could not parse date: soon"),
    ("/tasks", .post, ["data": ["name": "x"]], 400, "workspace: Missing input"),
    ("/tasks", .post, ["name": "x"], 400, "data: Missing input"),
    ("/tasks/77", .get, nil, 404, "task: Unknown object: 77"),
    ("/tasks/x", .get, nil, 400, "task: Not a Long: x"),
    ("/webhooks", .get, nil, 400, "workspace: Missing input"),
    ("/webhooks", .post, ["data": ["resource": "1200000000000002"]], 400, "target: Missing input"),
    ("/webhooks", .post, ["data": ["target": "https://x.test"]], 400, "resource: Missing input"),
    ("/projects/77", .get, nil, 404, "project: Unknown object: 77"),
    ("/custom_fields/1200000000000004/enum_options", .post, ["data": [:]], 400, "name: Missing input"),
    ("/nowhere", .get, nil, 404, "No matching route for request"),
  ]

  @Test(arguments: refusals)
  func `a wrong call is refused in Asana's words`(
    path: String, method: HTTP.Method, body: JSONValue?, status: Int, message: String
  ) async {
    let answer = await Bench().asana(method, path, body)
    #expect(answer.status == status)
    #expect(answer.message == message)
    #expect(answer.json["errors"]?.array?.count == 1)
  }

  @Test(arguments: ["", "wrong", "sandbox-github-token"])
  func `a wrong token is 401 with errors`(token: String) async {
    let answer = await Bench().asana(.get, "/users/me", token: token)
    #expect(answer.status == 401)
    #expect(answer.message == "Not Authorized")
  }

  @Test func `a body that is not JSON is 400`() async {
    let bench = Bench()
    let answer = await bench.send(
      .post, "/asana/api/1.0/tasks", .string("x"), headers: [("authorization", "Bearer sandbox-asana-token")])
    #expect(answer.status == 400)
  }

  @Test func `opt_fields cut every level and keep the gid`() async throws {
    let bench = Bench()
    let task = await bench.control("/tasks", ["name": "A", "auto": "Yes"])
    let gid = try #require(task["gid"]?.string)
    let fields = "name,completed,custom_fields.enum_value.name,memberships.project.gid"
    let answer = await bench.asana(.get, "/tasks/\(gid)?opt_fields=\(fields)")
    let data = answer.data
    #expect(data.members?.map(\.key).sorted() == ["completed", "custom_fields", "gid", "memberships", "name"])
    let field = data["custom_fields"]?[0]
    #expect(field?.members?.map(\.key).sorted() == ["enum_value", "gid"])
    #expect(field?["enum_value"]?["name"] == "Yes")
    #expect(field?["enum_value"]?.members?.map(\.key).sorted() == ["gid", "name"])
    #expect(data["memberships"]?[0]?["project"] == ["gid": .string(Bench.project)])
  }

  @Test func `a list is compact and a single task is whole`() async throws {
    let bench = Bench()
    let gid = try #require(await bench.control("/tasks", ["name": "A"])["gid"]?.string)
    let list = await bench.asana(.get, "/tasks?project=\(Bench.project)")
    #expect(list.data[0]?.members?.map(\.key).sorted() == ["gid", "name", "resource_subtype", "resource_type"])
    #expect(list.json["next_page"] == nil)
    let whole = await bench.asana(.get, "/tasks/\(gid)")
    #expect(whole.data["permalink_url"]?.string?.contains(gid) == true)
    #expect(whole.data["custom_fields"]?.array?.count == 3)
  }

  @Test(arguments: [(1, 5), (2, 3), (5, 1), (100, 1)])
  func `pages join to the whole list`(limit: Int, pages: Int) async {
    let bench = Bench()
    for name in ["a", "b", "c", "d", "e"] { _ = await bench.control("/tasks", ["name": .string(name)]) }
    var names: [String] = []
    var count = 0
    var path: String? = "/tasks?project=\(Bench.project)&limit=\(limit)&opt_fields=name"
    while let next = path, count < 10 {
      let answer = await bench.asana(.get, next)
      names += answer.data.array?.compactMap { $0["name"]?.string } ?? []
      count += 1
      path = answer.json["next_page"]?["path"]?.string
      #expect(answer.json["next_page"] != nil)
    }
    #expect(names == ["a", "b", "c", "d", "e"])
    #expect(count == pages)
  }

  @Test func `an offset expires`() async throws {
    let bench = Bench()
    for name in ["a", "b"] { _ = await bench.control("/tasks", ["name": .string(name)]) }
    let first = await bench.asana(.get, "/tasks?project=\(Bench.project)&limit=1")
    let next = try #require(first.json["next_page"]?["path"]?.string)
    #expect(await bench.asana(.get, next).status == 200)
    bench.clock.advance(.seconds(901))
    #expect(await bench.asana(.get, next).status == 400)
  }

  @Test func `modified_since and completed_since select`() async throws {
    let bench = Bench()
    let old = try #require(await bench.control("/tasks", ["name": "old"])["gid"]?.string)
    bench.clock.advance(.seconds(60))
    let since = bench.clock.now.iso8601
    _ = await bench.control("/tasks", ["name": "new"])
    let changed = await bench.asana(.get, "/tasks?project=\(Bench.project)&modified_since=\(since)")
    #expect(changed.data.array?.compactMap { $0["name"]?.string } == ["new"])
    #expect(await bench.asana(.put, "/tasks/\(old)", ["data": ["completed": true]]).data["completed"] == true)
    bench.clock.advance(.seconds(1))
    let open = await bench.asana(.get, "/tasks?project=\(Bench.project)&completed_since=now")
    #expect(open.data.array?.compactMap { $0["name"]?.string } == ["new"])
    // A comment makes a story, and that changes the task.
    bench.clock.advance(.seconds(60))
    let later = bench.clock.now.iso8601
    _ = await bench.asana(.post, "/tasks/\(old)/stories", ["data": ["text": "hello"]])
    let commented = await bench.asana(.get, "/tasks?project=\(Bench.project)&modified_since=\(later)")
    #expect(commented.data.array?.compactMap { $0["name"]?.string } == ["old"])
  }

  @Test func `a custom field takes an enabled option's gid or null`() async throws {
    let bench = Bench()
    let gid = try #require(await bench.control("/tasks", ["name": "A"])["gid"]?.string)
    let field = "1200000000000003"
    func put(_ value: JSONValue) async -> Answer {
      await bench.asana(.put, "/tasks/\(gid)", ["data": ["custom_fields": .object([.init(key: field, value: value)])]])
    }
    let set = await put("1200000000000021")
    #expect(set.data["custom_fields"]?[0]?["display_value"] == "Yes")
    #expect(await put("Yes").status == 400)
    #expect(await put(true).status == 400)
    #expect(await put(.null).data["custom_fields"]?[0]?["enum_value"] == .null)
    _ = await bench.control("/asana/fields/\(field)", ["option": "Yes", "enabled": false])
    #expect(await put("1200000000000021").status == 400)
  }

  @Test func `options can be added until the field is locked`() async {
    let bench = Bench()
    let path = "/custom_fields/1200000000000004/enum_options"
    let made = await bench.asana(.post, path, ["data": ["name": "acme/new"]])
    #expect(made.status == 201)
    #expect(made.data["enabled"] == true)
    #expect(await bench.asana(.post, path, ["data": ["name": "acme/new"]]).status == 400)
    _ = await bench.control("/asana/fields/1200000000000004", ["locked": true])
    #expect(await bench.asana(.post, path, ["data": ["name": "acme/more"]]).status == 403)
  }

  @Test func `completing leaves a system story and a comment is a comment`() async throws {
    let bench = Bench()
    let gid = try #require(await bench.control("/tasks", ["name": "A"])["gid"]?.string)
    #expect(await bench.asana(.post, "/tasks/\(gid)/stories", ["data": ["text": "hi"]]).status == 201)
    _ = await bench.asana(.put, "/tasks/\(gid)", ["data": ["completed": true]])
    let stories = await bench.asana(.get, "/tasks/\(gid)/stories?opt_fields=resource_subtype,type,text,created_by.gid")
    #expect(stories.data.array?.compactMap { $0["resource_subtype"]?.string } == ["comment_added", "marked_complete"])
    #expect(stories.data[0]?["created_by"]?["gid"] == "1200000000000011")
    #expect(await bench.asana(.post, "/tasks/\(gid)/stories", ["data": ["text": ""]]).status == 400)
  }
}
