import Asana
import Crypto
import FoundationEssentials
import Testing

@Suite struct AsanaWebhookTests {
  private struct Sample: Decodable {
    let secret: String
    let headers: [String: String]
    let rawBody: String

    enum CodingKeys: String, CodingKey {
      case secret, headers
      case rawBody = "raw_body"
    }

    var body: [UInt8] { Array(rawBody.utf8) }
    var signature: String? { headers["X-Hook-Signature"] }

    init(file: String) throws {
      self = try JSONDecoder().decode(Self.self, from: Data(try Contracts.bytes("asana/samples/\(file)")))
    }
  }

  @Test(.enabled(if: Contracts.isHere, Contracts.absence), arguments: ["webhook-events.derived.json", "webhook-heartbeat.derived.json"])
  func `a sample delivery is accepted as it is and refused once changed`(file: String) throws {
    let sample = try Sample(file: file)
    let secret = SecretBytes(sample.secret)
    #expect(AsanaWebhook.verify(body: sample.body, signature: sample.signature, secret: secret))
    #expect(!AsanaWebhook.verify(body: sample.body + [0x20], signature: sample.signature, secret: secret))
    #expect(!AsanaWebhook.verify(body: sample.body, signature: sample.signature, secret: SecretBytes("other")))
    #expect(!AsanaWebhook.verify(body: sample.body, signature: sample.signature.map { "sha256=\($0)" }, secret: secret))
    #expect(!AsanaWebhook.verify(body: sample.body, signature: nil, secret: secret))
    #expect(!AsanaWebhook.verify(body: sample.body, signature: "", secret: secret))
  }

  @Test(.enabled(if: Contracts.isHere, Contracts.absence))
  func `the sample's events become one entry a task`() throws {
    let events = try AsanaEvents.parse(try Sample(file: "webhook-events.derived.json").body)
    #expect(
      events.tasks == [
        .init(gid: "12345", action: .changed, userGid: "1111"), .init(gid: "12346", action: .added, userGid: "1111"),
        .init(gid: "12347", action: .deleted, userGid: nil),
      ])
    #expect(events.eventCount == 5)
    #expect(!events.isHeartbeat)
  }

  @Test func `a heartbeat is recognised, an event about something else is none`() throws {
    #expect(try AsanaEvents.parse(Array(#"{"events":[]}"#.utf8)).isHeartbeat)
    let other = #"{"events":[{"user":null,"action":"changed","resource":{"gid":"9","resource_type":"project"},"parent":null}]}"#
    let events = try AsanaEvents.parse(Array(other.utf8))
    #expect(events.tasks.isEmpty)
    #expect(!events.isHeartbeat)
  }

  /// Events as (action, resource type, gid, parent, user JSON) and what the task 1 becomes.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let events: [String]
    let expected: AsanaEvents.TouchedTask

    init(_ name: String, _ events: [String], _ action: AsanaEvents.TouchedTask.Action, user: String?) {
      testDescription = name
      self.events = events
      expected = AsanaEvents.TouchedTask(gid: "1", action: action, userGid: user)
    }
  }

  static func event(_ action: String, parent: String = "null", user: String = #"{"gid":"7","resource_type":"user"}"#) -> String {
    #"{"user":\#(user),"action":"\#(action)","resource":{"gid":"1","resource_type":"task"},"parent":\#(parent)}"#
  }

  static let project = #"{"gid":"5","resource_type":"project"}"#
  static let section = #"{"gid":"6","resource_type":"section"}"#
  static let story =
    #"{"user":{"gid":"7"},"action":"deleted","resource":{"gid":"3","resource_type":"story"},"parent":{"gid":"1","resource_type":"task"}}"#

  static let cases = [
    Case("a change after an addition keeps the addition", [event("added", parent: project), event("changed")], .added, user: "7"),
    Case("deleted and restored", [event("deleted"), event("undeleted")], .undeleted, user: "7"),
    Case("restored and deleted", [event("undeleted"), event("deleted"), event("changed")], .deleted, user: "7"),
    Case("taken out of the project", [event("removed", parent: project)], .removed, user: "7"),
    Case("moved between sections", [event("removed", parent: section), event("added", parent: section)], .changed, user: "7"),
    Case("a deleted story changes its task", [story], .changed, user: "7"),
    Case("an unknown action is a change", [event("transmogrified")], .changed, user: "7"),
    Case("two actors are nobody in particular", [event("changed"), event("changed", user: #"{"gid":"8"}"#)], .changed, user: nil),
    Case("the system and a person are nobody in particular", [event("changed"), event("changed", user: "null")], .changed, user: nil),
    Case("an agent as actor", [event("changed", user: #"{"gid":"9","resource_type":"ai_agent"}"#)], .changed, user: "9"),
    Case("an actor of unknown shape", [event("changed", user: #"{"agent":true}"#)], .changed, user: nil),
    Case("an actor that is no object", [event("changed", user: "12")], .changed, user: nil),
  ]

  @Test(arguments: AsanaWebhookTests.cases)
  func `the events of a task are put together`(row: Case) throws {
    let body = #"{"events":[\#(row.events.joined(separator: ","))]}"#
    #expect(try AsanaEvents.parse(Array(body.utf8)).tasks == [row.expected])
  }

  @Test(
    arguments: [
      ("", .notJSON), ("{", .notJSON), (#"{"events":[}"#, .notJSON), ("\u{FF}", .notJSON),
      ("[]", .unexpected(at: "the whole body")), ("{}", .unexpected(at: "events")), (#"{"events":{}}"#, .unexpected(at: "events")),
      (#"{"events":[{"resource":{"gid":12}}]}"#, .unexpected(at: "events.0.resource.gid")),
    ] as [(String, AsanaEvents.ParseError)])
  func `a body of another shape is a typed error`(body: String, expected: AsanaEvents.ParseError) {
    #expect(throws: expected) { try AsanaEvents.parse(Array(body.utf8)) }
  }

  @Test func `the stored summary reads back as it was`() throws {
    let events = AsanaEvents(
      tasks: [.init(gid: "1", action: .removed, userGid: nil), .init(gid: "2", action: .changed, userGid: "7")], eventCount: 9)
    #expect(try AsanaEvents(summaryJSON: events.summaryJSON) == events)
    #expect(
      events.summaryJSON == #"{"eventCount":9,"tasks":[{"action":"removed","gid":"1"},{"action":"changed","gid":"2","userGid":"7"}]}"#)
    #expect(throws: AsanaEvents.ParseError.notJSON) { try AsanaEvents(summaryJSON: "nonsense") }
  }
}
