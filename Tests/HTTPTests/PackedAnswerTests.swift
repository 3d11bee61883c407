import HTTP
import HTTPServer
import Testing

@Suite struct PackedAnswerTests {
  static let page = String(repeating: "<li>one of many rows</li>\n", count: 200)

  static func request(_ headers: [String]) throws -> Request {
    var parser = HeadParser()
    let lines = ["GET / HTTP/1.1", "host: a"] + headers + ["", ""]
    guard case .complete(let head, _, _) = try parser.parse(Array(lines.joined(separator: "\r\n").utf8).span) else {
      throw StaticFolderFixture.CreationFailure()
    }
    return Request(head: head, id: "1")
  }

  @Test func `a page is packed for a browser and whole when unpacked`() throws {
    let response = Response.html(.ok, Array(Self.page.utf8)).packed(for: try Self.request(["accept-encoding: gzip, deflate"]))
    #expect(response.headers["content-encoding"] == "gzip")
    #expect(response.headers["vary"] == "accept-encoding")
    guard case .bytes(let bytes) = response.body else {
      Issue.record("no bytes")
      return
    }
    #expect(bytes.count < Self.page.utf8.count / 10)
    #expect(try StaticFolderFixture().gunzip(bytes) == Self.page)
  }

  @Test(arguments: [[], ["accept-encoding: br"], ["accept-encoding: gzip;q=0"]])
  func `who does not take gzip gets the page as it is, and caches learn why`(headers: [String]) throws {
    let response = Response.html(.ok, Array(Self.page.utf8)).packed(for: try Self.request(headers))
    #expect(response.headers["content-encoding"] == nil)
    #expect(response.headers["vary"] == "accept-encoding")
    #expect(response.text == Self.page)
  }

  static let left: [(what: String, response: Response)] = [
    ("short", .html(.ok, Array("<p>short</p>".utf8))),
    ("a file with a tag", Response(.ok, headers: ["content-type": "text/css", "etag": "\"1\""], body: .bytes(Array(page.utf8)))),
    ("an image", Response(.ok, headers: ["content-type": "image/png"], body: .bytes(Array(page.utf8)))),
    ("without a type", Response(.ok, body: .bytes(Array(page.utf8)))),
    ("a stream", Response(.ok, headers: ["content-type": "text/event-stream"], body: .stream { _ in })),
    ("nothing", .seeOther("/app")),
  ]

  @Test(arguments: left.indices)
  func `what gains nothing is left alone`(row: Int) throws {
    let response = Self.left[row].response.packed(for: try Self.request(["accept-encoding: gzip"]))
    #expect(response.headers == Self.left[row].response.headers, "\(Self.left[row].what)")
  }
}
