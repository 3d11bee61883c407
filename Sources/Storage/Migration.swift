internal import Glibc

/// One step of the schema: the file `NNNN_name.sql`.
package struct Migration: Sendable, Equatable {
  package let version: Int
  /// The file's name, with which it is reported and remembered.
  package let fileName: String
  package let sql: String

  package init(version: Int, fileName: String, sql: String) {
    self.version = version
    self.fileName = fileName
    self.sql = sql
  }

  /// Reads every migration of a folder, in order of version. Files that do not end in `.sql` are left alone.
  /// - Throws: `unreadable`, `badFileName`, `duplicateVersion`.
  package static func load(folder: String) throws(MigrationError) -> [Migration] {
    var migrations: [Migration] = []
    for name in try fileNames(folder) where name.hasSuffix(".sql") {
      guard let version = version(of: name) else { throw .badFileName(name) }
      guard let bytes = contents("\(folder)/\(name)"), let sql = String(validating: bytes, as: UTF8.self) else {
        throw .unreadable("\(folder)/\(name)")
      }
      migrations.append(Migration(version: version, fileName: name, sql: sql))
    }
    migrations.sort { $0.version < $1.version }
    for (earlier, later) in zip(migrations, migrations.dropFirst()) where earlier.version == later.version {
      throw .duplicateVersion(earlier.fileName, later.fileName)
    }
    return migrations
  }

  /// Four digits, an underscore and a name of lower-case letters, digits and underscores.
  private static func version(of fileName: String) -> Int? {
    let stem = fileName.dropLast(4)
    let digits = stem.prefix(4)
    let rest = stem.dropFirst(4)
    let isWellFormed =
      digits.count == 4 && digits.allSatisfy { ("0"..."9").contains($0) } && rest.first == "_" && rest.count > 1
      && rest.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
    return isWellFormed ? Int(digits) : nil
  }

  private static func fileNames(_ folder: String) throws(MigrationError) -> [String] {
    guard let directory = opendir(folder) else { throw .unreadable(folder) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      names.append(name)
    }
    return names.sorted()
  }

  private static func contents(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
    return ferror(file) == 0 ? bytes : nil
  }
}
