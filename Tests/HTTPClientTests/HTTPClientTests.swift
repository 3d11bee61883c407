import EventLoop
import Glibc
import HTTP
import HTTPClient
import Synchronization
import Testing

@Suite struct HTTPClientTests {
  @Test func `an answer comes back whole`() async throws {
    let serve: @Sendable (TestConnection) -> Void = { connection in
      connection.answerAll("hello", status: "201 Created", headers: "X-Thing: one\r\nX-Empty:\r\nx-thing:  two \r\n")
    }
    try await withServer(serve) { server in
      let response = try await HTTPClient.test(ports: server.port).send(.local(server.port))
      #expect(response.status == 201)
      #expect(response.body == Array("hello".utf8))
      #expect(response.headers["x-thing"] == "one")
      #expect(response.headers.values("x-thing") == ["one", "two"])
      #expect(response.headers["x-empty"] == "")
    }
  }

  @Test func `a request is sent as it was described`() async throws {
    let seen = Mutex("")
    try await withServer({ connection in
      guard let request = connection.readRequest() else { return }
      seen.withLock { $0 = request }
      connection.answer("")
    }) { server in
      let request = try ClientRequest.local(
        server.port, .post, path: ["a b", "c/d?e#f", "é"], query: [("q&", "1=2+3"), ("empty", "")],
        headers: ["authorization": "Bearer abc", "x-empty": ""], body: Array("{}".utf8), contentType: "application/json")
      #expect(try await HTTPClient.test(ports: server.port).send(request).status == 200)
      let text = seen.withLock { $0 }
      #expect(text.hasPrefix("POST /a%20b/c%2Fd%3Fe%23f/%C3%A9?q%26=1%3D2%2B3&empty= HTTP/1.1\r\n"))
      #expect(text.hasSuffix("\r\n\r\n{}"))
      let lines = text.lowercased().split(separator: "\r\n")
      for line in [
        "host: 127.0.0.1:\(server.port)", "authorization: bearer abc", "x-empty:", "content-type: application/json", "content-length: 2",
        "user-agent: auto-flow-tests", "accept-encoding: gzip, br",
      ] {
        #expect(lines.filter { $0 == line }.count == 1, "\(line)")
      }
      #expect(!lines.contains { $0.hasPrefix("expect") || $0.hasPrefix("cookie") })
    }
  }

  @Test(arguments: [Method.get, .head, .post, .put, .patch, .delete, Method(rawValue: "REPORT")])
  func `every method arrives under its name`(method: Method) async throws {
    let seen = Mutex("")
    try await withServer({ connection in
      guard let request = connection.readRequest() else { return }
      seen.withLock { $0 = request }
      connection.send("HTTP/1.1 204 No Content\r\n\r\n")
    }) { server in
      let response = try await HTTPClient.test(ports: server.port).send(.local(server.port, method))
      #expect(response.status == 204)
      #expect(seen.withLock { $0 }.hasPrefix("\(method.rawValue) /x HTTP/1.1\r\n"))
    }
  }

  @Test func `a large body is sent whole`() async throws {
    try await withServer({ connection in
      guard let request = connection.readRequest() else { return }
      connection.answer("\(request.utf8.filter { $0 == UInt8(ascii: "~") }.count)")
    }) { server in
      let body = [UInt8](repeating: UInt8(ascii: "~"), count: 300_000)
      let response = try await HTTPClient.test(ports: server.port).send(.local(server.port, .patch, body: body))
      #expect(String(decoding: response.body, as: UTF8.self) == "300000")
    }
  }

  @Test func `a connection is used again`() async throws {
    try await withServer({ $0.answerAll("kept") }) { server in
      let client = HTTPClient.test(ports: server.port)
      let loop = testLoops.loops[0]
      try await withTaskExecutorPreference(loop) {
        for method in [Method.get, .post, .get] {
          let body: [UInt8]? = method == .post ? [1] : nil
          let response = try await client.send(.local(server.port, method, body: body))
          #expect(response.body == Array("kept".utf8))
        }
      }
      #expect(server.accepted == 1)
    }
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `a redirect is an answer`(status: Int) async throws {
    try await withServer({ $0.answerAll("", status: "\(status) Moved", headers: "location: http://127.0.0.1:1/elsewhere\r\n") }) { server in
      let response = try await HTTPClient.test(ports: server.port).send(.local(server.port))
      #expect(response.status == status)
      #expect(response.headers["location"] == "http://127.0.0.1:1/elsewhere")
      #expect(server.accepted == 1)
    }
  }

  @Test func `a compressed answer is unpacked`() async throws {
    // Python: gzip.compress(b"hello hello hello hello", mtime=0)
    let packed: [UInt8] = [
      31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 203, 72, 205, 201, 201, 87, 200, 64, 39, 1, 227, 81, 61, 141, 23, 0, 0, 0,
    ]
    try await withServer({ connection in
      guard connection.readRequest() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: \(packed.count)\r\n\r\n")
      connection.send(packed)
    }) { server in
      let response = try await HTTPClient.test(ports: server.port).send(.local(server.port))
      #expect(String(decoding: response.body, as: UTF8.self) == "hello hello hello hello")
    }
  }

  @Test func `chunks, interim answers and trailers are understood`() async throws {
    try await withServer({ connection in
      guard connection.readRequest() != nil else { return }
      connection.send("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n")
      connection.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nx: 1\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\ny: 2\r\n\r\n")
    }) { server in
      let response = try await HTTPClient.test(ports: server.port).send(.local(server.port))
      #expect(response.body == Array("abcde".utf8))
      #expect(response.headers["x"] == "1")
      #expect(response.headers["link"] == nil)
      #expect(response.headers["y"] == nil)
    }
  }

  @Test func `two hundred requests at once all get their own answer`() async throws {
    try await withServer({ connection in
      while let request = connection.readRequest() {
        let path = request.split(separator: " ")[1]
        connection.answer(String(path))
      }
    }) { server in
      let client = HTTPClient.test(ports: server.port, perHost: 10)
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<200 {
          let request = try ClientRequest.local(server.port, path: ["\(number)"])
          group.addTask { try await client.send(request).body == Array("/\(number)".utf8) }
        }
        for try await wasRight in group { #expect(wasRight) }
      }
      #expect(server.accepted <= 20)
    }
  }

  /// In a process of its own: the environment must not change beside other tests.
  @Test func `a proxy of the environment is ignored`() async {
    await #expect(processExitsWith: .success) {
      for variable in ["http_proxy", "all_proxy", "HTTPS_PROXY"] { setenv(variable, "http://127.0.0.1:1", 1) }
      try await withServer({ $0.answerAll("direct") }) { server in
        let response = try await HTTPClient.test(ports: server.port).send(.local(server.port))
        #expect(response.body == Array("direct".utf8))
      }
    }
  }
}
