internal import Domain
internal import Postgres
internal import Storage

/// What a failure means for the job that met it.
struct JobFailure {
  enum Advice: Equatable {
    /// Another attempt may succeed.
    case again
    /// The other side asked to wait; not an attempt.
    case wait(Duration)
    case giveUp
  }

  let advice: Advice
  /// For the timeline and the jobs page; holds no secret.
  let reason: String

  init(_ error: any Error) {
    switch error {
    case PortError.rateLimited(let wait): (advice, reason) = (.wait(wait), PortError.rateLimited(retryAfter: wait).reason)
    case let error as PortError: (advice, reason) = (error.isRetryable ? .again : .giveUp, error.reason)
    // Our own database is away or asks to try again: waiting costs nothing, and giving up would lose the event.
    case let error where Self.isPassing(error): (advice, reason) = (.wait(.seconds(2)), "the database did not answer")
    case DatabaseError.server(let error): (advice, reason) = (.again, "the database refused a statement (\(error.sqlstate))")
    case DatabaseError.decoding(let column, _): (advice, reason) = (.giveUp, "\(column) is not readable")
    case StorageError.notFound: (advice, reason) = (.giveUp, "the task or project does not exist any more")
    case StorageError.corrupt(let what): (advice, reason) = (.giveUp, "\(what) is not readable")
    default: (advice, reason) = (.again, "unexpected failure: \(type(of: error))")
    }
  }

  private static func isPassing(_ error: any Error) -> Bool {
    guard let storage = StorageError(error), case .database(let error) = storage else { return false }
    return storage.isOutage || error.isRetryable || error == .cancelled
  }
}
