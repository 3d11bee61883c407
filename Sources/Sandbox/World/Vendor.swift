/// The outside systems the sandbox stands in for.
package enum Vendor: String, Sendable, CaseIterable {
  case asana
  case github

  /// Where its API begins on the sandbox's port.
  package var prefix: String {
    switch self {
    case .asana: "/asana/api/1.0"
    case .github: "/github"
    }
  }
}
