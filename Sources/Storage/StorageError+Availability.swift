internal import Postgres

extension StorageError {
  /// What layers above see of an error of this one; nil for errors of others.
  package init?(_ error: any Error) {
    switch error {
    case let error as StorageError: self = error
    case let error as DatabaseError: self = .database(error)
    default: return nil
    }
  }

  /// The database cannot be reached or is overwhelmed: the same may work in a moment.
  package var isOutage: Bool {
    guard case .database(let error) = self else { return false }
    switch error {
    case .connectionLost, .connectFailed, .timeout, .poolExhausted, .closed: return true
    // Class 57 is operator intervention, 53 insufficient resources (appendix A of the PostgreSQL manual).
    case .server(let report): return report.sqlstate.hasPrefix("57") || report.sqlstate.hasPrefix("53")
    case .cancelled, .decoding: return false
    }
  }
}
