import Glibc
import HTTP
import HTTPServer

/// A folder of its own below the system's temporary one, removed at the end.
final class StaticFolderFixture: Sendable {
  struct CreationFailure: Error {}

  let path: String
  /// Next to `path`: nothing in here may ever be served.
  let outside: String
  private let root: String

  init() throws {
    var template = Array("/tmp/static-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw CreationFailure() }
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = root + "/Public"
    outside = root + "/outside"
    mkdir(path, 0o700)
    mkdir(outside, 0o700)
  }

  deinit { system("rm -rf '\(root)'") }

  func write(_ name: String, _ text: String) throws {
    let parts = name.split(separator: "/")
    for count in 1..<max(1, parts.count) { mkdir(path + "/" + parts.prefix(count).joined(separator: "/"), 0o700) }
    try Self.write(Array(text.utf8), to: path + "/" + name)
  }

  func writeOutside(_ name: String, _ text: String) throws { try Self.write(Array(text.utf8), to: outside + "/" + name) }

  func link(_ name: String, to target: String) { symlink(target, path + "/" + name) }

  func files(reloads: Bool = false, bundles: [String: [String]] = [:]) throws -> StaticFiles {
    // A digest by content, as short as a test can do with.
    try StaticFiles(folder: path, bundles: bundles, reloads: reloads) { bytes in
      String(bytes.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }, radix: 16)
    }
  }

  /// What `gzip -dc` makes of the bytes.
  func gunzip(_ bytes: [UInt8]) throws -> String {
    let file = outside + "/packed.gz"
    try Self.write(bytes, to: file)
    guard let pipe = popen("gzip -dc '\(file)'", "r") else { throw CreationFailure() }
    defer { pclose(pipe) }
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while case let count = fread(&chunk, 1, chunk.count, pipe), count > 0 { text += chunk[..<count] }
    return String(decoding: text, as: UTF8.self)
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "w") else { throw CreationFailure() }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }
}

extension StaticFiles {
  /// The answer to one request, through a router.
  func answer(_ target: String, _ method: String = "GET", _ headers: [String] = []) async throws -> Response {
    let router = Router(routes, onError: { error, _ in .text(.internalServerError, "\(error)") }) { _, status, headers in
      Response(status, headers: headers)
    }
    let lines = ["\(method) \(target) HTTP/1.1", "host: a"] + headers + ["", ""]
    var parser = HeadParser()
    guard case .complete(let head, _, _) = try parser.parse(Array(lines.joined(separator: "\r\n").utf8).span) else {
      throw StaticFolderFixture.CreationFailure()
    }
    return await router.plan(head).respond(Request(head: head, id: "1"))
  }
}

extension Response {
  /// The body as text.
  var text: String {
    if case .bytes(let bytes) = body { String(decoding: bytes, as: UTF8.self) } else { "" }
  }
}
