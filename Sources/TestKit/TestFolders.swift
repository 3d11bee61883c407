/// Where the sources lie.
package enum TestFolders {
  /// The package's root, without a slash at the end.
  package static let root: String = {
    let parts = #filePath.split(separator: "/")
    return "/" + parts.dropLast(3).joined(separator: "/")
  }()
}
