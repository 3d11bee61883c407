package import Postgres

/// Why stored data could not be used.
package enum StorageError: Error, Sendable {
  /// The row does not exist in this project.
  case notFound
  /// The project is archived: nothing about it can be changed.
  case archived
  /// Another worker has the job now: what this one found out is not written.
  case leaseLost
  /// A stored value is not what this program writes.
  case corrupt(String)
  case database(DatabaseError)
}
