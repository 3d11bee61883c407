internal import Glibc

/// Reads all `*.mustache` files below a folder. Calls block, so use it at start and in development.
package struct TemplateFolder: Sendable {
  /// Folders below this depth are not looked into.
  private static let depthLimit = 16
  private static let suffix = ".mustache"

  private let path: String

  /// Makes a reader of the folder at `path`; nothing is read yet.
  package init(path: String) {
    self.path = path
  }

  /// A file as it was found, without its text.
  struct Entry: Equatable {
    /// Path below the folder, without `.mustache`.
    let name: String
    let inode: UInt
    let size: Int
    let seconds: Int
    let nanoseconds: Int
  }

  /// All templates, ordered by name. Hidden files and folders are left out.
  ///
  /// - Throws: `unreadable` or `unreadableFolder`.
  package func sources() throws(TemplateError) -> [TemplateSource] {
    var sources: [TemplateSource] = []
    for entry in try entries() { sources.append(TemplateSource(name: entry.name, bytes: try read(entry.name))) }
    return sources
  }

  /// What ``sources()`` would read, ordered by name.
  func entries() throws(TemplateError) -> [Entry] {
    var entries: [Entry] = []
    try collect(below: "", depth: 0, into: &entries)
    return entries.sorted { $0.name < $1.name }
  }

  private func collect(below prefix: String, depth: Int, into entries: inout [Entry]) throws(TemplateError) {
    for file in try names(in: prefix) where !file.hasPrefix(".") {
      let relative = prefix + file
      var status = stat()
      // A file may vanish between the two calls, as editors rename files when they save.
      guard stat("\(path)/\(relative)", &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        if depth < Self.depthLimit { try collect(below: relative + "/", depth: depth + 1, into: &entries) }
      } else if relative.hasSuffix(Self.suffix) {
        entries.append(
          Entry(
            name: String(relative.dropLast(Self.suffix.count)), inode: status.st_ino, size: status.st_size,
            seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec))
      }
    }
  }

  private func names(in prefix: String) throws(TemplateError) -> [String] {
    let folder = "\(path)/\(prefix)"
    guard let stream = opendir(folder) else {
      throw TemplateError(template: folder, position: nil, reason: .unreadableFolder(errno: errno))
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      // d_name is a fixed array that Swift sees as a tuple; the kernel ends the name in it with a zero.
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) { name in
          name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: name.pointee)) { String(cString: $0) }
        })
    }
    return names
  }

  private func read(_ name: String) throws(TemplateError) -> [UInt8] {
    let file = open("\(path)/\(name)\(Self.suffix)", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw TemplateError(template: name, position: nil, reason: .unreadable(errno: errno)) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = Glibc.read(file, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += chunk[..<count]
      } else if errno != EINTR {
        throw TemplateError(template: name, position: nil, reason: .unreadable(errno: errno))
      }
    }
  }
}
