internal import Domain
internal import Messages

/// Why a list could not be read, for the person who wanted to choose from it.
enum PortReason {
  /// - Parameter system: `Asana` or `GitHub`.
  static func text(_ error: PortError, _ system: String, _ words: Words) -> String {
    words("settings.failed.\(key(error))", ["system": system, "reason": error.reason])
  }

  private static func key(_ error: PortError) -> String {
    switch error {
    case .transient, .malformed, .rejected: "call"
    case .rateLimited: "limited"
    case .unauthorised: "unauthorised"
    case .forbidden, .notFound: "forbidden"
    case .notConfigured: "token"
    }
  }
}
