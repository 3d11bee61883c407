/// Why the static files cannot be loaded.
package struct StaticFilesFailure: Error, Sendable, Equatable {
  package enum Reason: Sendable, Equatable {
    case unreadable(errno: Int32)
    /// A bundle names it.
    case missing
    /// Larger than `StaticFiles.fileLimit`.
    case tooLarge
    /// All together larger than `StaticFiles.totalLimit`.
    case folderTooLarge
  }

  /// Path below the folder; empty for the folder itself.
  package let path: String
  package let reason: Reason
}
