internal import FoundationEssentials
internal import HTTP
internal import HTTPClient

/// Talks to the sandbox's own API.
struct DemoClient: Sendable {
  let client: HTTPClient
  let base: BaseURL

  func state() async throws -> SandboxView {
    try JSONDecoder().decode(SandboxView.self, from: Data(try await send(.get, ["state"], nil)))
  }

  /// - Returns: the field `gid` of the answer, if it has one.
  @discardableResult
  func post(_ path: [String], _ values: [String: String]) async throws -> String? {
    struct Answer: Decodable { let gid: String? }
    let body = Array(try JSONEncoder().encode(values))
    return try JSONDecoder().decode(Answer.self, from: Data(try await send(.post, path, body))).gid
  }

  private func send(_ method: HTTP.Method, _ path: [String], _ body: [UInt8]?) async throws -> [UInt8] {
    let response = try await client.send(
      ClientRequest(
        method, base, path: ["sandbox", "api"] + path, body: body, contentType: body == nil ? nil : "application/json", limits: .jsonAPI))
    guard (200..<300).contains(response.status) else {
      throw CommandFailure("the sandbox answered \(response.status) to /\(path.joined(separator: "/"))")
    }
    return response.body
  }
}
