internal import Crypto
internal import Domain
internal import FoundationEssentials
internal import HTTP
internal import HTTPClient

/// Builds every request this program sends to GitHub; does nothing else. Paths and parameters are those of GitHub's OpenAPI description.
struct GitHubRequests: Sendable {
  /// The last version whose pull requests carry `merge_commit_sha`; supported until March 2028 at least.
  static let apiVersion: FieldValue = "2022-11-28"
  /// Largest page GitHub gives.
  static let pageSize = 100
  /// A page of 100 issues with long bodies can be 7 MB.
  static let limits = ClientRequest.Limits(connect: .seconds(5), total: .seconds(20), idle: .seconds(15), maximumResponseBytes: 16 << 20)

  typealias Query = [(name: String, value: String)]

  let base: BaseURL
  let token: SecretBytes

  func currentUser() -> ClientRequest { get(["user"]) }

  /// Repositories of the token's owner, of others and of organisations, by name.
  func repositories() -> ClientRequest { page(["user", "repos"], [("sort", "full_name")]) }

  func repository(_ repository: RepositoryName) -> ClientRequest { get(root(repository)) }

  /// The cheapest call that needs the right to read a part.
  func probe(_ part: RepositoryPart, of repository: RepositoryName) -> ClientRequest {
    let path =
      switch part {
      case .issues: ["issues"]
      case .pulls: ["pulls"]
      case .actions: ["actions", "runs"]
      case .hooks: ["hooks"]
      }
    return get(root(repository) + path, [("per_page", "1")])
  }

  func permission(of login: String, in repository: RepositoryName) -> ClientRequest {
    get(root(repository) + ["collaborators", login, "permission"])
  }

  func hooks(in repository: RepositoryName) -> ClientRequest { page(root(repository) + ["hooks"]) }

  /// - Parameter since: UTC, by time of the last change.
  func issues(changedSince since: Timestamp, in repository: RepositoryName) -> ClientRequest {
    // GitHub documents whole seconds.
    let window: Query = [("state", "all"), ("since", since.iso8601.prefix(19) + "Z"), ("sort", "created"), ("direction", "desc")]
    return page(root(repository) + ["issues"], window)
  }

  func createIssue(title: String, body: String, in repository: RepositoryName) -> ClientRequest {
    send(.post, root(repository) + ["issues"], GitHubWire.NewIssue(title: title, body: body))
  }

  func issue(_ number: Int64, in repository: RepositoryName) -> ClientRequest { get(issuePath(number, repository)) }

  func setState(_ state: String, reason: String?, issue: Int64, in repository: RepositoryName) -> ClientRequest {
    send(.patch, issuePath(issue, repository), GitHubWire.StateChange(state: state, reason: reason))
  }

  func comments(issue: Int64, in repository: RepositoryName) -> ClientRequest { page(issuePath(issue, repository) + ["comments"]) }

  func createComment(_ text: String, issue: Int64, in repository: RepositoryName) -> ClientRequest {
    send(.post, issuePath(issue, repository) + ["comments"], GitHubWire.Text(body: text))
  }

  func pullRequest(_ number: Int64, in repository: RepositoryName) -> ClientRequest { get(pullPath(number, repository)) }

  func setBody(_ body: String, pullRequest number: Int64, in repository: RepositoryName) -> ClientRequest {
    send(.patch, pullPath(number, repository), GitHubWire.Text(body: body))
  }

  func issueEvents(_ number: Int64, in repository: RepositoryName) -> ClientRequest { page(issuePath(number, repository) + ["events"]) }

  func timeline(_ number: Int64, in repository: RepositoryName) -> ClientRequest { page(issuePath(number, repository) + ["timeline"]) }

  func pushRuns(commit: String, in repository: RepositoryName) -> ClientRequest {
    page(root(repository) + ["actions", "runs"], [("event", "push"), ("head_sha", commit)])
  }
}

extension GitHubRequests {
  private func root(_ repository: RepositoryName) -> [String] { ["repos", repository.owner, repository.name] }

  private func issuePath(_ number: Int64, _ repository: RepositoryName) -> [String] { root(repository) + ["issues", String(number)] }

  private func pullPath(_ number: Int64, _ repository: RepositoryName) -> [String] { root(repository) + ["pulls", String(number)] }

  private func page(_ path: [String], _ query: Query = []) -> ClientRequest {
    get(path, query + [("per_page", String(Self.pageSize))])
  }

  private func get(_ path: [String], _ query: Query = []) -> ClientRequest {
    ClientRequest(.get, base, path: path, query: query, headers: headers, limits: Self.limits)
  }

  private func send(_ method: HTTP.Method, _ path: [String], _ value: some Encodable) -> ClientRequest {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings only: there is nothing an encoder could refuse.
    guard let body = try? encoder.encode(value) else { preconditionFailure("a request cannot be encoded") }
    return ClientRequest(
      method, base, path: path, headers: headers, body: Array(body), contentType: "application/json", limits: Self.limits)
  }

  private var headers: Headers {
    [
      "authorization": FieldValue(replacingForbiddenBytesIn: "Bearer " + (token.revealText() ?? "")),
      "accept": "application/vnd.github+json", "x-github-api-version": Self.apiVersion, "user-agent": "auto-flow",
    ]
  }
}
