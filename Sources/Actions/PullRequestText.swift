package import Domain
internal import Messages

/// How people name a pull request.
package enum PullRequestText {
  private static let message = Message("action.pull_request.unreadable")

  /// The number in `131`, `#131` or an address that ends in `/owner/name/pull/131`; what follows that in an address is ignored.
  /// - Parameter repository: the task's; an address of another one is refused.
  /// - Throws: `invalid` for the field `pull_request`.
  package static func number(in text: String, of repository: RepositoryName?) throws(ActionError) -> Int64 {
    let trimmed = text.filter { !$0.isWhitespace }
    let digits = trimmed.hasPrefix("#") ? String(trimmed.dropFirst()) : trimmed
    if let number = positive(digits) { return number }
    guard trimmed.hasPrefix("https://") || trimmed.hasPrefix("http://") else { throw .invalid(field: "pull_request", message: message) }
    let path = trimmed.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").map(String.init)
    // scheme:, host, then whatever an enterprise server has in front, then owner/name/pull/N.
    guard let index = path.lastIndex(of: "pull"), index >= 4, index + 1 < path.count, let number = positive(path[index + 1]) else {
      throw .invalid(field: "pull_request", message: message)
    }
    guard let repository, RepositoryName("\(path[index - 2])/\(path[index - 1])") == repository else {
      throw .invalid(field: "pull_request", message: Message("action.pull_request.elsewhere"))
    }
    return number
  }

  private static func positive(_ text: String) -> Int64? { ID<RepositoryEntity>(text: text)?.rawValue }
}
