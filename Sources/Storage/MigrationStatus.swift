/// What is applied and what is not.
package struct MigrationStatus: Sendable, Equatable {
  package struct Applied: Sendable, Equatable {
    package let version: Int
    package let fileName: String
    /// Microseconds since 1970.
    package let appliedAt: Int64

    package init(version: Int, fileName: String, appliedAt: Int64) {
      self.version = version
      self.fileName = fileName
      self.appliedAt = appliedAt
    }
  }

  /// How the database compares with the files of this release.
  package enum Verdict: Sendable, Equatable {
    case current
    /// Run `migrate`. File names in order.
    case behind([String])
    /// A newer release has migrated this database.
    case ahead([String])
    /// Applied migrations whose files differ or are missing.
    case different([String])
  }

  /// In order of version.
  package let applied: [Applied]
  /// File names in order of version.
  package let pending: [String]
  package let verdict: Verdict

  package init(applied: [Applied], pending: [String], verdict: Verdict) {
    self.applied = applied
    self.pending = pending
    self.verdict = verdict
  }
}
