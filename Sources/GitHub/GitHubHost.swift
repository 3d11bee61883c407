package import Crypto
package import Domain
internal import HTTP
package import HTTPClient

/// GitHub seen through one project's token.
package struct GitHubHost: Sendable {
  /// Sends a request; `HTTPClient.send` outside tests.
  package typealias Transport = @Sendable (ClientRequest) async throws(ClientError) -> ClientResponse

  /// Pages of a listing looked through; 100 entries each. GitHub takes no more than 2500 comments on an issue.
  static let longestListing = 30

  let requests: GitHubRequests
  private let transport: Transport
  private let observe: CallObserver

  /// - Parameters:
  ///   - base: such as `https://api.github.com`.
  ///   - token: of a person with write access; the agent ignores comments of apps.
  ///   - observe: told how each call was answered, before its caller is.
  package init(base: BaseURL, token: SecretBytes, observe: @escaping CallObserver = { _ in }, transport: @escaping Transport) {
    requests = GitHubRequests(base: base, token: token)
    self.observe = observe
    self.transport = transport
  }

  func perform(_ request: ClientRequest) async throws(PortError) -> GitHubAnswer {
    guard requests.token.count > 0 else { throw .notConfigured(reason: "the project has no GitHub token") }
    do {
      let answer = GitHubAnswer(try await transport(request), to: request)
      await observe(CallOutcome(failure: answer.failure, isWrite: request.method != .get))
      return answer
    } catch {
      throw PortError(gitHub: error)
    }
  }

  func load<Value: Decodable>(_ type: Value.Type, _ request: ClientRequest) async throws(PortError) -> Value {
    try await perform(request).decode(type)
  }

  /// Hands each page on, until `visit` says stop, there is no next one, or the longest listing is reached.
  func visitPages<Page: Decodable>(_ type: Page.Type, from first: ClientRequest, visit: (Page) -> Bool) async throws(PortError) {
    var request = first
    for _ in 0..<Self.longestListing {
      let answer = try await perform(request)
      guard visit(try answer.decode(type)), let next = answer.response.headers["link"].flatMap(LinkHeader.nextQuery) else { return }
      request.query = next
    }
  }

  /// First result that `find` gives, page after page.
  func searchPages<Page: Decodable, Found>(
    _ type: Page.Type, from first: ClientRequest, find: (Page) -> Found?
  ) async throws(PortError) -> Found? {
    var found: Found?
    try await visitPages(type, from: first) { page in
      found = find(page)
      return found == nil
    }
    return found
  }
}
