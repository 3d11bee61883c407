/// What a job's handler says of it.
package enum JobOutcome: Sendable, Equatable {
  /// Its end was written together with its result.
  case ended
  /// Done; its end is still to be written.
  case done
}
