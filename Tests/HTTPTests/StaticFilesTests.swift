import Glibc
import HTTP
import HTTPServer
import Testing

@Suite struct StaticFilesTests {
  static let sheet = String(repeating: "body { color: rebeccapurple }\n", count: 100)

  let folder: StaticFolderFixture
  let files: StaticFiles

  init() throws {
    folder = try StaticFolderFixture()
    try folder.write("css/app.css", Self.sheet)
    try folder.write("favicon.svg", "<svg/>")
    try folder.write("digits.bin", "0123456789")
    try folder.write(".secret", "hidden")
    try folder.writeOutside("secret.txt", "outside")
    folder.link("escape.txt", to: "../outside/secret.txt")
    folder.link("folder", to: folder.outside)
    files = try folder.files()
  }

  // MARK: Addresses

  @Test func `an address with a digest may be kept for ever`() async throws {
    let response = try await files.answer(files.address(of: "css/app.css"))
    #expect(response.status == .ok)
    #expect(response.text == Self.sheet)
    #expect(response.headers["cache-control"] == "public, max-age=31536000, immutable")
    #expect(response.headers["content-type"] == "text/css; charset=utf-8")
  }

  @Test func `a bundle is its parts behind one another`() async throws {
    try folder.write("css/more.css", "p { margin: 0 }\n")
    let files = try folder.files(bundles: ["css/all.css": ["css/app.css", "css/more.css"]])
    let response = try await files.answer(files.address(of: "css/all.css"))
    #expect(response.text == Self.sheet + "p { margin: 0 }\n")
    #expect(response.headers["content-type"] == "text/css; charset=utf-8")
    // What is sent is packed; its parts are not sent.
    #expect(response.headers["vary"] == "accept-encoding")
    #expect(try await files.answer(files.address(of: "css/app.css")).headers["vary"] == nil)
  }

