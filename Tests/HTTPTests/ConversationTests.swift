import EventLoop
import HTTPServer
import TestKit
import Testing

@Suite(.timeLimit(.minutes(15))) struct ConversationTests {
  static let get = "GET /hello HTTP/1.1\r\nhost: a\r\n\r\n"
  static let last = "GET /hello HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"

  // MARK: Persistence

  @Test func `a connection carries one request after the other`() async throws {
    try await LiveServer.run { live in
      let connection = try await live.connect()
      for _ in 0..<3 {
        try await connection.send(Self.get)
        let answer = try await connection.read(through: "hello")
        #expect(answer.statuses == [200])
        #expect(answer.header("connection") == nil)
      }
      connection.close()
    }
  }

  @Test func `pipelined requests are answered in order, also when one in the middle is slow`() async throws {
    try await LiveServer.run { live in
      let connection = try await live.connect()
      try await connection.send(
        "GET /none HTTP/1.1\r\nhost: a\r\n\r\nGET /slow HTTP/1.1\r\nhost: a\r\n\r\nPOST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\nbody"
          + Self.last)
      await live.gate.arrival()
      live.gate.open()
      let answer = try await connection.read()
      #expect(answer.statuses == [200, 200, 200, 200])
      let order = ["slow", "body", "hello"].compactMap { answer.firstRange(of: "\r\n\r\n\($0)")?.lowerBound }
      #expect(order.count == 3 && order == order.sorted())
      connection.close()
    }
  }

  static let persistence: [(version: String, connection: String, answer: String?)] = [
    ("1.1", "close", "close"), ("1.1", "Keep-Alive, CLOSE", "close"), ("1.0", "te", "close"), ("1.0", "Keep-Alive", "keep-alive"),
    ("1.1", "keep-alive", nil),
  ]

  @Test(arguments: persistence)
  func `the answer says what becomes of the connection`(row: (version: String, connection: String, answer: String?)) async throws {
    try await LiveServer.run { live in
      let connection = try await live.connect()
      try await connection.send("GET /hello HTTP/\(row.version)\r\nhost: a\r\nconnection: \(row.connection)\r\n\r\n")
      let answer = try await row.answer == "close" ? connection.read() : connection.read(through: "hello")
      #expect(answer.hasSuffix("\r\n\r\nhello"))
      #expect(answer.header("connection") == row.answer)
      connection.close()
    }
  }

  @Test func `a peer that has finished sending still gets its answers`() async throws {
    try await LiveServer.run { live in
      let connection = try await live.connect()
      try await connection.send(Self.get + Self.get)
      connection.finishSending()
      #expect(try await connection.read().statuses == [200, 200])
      connection.close()
    }
  }

  // MARK: Bodies

  static let bodies: [(framing: String, sent: String, received: String)] = [
    ("content-length: 5", "12345", "12345"), ("content-length: 0", "", ""),
    ("transfer-encoding: chunked", "3\r\nabc\r\n2;x=\"y\"\r\nde\r\n0\r\n\r\n", "abcde"),
    ("transfer-encoding: chunked", "0\r\nsome: trailer\r\n\r\n", ""),
  ]

  @Test(arguments: bodies)
  func `bodies of every framing arrive whole`(row: (framing: String, sent: String, received: String)) async throws {
    try await LiveServer.run { live in
      let answer = try await live.conversation(
        "POST /echo HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\(row.framing)\r\n\r\n\(row.sent)")
      #expect(answer.hasSuffix("\r\n\r\n" + row.received))
      #expect(answer.header("content-length") == String(row.received.utf8.count))
    }
  }

  @Test(arguments: [false, true])
  func `a body of 26 MB arrives in one piece`(isChunked: Bool) async throws {
    try await LiveServer.run { live in
      let size = 26 << 20
      let connection = try await live.connect()
      let framing = isChunked ? "transfer-encoding: chunked" : "content-length: \(size)"
      try await connection.send("POST /count HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\(framing)\r\n\r\n")
      let body = [UInt8](repeating: 0x61, count: size)
      if isChunked {
        try await connection.send(Array("\(String(size, radix: 16))\r\n".utf8) + body + Array("\r\n0\r\n\r\n".utf8))
      } else {
        try await connection.send(body)
      }
      #expect(try await connection.read().hasSuffix("\r\n\r\n\(size)"))
      connection.close()
    }
  }

  @Test func `a client that waits is told to go on`() async throws {
    try await LiveServer.run { live in
      let connection = try await live.connect()
      try await connection.send("POST /echo HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 4\r\n\r\n")
      #expect(try await connection.read(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
      try await connection.send("body")
      #expect(try await connection.read(through: "body").statuses == [200])
      connection.close()
    }
  }

  // MARK: Answers

  static let answers: [(request: String, status: Int, contentLength: String?, allow: String?)] = [
    ("HEAD /hello", 200, "5", nil), ("HEAD /large", 200, "16777216", nil), ("HEAD /stream", 200, nil, nil), ("GET /none", 200, "0", nil),
    ("GET /empty", 204, nil, nil), ("HEAD /nowhere", 404, "9", nil), ("DELETE /hello", 405, "18", "GET, HEAD"),
    ("HEAD /echo", 405, "18", "POST"), ("OPTIONS *", 404, "9", nil), ("BREW /hello", 501, nil, nil),
    ("GET http://a:80/hello", 200, "5", nil), ("GET /%zz", 404, "9", nil),
  ]

  @Test(arguments: answers)
  func `an answer has the head its request deserves`(
    row: (request: String, status: Int, contentLength: String?, allow: String?)
  ) async throws {
    try await LiveServer.run { live in
      let answer = try await live.conversation("\(row.request) HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
      #expect(answer.statuses == [row.status])
      if row.status != 501 { #expect(answer.header("content-length") == row.contentLength) }
      #expect(answer.header("allow") == row.allow)
      if row.request.hasPrefix("HEAD") { #expect(answer.hasSuffix("\r\n\r\n")) }
    }
  }

  @Test func `every answer has a date and a request id of its own`() async throws {
    try await LiveServer.run { live in
      let answer = try await live.conversation(Self.get + Self.last)
      let ids = answer.split(separator: "\r\n").filter { $0.hasPrefix("x-request-id: ") }
      #expect(Set(ids).count == 2)
      let date = try #require(answer.header("date"))
      #expect(date.wholeMatch(of: /(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z][a-z] 20\d\d \d\d:\d\d:\d\d GMT/) != nil)
    }
  }

  static let dates: [(seconds: Int64, text: String)] = [
    (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
    (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
  ]

  @Test(arguments: dates)
  func `dates are written as RFC 9110 wants them`(row: (seconds: Int64, text: String)) {
    #expect(HTTPDate.text(row.seconds) == row.text)
  }

  // MARK: Streams

  @Test func `a stream is sent in chunks and the connection goes on`() async throws {
    try await LiveServer.run { live in
      let answer = try await live.conversation("GET /stream HTTP/1.1\r\nhost: a\r\n\r\n" + Self.last)
      #expect(answer.contains("transfer-encoding: chunked\r\n"))
      #expect(answer.contains("\r\n\r\n3\r\none\r\n5\r\nthree\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n"))
    }
  }

  @Test func `an old client gets a stream until the connection closes`() async throws {
    try await LiveServer.run { live in
      let answer = try await live.conversation("GET /stream HTTP/1.0\r\nconnection: keep-alive\r\n\r\n")
      #expect(answer.hasSuffix("\r\n\r\nonethree"))
      #expect(answer.header("connection") == "close")
      #expect(answer.header("transfer-encoding") == nil)
    }
  }

  @Test func `a stream that fails breaks the connection`() async throws {
    try await LiveServer.run { live in
      let answer = try await live.conversation("GET /broken HTTP/1.1\r\nhost: a\r\n\r\n" + Self.last)
      #expect(answer.hasSuffix("\r\n\r\n4\r\nhalf\r\n"), "neither the last chunk nor the next answer")
    }
  }

  @Test func `a stream ends when its reader goes away`() async throws {
    try await LiveServer.run { live in
      let connection = try await live.connect()
      try await connection.send("GET /endless HTTP/1.1\r\nhost: a\r\n\r\n")
      _ = try await connection.read(through: "aaaa")
      connection.close()
      await live.emptiness()
    }
  }
}
