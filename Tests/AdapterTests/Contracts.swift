import FoundationEssentials
import Testing

/// Vendors' descriptions and sample payloads, kept beside the project for its developers; a checkout without them skips what needs them.
enum Contracts {
  static let root = "../shared/contracts/data"
  static let absence: Comment = "the folder ../shared is not here"
  static var isHere: Bool { FileManager.default.fileExists(atPath: root) }

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(root)/\(path)")))
  }

  static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

  /// Names of the files of a folder, sorted.
  static func files(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)").sorted()
  }
}
