package import HTTP
internal import Synchronization

/// Everything below a folder, loaded and packed at start and served from memory.
///
/// An address that names its content, `/assets/<digest>/<path>`, may be kept for ever; a file directly in the folder is also found by its plain
/// name (`/favicon.ico`, `/robots.txt`) and is revalidated. A request is only looked up in a table of names, so no path can leave the folder.
package final class StaticFiles: Sendable {
  /// Bytes of one file.
  package static let fileLimit = 8 * 1024 * 1024
  /// Bytes of all files together.
  package static let totalLimit = 64 * 1024 * 1024

  private struct Contents {
    var entries: [StaticFolder.Entry] = []
    var files: [String: StaticFile] = [:]
  }

  private let folder: StaticFolder
  private let bundles: [String: [String]]
  private let reloads: Bool
  private let digest: @Sendable ([UInt8]) -> String
  private let contents: Mutex<Contents>

  /// Reads and packs the files; blocks.
  /// - Parameters:
  ///   - folder: path of the folder, usually `Public`.
  ///   - bundles: files made of others put behind one another: the path of each and those of its parts.
  ///   - reloads: for development: looks for changed files at every use and sends them as they are, without packing.
  ///   - digest: text that names a content, made of letters and digits; different contents must differ.
  /// - Throws: when the folder or a file in it cannot be read or is too large.
  package init(
    folder: String, bundles: [String: [String]], reloads: Bool, digest: @escaping @Sendable ([UInt8]) -> String
  ) throws(StaticFilesFailure) {
    self.folder = StaticFolder(folder)
    self.bundles = bundles
    self.reloads = reloads
    self.digest = digest
    contents = Mutex(try Self.load(self.folder, bundles, Contents(), compresses: !reloads, digest))
  }

  /// Address of a file that may be kept for ever.
  /// - Parameter path: below the folder: `css/app.css`. For one that does not exist the answer is an address that is not found.
  package func address(of path: String) -> String {
    let encoded = path.split(separator: "/").map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
    return "/assets/\(file(path)?.digest ?? "missing")/\(encoded)"
  }

  /// Paths of all files, in order.
  package var paths: [String] { contents.withLock { $0.entries.map(\.path) } }

  /// The route of the addresses with a digest, and one for each file directly in the folder.
  package var routes: [Route] {
    let hashed = Route(.get, "/assets/:digest/*path", access: "static", name: "asset", bodyLimit: 0) { [self] request in
      guard let file = file(request.parameter("path") ?? ""), file.digest == request.parameter("digest") else { return Self.missing }
      return file.response(to: request, caching: "public, max-age=31536000, immutable")
    }
    return [hashed] + paths.filter { $0.utf8.allSatisfy(ByteClass.isUnreserved) }.map(plainRoute)
  }

  private func plainRoute(_ path: String) -> Route {
    Route(.get, RoutePattern(stringLiteral: "/" + path), access: "static", name: path, bodyLimit: 0) { [self] request in
      file(path)?.response(to: request, caching: "public, no-cache") ?? Self.missing
    }
  }

  private static var missing: Response { .text(.notFound, "There is no such file.\n") }

  private func file(_ path: String) -> StaticFile? {
    contents.withLock { contents in
      // A folder that cannot be read while somebody edits it: what was read last still stands.
      if reloads, let changed = try? Self.load(folder, bundles, contents, compresses: false, digest) { contents = changed }
      return contents.files[path]
    }
  }

  /// Reads what is new or has changed since `known`.
  private static func load(
    _ folder: StaticFolder, _ bundles: [String: [String]], _ known: Contents, compresses: Bool, _ digest: ([UInt8]) -> String
  ) throws(StaticFilesFailure) -> Contents {
    let entries = try folder.entries()
    if entries == known.entries { return known }
    guard entries.reduce(0, { $0 + $1.size }) <= totalLimit else { throw StaticFilesFailure(path: "", reason: .folderTooLarge) }
    // Parts are sent inside their bundle: packing them as well would double the time to start.
    let parts = Set(bundles.values.joined())
    var files: [String: StaticFile] = [:]
    for entry in entries {
      if let file = known.files[entry.path], known.entries.contains(entry) {
        files[entry.path] = file
      } else {
        let bytes = try folder.read(entry)
        files[entry.path] = StaticFile(
          path: entry.path, bytes: bytes, digest: digest(bytes), compresses: compresses && !parts.contains(entry.path))
      }
    }
    for (path, parts) in bundles {
      let bytes = try joined(parts, of: files)
      files[path] = StaticFile(path: path, bytes: bytes, digest: digest(bytes), compresses: compresses)
    }
    return Contents(entries: entries, files: files)
  }

  private static func joined(_ parts: [String], of files: [String: StaticFile]) throws(StaticFilesFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    for part in parts {
      guard let file = files[part] else { throw StaticFilesFailure(path: part, reason: .missing) }
      bytes += file.identity.bytes
    }
    return bytes
  }
}
