internal import Glibc

/// The files below a folder. Calls block: for the start, and for development.
struct StaticFolder: Sendable {
  /// A file as it was found, without its bytes.
  struct Entry: Equatable, Sendable {
    /// Path below the folder, with `/` between its parts.
    let path: String
    let inode: UInt
    let size: Int
    let seconds: Int
    let nanoseconds: Int
  }

  private static let depthLimit = 16
  private let root: String

  init(_ root: String) { self.root = root }

  /// Regular files, ordered by path. Hidden files and symbolic links are left out, so that nothing outside the folder can be reached.
  func entries() throws(StaticFilesFailure) -> [Entry] {
    var entries: [Entry] = []
    try collect(below: "", depth: 0, into: &entries)
    return entries.sorted { $0.path < $1.path }
  }

  func read(_ entry: Entry) throws(StaticFilesFailure) -> [UInt8] {
    let file = unsafe open("\(root)/\(entry.path)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw StaticFilesFailure(path: entry.path, reason: .unreadable(errno: errno)) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(file, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count > 0 {
        bytes += chunk[..<count]
        guard bytes.count <= StaticFiles.fileLimit else { throw StaticFilesFailure(path: entry.path, reason: .tooLarge) }
      } else if errno != EINTR {
        throw StaticFilesFailure(path: entry.path, reason: .unreadable(errno: errno))
      }
    }
  }

  private func collect(below prefix: String, depth: Int, into entries: inout [Entry]) throws(StaticFilesFailure) {
    for name in try names(in: prefix) where !name.hasPrefix(".") {
      let path = prefix + name
      var status = stat()
      // A file may vanish between the two calls, as editors rename files when they save.
      guard unsafe lstat("\(root)/\(path)", &status) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR where depth < Self.depthLimit: try collect(below: path + "/", depth: depth + 1, into: &entries)
      case S_IFREG:
        entries.append(
          Entry(
            path: path, inode: UInt(status.st_ino), size: Int(status.st_size), seconds: status.st_mtim.tv_sec,
            nanoseconds: status.st_mtim.tv_nsec))
      default: break
      }
    }
  }

  private func names(in prefix: String) throws(StaticFilesFailure) -> [String] {
    guard let stream = unsafe opendir("\(root)/\(prefix)") else {
      throw StaticFilesFailure(path: prefix, reason: .unreadable(errno: errno))
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      // d_name is a fixed array that Swift sees as a tuple; the kernel ends the name in it with a zero.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
          unsafe String(validatingCString: $0)
        }
      }
      // A name that is not UTF-8 has no address.
      if let name { names.append(name) }
    }
    return names
  }
}
