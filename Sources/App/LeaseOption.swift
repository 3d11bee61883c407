/// `--lease SECONDS`, for operators: how long a job stays with a worker that says nothing any more.
///
/// A worker that dies is noticed after a lease and a quarter; heartbeats come four times in one. Shorter is quicker after a crash, and takes
/// jobs away from machines that only pause.
enum LeaseOption {
  static let name = "--lease"

  /// - Returns: 20 s when not given.
  static func lease(_ options: Options) throws(ConfigurationError) -> Duration {
    guard let seconds = try options.number(name) else { return .seconds(20) }
    guard (2...3600).contains(seconds) else { throw ConfigurationError(name, "whole seconds, 2...3600") }
    return .seconds(seconds)
  }
}
