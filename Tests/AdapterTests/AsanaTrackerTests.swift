import Asana
import Crypto
import Domain
import HTTP
import HTTPClient
import Testing

@Suite struct AsanaTrackerTests {
  static let fields = TrackerFields(auto: "A", repository: "R", status: "S")
  static let taskFields =
    "name,notes,completed,modified_at,permalink_url,custom_fields.gid,custom_fields.name,custom_fields.resource_subtype,"
    + "custom_fields.enum_value.gid,custom_fields.enum_value.name,custom_fields.enum_value.enabled,custom_fields.number_value,"
    + "custom_fields.display_value"

  static func task(_ customFields: String = "", gid: String = "12") -> String {
    #"{"gid":"\#(gid)","name":"Add login","notes":"line\n\"two\"","completed":false,"modified_at":"2026-02-22T02:06:58.147Z","#
      + #""permalink_url":"https://app.asana.com/0/1/12","custom_fields":[\#(customFields)]}"#
  }

  @Test func `a task is asked for by its fields and read`() async throws {
    let values =
      #"{"gid":"A","resource_subtype":"enum","enum_value":{"gid":"a1","name":"Yes","enabled":true}},"#
      + #"{"gid":"R","enum_value":{"gid":"r1","name":"Backend"}},{"gid":"S","enum_value":null},{"gid":"X","text_value":"?"}"#
    let (tracker, transport) = try Subject.asana([.json(200, #"{"data":\#(Self.task(values))}"#)])
    let task = try await tracker.loadTask("12", fields: Self.fields)
    let modifiedAt = try #require(Timestamp(iso8601: "2026-02-22T02:06:58.147Z"))
    #expect(
      task
        == TrackerTask(
          key: "12", title: "Add login", notes: "line\n\"two\"", permalink: "https://app.asana.com/0/1/12", isCompleted: false,
          autoOption: "a1", repositoryOption: TrackerOption(id: "r1", name: "Backend"), statusOption: nil, modifiedAt: modifiedAt))
    #expect(transport.calls == ["GET /tasks/12?opt_fields=\(Self.taskFields)"])
    let request = try #require(transport.requests.first)
    #expect(request.headers["authorization"] == "Bearer t0ken-of-the-test")
    #expect(request.headers["accept"] == "application/json")
    #expect(request.headers["user-agent"] == "auto-flow")
    #expect(request.headers.fields.count == 3)
    #expect(request.body == nil)
    #expect(request.limits.connect == .seconds(5))
    #expect(request.limits.total == .seconds(20))
  }

  @Test(
    arguments: [
      (#""enum_value":{"gid":"a1","name":"Yes","enabled":true}"#, "a1"), (#""enum_value":{"gid":"a1"}"#, "a1"),
      (#""enum_value":{"gid":"a1","enabled":false}"#, nil), (#""enum_value":null"#, nil), (#""number_value":1"#, "true"),
      (#""number_value":0"#, nil), (#""number_value":2.5"#, "true"), (#""number_value":-1"#, "true"), (#""number_value":null"#, nil),
      (#""boolean_value":true"#, "true"), (#""boolean_value":false"#, nil),
      (#""resource_subtype":"boolean","display_value":"true""#, "true"), (#""resource_subtype":"boolean","display_value":"false""#, nil),
      (#""resource_subtype":"text","display_value":"true""#, nil),
    ] as [(String, String?)])
  func `the AutoTask field may be an enumeration, a Boolean or a number`(value: String, expected: String?) async throws {
    let (tracker, _) = try Subject.asana([.json(200, #"{"data":\#(Self.task(#"{"gid":"A",\#(value)}"#))}"#)])
    #expect(try await tracker.loadTask("12", fields: Self.fields).autoOption == expected)
  }

  @Test func `a field that is not configured or not on the task reads as nothing`() async throws {
    let none = TrackerFields(auto: nil, repository: nil, status: nil)
    let value = #"{"gid":"A","enum_value":{"gid":"a1"}}"#
    let (tracker, _) = try Subject.asana([.json(200, #"{"data":\#(Self.task(value))}"#), .json(200, #"{"data":\#(Self.task())}"#)])
    #expect(try await tracker.loadTask("12", fields: none).autoOption == nil)
    #expect(try await tracker.loadTask("12", fields: Self.fields).autoOption == nil)
  }

  @Test func `completion is written only when it differs`() async throws {
    let open = #"{"data":{"gid":"12","completed":false}}"#
    let (tracker, transport) = try Subject.asana([.json(200, open), .json(200, #"{"data":{"gid":"12","completed":true}}"#)])
    try await tracker.setCompleted(true, task: "12")
    #expect(transport.calls == ["GET /tasks/12?opt_fields=completed", "PUT /tasks/12"])
    #expect(transport.requests[1].text == #"{"data":{"completed":true}}"#)
    #expect(transport.requests[1].contentType?.text == "application/json")

    let (same, sameTransport) = try Subject.asana([.json(200, open)])
    try await same.setCompleted(false, task: "12")
    #expect(sameTransport.calls.count == 1)
  }

  @Test func `a comment is written once, with its marker`() async throws {
    let first = #"{"data":[{"gid":"1","text":"hello"},{"gid":"2","text":null}],"next_page":{"offset":"o/2","path":"","uri":""}}"#
    let last = #"{"data":[{"gid":"3","text":"other [m:8]"}],"next_page":null}"#
    let (tracker, transport) = try Subject.asana([.json(200, first), .json(200, last), .json(201, #"{"data":{"gid":"4"}}"#)])
    try await tracker.comment("Deployed", marker: "[m:9]", task: "12")
    #expect(
      transport.calls == [
        "GET /tasks/12/stories?limit=100&opt_fields=text", "GET /tasks/12/stories?limit=100&offset=o/2&opt_fields=text",
        "POST /tasks/12/stories",
      ])
    #expect(transport.requests[2].text == #"{"data":{"text":"Deployed\n\n[m:9]"}}"#)
  }

  @Test func `a comment that is there already is not repeated`() async throws {
    let first = #"{"data":[{"gid":"1","text":"hello"}],"next_page":{"offset":"2"}}"#
    let (tracker, transport) = try Subject.asana([.json(200, first), .json(200, #"{"data":[{"gid":"2","text":"Deployed [m:9]"}]}"#)])
    try await tracker.comment("Deployed [m:9]", marker: "[m:9]", task: "12")
    #expect(transport.calls.count == 2)
  }

  @Test func `a text that holds its marker gets no second one`() async throws {
    let (tracker, transport) = try Subject.asana([.json(200, #"{"data":[]}"#), .json(201, #"{"data":{"gid":"4"}}"#)])
    try await tracker.comment("Deployed [m:9]", marker: "[m:9]", task: "12")
    #expect(transport.requests[1].text == #"{"data":{"text":"Deployed [m:9]"}}"#)
  }

  @Test func `a failed look-up writes nothing`() async throws {
    let (tracker, transport) = try Subject.asana([.json(429, "{}", headers: ["retry-after": "7"])])
    await #expect(throws: PortError.rateLimited(retryAfter: .seconds(7))) {
      try await tracker.comment("Deployed", marker: "[m:9]", task: "12")
    }
    #expect(transport.calls.count == 1)
  }

  @Test func `tasks changed since a time are listed over all pages`() async throws {
    let first = #"{"data":[\#(Self.task())],"next_page":{"offset":"abc"}}"#
    let (tracker, transport) = try Subject.asana([
      .json(200, first), .json(200, #"{"data":[\#(Self.task(gid: "13"))],"next_page":null}"#), .json(200, #"{"data":[]}"#),
    ])
    let since = try #require(Timestamp(iso8601: "2026-01-02T03:04:05.600Z"))
    let tasks = try await tracker.listTasks(project: "99", modifiedSince: since, fields: Self.fields)
    #expect(tasks.map(\.key) == ["12", "13"])
    #expect(try await tracker.listTasks(project: "99", modifiedSince: nil, fields: Self.fields).isEmpty)
    #expect(
      transport.calls == [
        "GET /tasks?project=99&modified_since=2026-01-02T03:04:05.600Z&limit=100&opt_fields=\(Self.taskFields)",
        "GET /tasks?project=99&modified_since=2026-01-02T03:04:05.600Z&limit=100&offset=abc&opt_fields=\(Self.taskFields)",
        "GET /tasks?project=99&limit=100&opt_fields=\(Self.taskFields)",
      ])
  }

  @Test func `a listing without an end is given up`() async throws {
    let page = ScriptedTransport.Step.json(200, #"{"data":[],"next_page":{"offset":"again"}}"#)
    let (tracker, transport) = try Subject.asana(Array(repeating: page, count: 200))
    await #expect(throws: PortError.self) { try await tracker.listFields(project: "99") }
    #expect(transport.calls.count == 100)
  }
}
