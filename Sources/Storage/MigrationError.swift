package import Postgres

/// Why the schema could not be brought up to date.
package enum MigrationError: Error, Equatable, CustomStringConvertible {
  /// The folder or file cannot be read, or is not UTF-8.
  case unreadable(String)
  /// Not of the form `NNNN_name.sql`.
  case badFileName(String)
  case duplicateVersion(String, String)
  /// Was changed after it had been applied.
  case edited(String)
  /// Was applied, but its file is gone or renamed.
  case missing(String)
  /// Is older than one that has been applied already.
  case outOfOrder(String, newest: String)
  /// Was rolled back; later ones were not tried.
  case failed(String, ServerError)
  case database(DatabaseError)

  package var description: String {
    switch self {
    case .unreadable(let path): "\(path) cannot be read as UTF-8 text"
    case .badFileName(let name): "\(name) is not named like 0001_create_projects.sql"
    case .duplicateVersion(let first, let second): "\(first) and \(second) have the same number"
    case .edited(let name): "\(name) was changed after it had been applied: undo the change and write a new migration"
    case .missing(let name): "\(name) was applied to this database, but its file is not here: is this an older release?"
    case .outOfOrder(let name, let newest): "\(name) is new, but \(newest) has been applied already: give it a higher number"
    case .failed(let name, let error):
      "\(name) failed and was rolled back: \(error.message) (SQLSTATE \(error.sqlstate))" + (error.detail.map { "; \($0)" } ?? "")
    case .database(let error): "the database could not be used: \(error)"
    }
  }
}
