package import Crypto
package import Domain
internal import HTTP
package import HTTPClient

/// Asana seen through one project's token.
package struct AsanaTracker: Sendable {
  /// Sends a request; `HTTPClient.send` outside tests.
  package typealias Transport = @Sendable (ClientRequest) async throws(ClientError) -> ClientResponse

  /// Pages of a task list or a story list looked through; 100 entries each.
  static let longestListing = 100

  let requests: AsanaRequests
  private let transport: Transport
  private let observe: CallObserver

  /// - Parameters:
  ///   - base: such as `https://app.asana.com/api/1.0`.
  ///   - token: personal access token, or an OAuth access token.
  ///   - observe: told how each call was answered, before its caller is.
  package init(base: BaseURL, token: SecretBytes, observe: @escaping CallObserver = { _ in }, transport: @escaping Transport) {
    requests = AsanaRequests(base: base, token: token)
    self.observe = observe
    self.transport = transport
  }

  func perform(_ request: ClientRequest) async throws(PortError) -> AsanaAnswer {
    guard requests.token.count > 0 else { throw .notConfigured(reason: "the project has no Asana token") }
    do {
      let answer = AsanaAnswer(try await transport(request), to: request)
      await observe(CallOutcome(failure: answer.failure, isWrite: request.method != .get))
      return answer
    } catch {
      throw PortError(asana: error)
    }
  }

  func load<Value: Decodable>(_ type: Value.Type, _ request: ClientRequest) async throws(PortError) -> Value {
    try await perform(request).decode(AsanaWire.Envelope<Value>.self).data
  }

  /// Follows `next_page` to the end and hands each page on, until `visit` says stop.
  func visitPages<Value: Decodable>(
    _ type: Value.Type, request: (_ offset: String?) -> ClientRequest, visit: ([Value]) -> Bool
  ) async throws(PortError) {
    var offset: String?
    for _ in 0..<Self.longestListing {
      let page = try await perform(request(offset)).decode(AsanaWire.Envelope<[Value]>.self)
      guard visit(page.data), let next = page.nextPage?.offset else { return }
      offset = next
    }
    throw .malformed(reason: "Asana's listing did not end after \(Self.longestListing) pages")
  }

  func listAll<Value: Decodable>(
    _ type: Value.Type, request: (_ offset: String?) -> ClientRequest
  ) async throws(PortError) -> [Value] {
    var all: [Value] = []
    try await visitPages(type, request: request) { page in
      all += page
      return true
    }
    return all
  }
}