  @Test func `a bundle of a file that is not there is refused`() throws {
    #expect(throws: StaticFilesFailure.self) {
      try folder.files(bundles: ["css/all.css": ["css/none.css"]])
    }
  }

  @Test func `a plain name is revalidated`() async throws {
    let response = try await files.answer("/favicon.svg")
    #expect(response.text == "<svg/>")
    #expect(response.headers["cache-control"] == "public, no-cache")
    #expect(response.headers["content-type"] == "image/svg+xml")
  }

  static let strangers = [
    "/css/app.css", "/assets/0/css/app.css", "/assets/missing/nothing.css", "/.secret", "/escape.txt", "/folder/secret.txt",
    "/%2e%2e/outside/secret.txt", "/..%2foutside/secret.txt", "/..%5coutside", "//etc/passwd", "/assets/", "/assets",
  ]

  @Test(arguments: strangers)
  func `nothing else is found`(target: String) async throws {
    #expect(try await files.answer(target).status == .notFound)
  }

  static let escapes = [
    "../outside/secret.txt", "..%2foutside%2fsecret.txt", "%2e%2e/outside/secret.txt", "..%5Coutside%5Csecret.txt", "..\\outside",
    "%2Fetc%2Fpasswd", "/etc/passwd", "escape.txt", "folder/secret.txt", ".secret", "css", "css/", "css//app.css", "./css/app.css",
  ]

  @Test(arguments: escapes)
  func `no path below the digest leaves the folder`(path: String) async throws {
    let base = try #require(files.address(of: "digits.bin").split(separator: "/").dropLast().last)
    #expect(try await files.answer("/assets/\(base)/\(path)").status == .notFound)
  }

  @Test(arguments: ["%00", "css/app.css%00.png", "%zz", "%C0%AE"])
  func `an escape that means nothing is refused`(path: String) async throws {
    #expect(try await files.answer("/assets/1/\(path)").status == .badRequest)
  }

  @Test func `the folder holds what was found and nothing through links`() {
    #expect(files.paths == ["css/app.css", "digits.bin", "favicon.svg"])
    #expect(
      files.routes.map { "\($0.method) \($0.pattern) \($0.access)" } == [
        "GET /assets/:digest/*path static", "GET /digits.bin static", "GET /favicon.svg static",
      ])
  }

  @Test func `a folder that is absent or a file that is too large is refused by name`() throws {
    let absent = #expect(throws: StaticFilesFailure.self) {
      try StaticFiles(folder: folder.path + "/absent", bundles: [:], reloads: false) { _ in "" }
    }
    #expect(absent?.reason == .unreadable(errno: ENOENT))
    try folder.write("large.bin", String(repeating: "x", count: StaticFiles.fileLimit + 1))
    let large = #expect(throws: StaticFilesFailure.self) { try folder.files() }
    #expect(large?.reason == .tooLarge)
    #expect(large?.path == "large.bin")
  }

  @Test func `in development a changed file gets a new address and content`() async throws {
    let files = try folder.files(reloads: true)
    let old = files.address(of: "css/app.css")
    try folder.write("css/app.css", "body {}")
    let new = files.address(of: "css/app.css")
    #expect(old != new)
    #expect(try await files.answer(new).text == "body {}")
    #expect(try await files.answer(old).status == .notFound)
    #expect(self.files.address(of: "css/app.css") == old, "outside development nothing is read again")
  }

  // MARK: Codings

  static let codings: [(accepted: String, coding: String?)] = [
    ("gzip", "gzip"), ("br", "br"), ("gzip, deflate, br", "br"), ("gzip;q=1, br;q=0.5", "gzip"), ("GZIP", "gzip"),
    ("br;q=0, gzip;q=0", nil), ("br;q=0.000, gzip", "gzip"), ("*", "br"), ("*;q=0", nil), ("br;q=0, *", "gzip"), ("deflate", nil),
    ("", nil),
    ("identity, gzip;q=0.5", nil), ("identity;q=0.5, gzip;q=0.6", "gzip"), ("gzip;q=2", nil), ("gzip ; q=0.8", "gzip"),
    ("gzip;q=0.1234", nil), ("identity;q=0", nil),
  ]

  @Test(arguments: codings)
  func `the coding with the highest weight is sent`(row: (accepted: String, coding: String?)) async throws {
    let response = try await files.answer(files.address(of: "css/app.css"), "GET", ["accept-encoding: \(row.accepted)"])
    #expect(response.headers["content-encoding"] == row.coding)
    #expect(response.headers["vary"] == "accept-encoding")
    #expect((response.headers["accept-ranges"] == "bytes") == (row.coding == nil))
  }

  @Test func `packed variants are smaller, whole, and have tags of their own`() async throws {
    let address = files.address(of: "css/app.css")
    let plain = try await files.answer(address)
    let gzip = try await files.answer(address, "GET", ["accept-encoding: gzip"])
    let brotli = try await files.answer(address, "GET", ["accept-encoding: br"])
    guard case .bytes(let packed) = gzip.body, case .bytes(let smallest) = brotli.body else {
      Issue.record("no bytes")
      return
    }
    #expect(packed.count < Self.sheet.utf8.count / 10 && smallest.count < packed.count)
    #expect(try folder.gunzip(packed) == Self.sheet)
    #expect(Set([plain, gzip, brotli].map { $0.headers["etag"] }).count == 3)
  }

  @Test func `what does not shrink is sent as it is`() async throws {
    let response = try await files.answer("/digits.bin", "GET", ["accept-encoding: gzip, br"])
    #expect(response.headers["content-encoding"] == nil)
    #expect(response.headers["vary"] == nil)
    #expect(response.headers["content-type"] == "application/octet-stream")
  }

  // MARK: Conditions

  @Test(arguments: ["gzip", "br", "identity"])
  func `a known tag is answered 304 without a body`(coding: String) async throws {
    let address = files.address(of: "css/app.css")
    let accept = "accept-encoding: \(coding)"
    let tag = try #require(try await files.answer(address, "GET", [accept]).headers["etag"])
    for known in [tag, "W/" + tag, "\"other\", \(tag)", "*"] {
      let response = try await files.answer(address, "GET", [accept, "if-none-match: \(known)"])
      #expect(response.status == .notModified, "\(known)")
      #expect(response.headers["etag"] == tag)
      #expect(response.headers["vary"] == "accept-encoding")
      #expect(response.text.isEmpty)
    }
    let changed = try await files.answer(address, "GET", [accept, "if-none-match: \"other\""])
    #expect(changed.status == .ok)
  }

  // MARK: Ranges

  static let ranges: [(range: String, status: Int, body: String, contentRange: String?)] = [
    ("bytes=0-3", 206, "0123", "bytes 0-3/10"), ("bytes=4-", 206, "456789", "bytes 4-9/10"), ("bytes=-3", 206, "789", "bytes 7-9/10"),
    ("bytes=-30", 206, "0123456789", "bytes 0-9/10"), ("bytes=9-99", 206, "9", "bytes 9-9/10"),
    ("Bytes=0-0", 206, "0", "bytes 0-0/10"), ("bytes=0-99999999999999999999", 206, "0123456789", "bytes 0-9/10"),
    ("bytes=10-", 416, "", "bytes */10"), ("bytes=-0", 416, "", "bytes */10"), ("bytes=99999999999999999999-", 416, "", "bytes */10"),
    ("bytes=0-1,3-4", 200, "0123456789", nil), ("bytes=3-1", 200, "0123456789", nil), ("lines=0-1", 200, "0123456789", nil),
    ("bytes=", 200, "0123456789", nil), ("bytes=-", 200, "0123456789", nil), ("bytes=+1-2", 200, "0123456789", nil),
    ("bytes=a-b", 200, "0123456789", nil),
  ]

  @Test(arguments: ranges)
  func `one range is served in part`(row: (range: String, status: Int, body: String, contentRange: String?)) async throws {
    let response = try await files.answer("/digits.bin", "GET", ["range: \(row.range)"])
    #expect(response.status.code == row.status)
    #expect(response.text == row.body)
    #expect(response.headers["content-range"] == row.contentRange)
  }

  @Test func `a range is cut from the file itself, whatever coding is accepted`() async throws {
    let response = try await files.answer(
      files.address(of: "css/app.css"), "GET", ["accept-encoding: gzip, br", "range: bytes=0-3"])
    #expect(response.status == .partialContent)
    #expect(response.text == "body")
    #expect(response.headers["content-encoding"] == nil)
  }

  @Test func `if-range decides between the part and the whole`() async throws {
    let tag = try #require(try await files.answer("/digits.bin").headers["etag"])
    for (condition, status) in [(tag, 206), ("\"other\"", 200), ("W/" + tag, 200), ("Sun, 06 Nov 1994 08:49:37 GMT", 200)] {
      let response = try await files.answer("/digits.bin", "GET", ["range: bytes=0-3", "if-range: \(condition)"])
      #expect(response.status.code == status, "\(condition)")
    }
  }

  @Test func `HEAD ignores a range and describes the whole file`() async throws {
    let response = try await files.answer("/digits.bin", "HEAD", ["range: bytes=0-3"])
    #expect(response.status == .ok)
    #expect(response.text == "0123456789", "the server leaves the body out and keeps its length")
  }

  @Test func `other methods are refused with what is allowed`() async throws {
    let response = try await files.answer("/digits.bin", "POST")
    #expect(response.status == .methodNotAllowed)
    #expect(response.headers["allow"] == "GET, HEAD")
  }
}
