import HTTP
import HTTPServer
import Testing

@Suite struct RequestParsingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let status: Int?
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "plain", text: "GET / HTTP/1.1\r\nhost: a\r\n\r\n", status: nil),
    Case(name: "length and coding", text: "POST / HTTP/1.1\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n", status: 400),
    Case(name: "coding and length", text: "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\ncontent-length: 3\r\n\r\n", status: 400),
    Case(name: "same length twice", text: "POST / HTTP/1.1\r\ncontent-length: 3\r\ncontent-length: 3\r\n\r\n", status: 400),
    Case(name: "list of lengths", text: "POST / HTTP/1.1\r\ncontent-length: 3, 3\r\n\r\n", status: 400),
    Case(name: "plus sign", text: "POST / HTTP/1.1\r\ncontent-length: +3\r\n\r\n", status: 400),
    Case(name: "minus sign", text: "POST / HTTP/1.1\r\ncontent-length: -0\r\n\r\n", status: 400),
    Case(name: "hexadecimal length", text: "POST / HTTP/1.1\r\ncontent-length: 0x3\r\n\r\n", status: 400),
    Case(name: "one above Int.max", text: "POST / HTTP/1.1\r\ncontent-length: 9223372036854775808\r\n\r\n", status: 400),
    Case(name: "bare LF", text: "GET / HTTP/1.1\nhost: a\n\n", status: 400),
    Case(name: "bare CR in a value", text: "GET / HTTP/1.1\r\na: b\rc\r\n\r\n", status: 400),
    Case(name: "folded line", text: "GET / HTTP/1.1\r\na: b\r\n c\r\n\r\n", status: 400),
    Case(name: "space before the colon", text: "GET / HTTP/1.1\r\nhost : a\r\n\r\n", status: 400),
    Case(name: "unknown coding", text: "POST / HTTP/1.1\r\ntransfer-encoding: gzip\r\n\r\n", status: 501),
    Case(name: "chunked twice", text: "POST / HTTP/1.1\r\ntransfer-encoding: chunked, chunked\r\n\r\n", status: 501),
    Case(name: "coding in HTTP/1.0", text: "POST / HTTP/1.0\r\ntransfer-encoding: chunked\r\n\r\n", status: 400),
    Case(name: "two hosts", text: "GET / HTTP/1.1\r\nhost: a\r\nhost: a\r\n\r\n", status: 400),
    Case(name: "host with a slash", text: "GET / HTTP/1.1\r\nhost: a/b\r\n\r\n", status: 400),
    Case(name: "two spaces", text: "GET  / HTTP/1.1\r\n\r\n", status: 400),
    Case(name: "tab", text: "GET\t/ HTTP/1.1\r\n\r\n", status: 400),
    Case(name: "HTTP/2.0", text: "GET / HTTP/2.0\r\n\r\n", status: 505),
    Case(name: "unknown method", text: "BREW / HTTP/1.1\r\n\r\n", status: 501),
    Case(name: "NUL in a value", text: "GET / HTTP/1.1\r\na: b\0c\r\n\r\n", status: 400),
    Case(name: "unknown expectation", text: "POST / HTTP/1.1\r\nexpect: magic\r\n\r\n", status: 417),
    Case(name: "long line", text: "GET /" + String(repeating: "a", count: 8200) + " HTTP/1.1\r\n\r\n", status: 414),
    Case(
      name: "large block",
      text: "GET / HTTP/1.1\r\n" + String(repeating: "a: " + String(repeating: "b", count: 997) + "\r\n", count: 25) + "\r\n", status: 431),
    Case(name: "101 fields", text: "GET / HTTP/1.1\r\n" + String(repeating: "a: b\r\n", count: 101) + "\r\n", status: 431),
    Case(name: "100 fields", text: "GET / HTTP/1.1\r\n" + String(repeating: "a: b\r\n", count: 100) + "\r\n", status: nil),
  ]

  @Test(arguments: cases)
  func `a head gets the status its fault deserves`(row: Case) {
    let reading = RequestReading([Array(row.text.utf8)])
    #expect(reading.failure?.status.code == row.status)
    #expect(RequestReading(row.text.utf8.map { [$0] }).failure == reading.failure, "one byte at a time")
  }

  @Test func `fields are found without regard to case and keep their bytes`() throws {
    var parser = HeadParser()
    let text = "\r\nGET /p/демо HTTP/1.1\r\n".replacingCyrillic + "X-One:  a b \r\nx-one: c\r\n\r\nrest"
    guard case .complete(let head, _, let end) = try parser.parse(Array(text.utf8).span) else {
      Issue.record("incomplete")
      return
    }
    #expect(head["x-one"] == "a b")
    #expect(head.values("x-one") == ["a b", "c"])
    #expect(text.utf8.count - end == 4)
  }
}

extension String {
  /// The target must be ASCII: percent-encoded as a browser would.
  fileprivate var replacingCyrillic: String {
    split(separator: "демо", omittingEmptySubsequences: false).joined(separator: PercentEncoding.encode("демо"))
  }
}
