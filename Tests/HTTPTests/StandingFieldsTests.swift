import EventLoop
import HTTP
import HTTPServer
import TestKit
import Testing

@Suite(.timeLimit(.minutes(15))) struct StandingFieldsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let status: Int
  }

  static let cases = [
    Case(testDescription: "an answer of a handler", text: "GET /hello HTTP/1.1\r\nhost: a\r\n\r\n", status: 200),
    Case(testDescription: "a stream", text: "GET /stream HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n", status: 200),
    Case(testDescription: "nothing at the address", text: "GET /nowhere HTTP/1.1\r\nhost: a\r\n\r\n", status: 404),
    Case(testDescription: "another method", text: "POST /hello HTTP/1.1\r\nhost: a\r\n\r\n", status: 405),
    Case(testDescription: "no host", text: "GET /hello HTTP/1.1\r\n\r\n", status: 400),
    Case(testDescription: "half a head", text: "GET /hel", status: 408),
    Case(testDescription: "a body too large", text: "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1048577\r\n\r\n", status: 413),
    Case(testDescription: "a long target", text: "GET /" + String(repeating: "a", count: 9000), status: 414),
    Case(
      testDescription: "a large header block", text: "GET / HTTP/1.1\r\nhost: a\r\na: " + String(repeating: "b", count: 17_000), status: 431
    ),
    Case(testDescription: "an unknown coding", text: "POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: gzip\r\n\r\n", status: 501),
    Case(testDescription: "HTTP/3.0", text: "GET /hello HTTP/3.0\r\nhost: a\r\n\r\n", status: 505),
  ]

  @Test(arguments: cases) func `every answer carries the standing fields, whoever made it`(row: Case) async throws {
    try await LiveServer.run(limits: LimitTests.short, standing: ["x-careful": "yes", "content-type": "text/none"]) { live in
      let answer = try await live.conversation(row.text)
      #expect(answer.statuses == [row.status])
      let head = answer.prefix(upTo: answer.firstRange(of: "\r\n\r\n")?.lowerBound ?? answer.endIndex)
      #expect(head.ranges(of: "\r\nx-careful: yes").count == 1)
      #expect(head.ranges(of: "\r\ncontent-type: ").count == 1, "what the answer says itself stays")
    }
  }
}
