/// What happens to connections, for the log.
package enum DatabaseEvent: Sendable, Equatable {
  case connected(loop: Int)
  /// - reason: never contains the password.
  case connectFailed(loop: Int, reason: String)
  /// A connection ended without being asked to.
  case connectionLost(loop: Int)
}
