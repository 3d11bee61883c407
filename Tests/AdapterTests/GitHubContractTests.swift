import HTTP
import HTTPClient
import Testing

/// Requests against GitHub's own description of the version this program asks for.
@Suite(.enabled(if: Contracts.isHere, Contracts.absence)) struct GitHubContractTests {
  /// The copy at hand is trimmed and lacks this operation; GitHub's documentation has it ("Update a pull request", with `body`).
  static let missingInCopy: Set<String> = ["PATCH /repos/{owner}/{repo}/pulls/{pull_number}"]
  /// Missing there as well, path and all: "List repositories for the authenticated user", with these parameters.
  static let ownRepositories = ["sort", "per_page"]

  private func schema(_ value: JSONValue?, in document: JSONValue) -> JSONValue? {
    guard let name = value?["$ref"]?.string?.split(separator: "/").last else { return value }
    return document["components"]?["schemas"]?[String(name)]
  }

  private func check(_ request: ClientRequest, in document: JSONValue, paths: [String: JSONValue]) throws {
    if request.path == ["user", "repos"] {
      #expect(request.method == .get && request.query.map(\.name) == Self.ownRepositories)
      return
    }
    let template = try #require(paths.keys.first { matches(template: $0, path: request.path) }, "\(request.line): unknown path")
    let method = request.method.rawValue
    if Self.missingInCopy.contains("\(method) \(template)") { return }
    let operation = try #require(paths[template]?[method.lowercased()], "\(request.line): unknown method")
    let known = Set((operation["parameters"]?.array ?? []).filter { $0["in"]?.string == "query" }.compactMap { $0["name"]?.string })
    for pair in request.query { #expect(known.contains(pair.name), "\(request.line): unknown parameter \(pair.name)") }
    guard let body = request.body else { return }
    let reference = operation["requestBody"]?["content"]?["application/json"]?["schema"]
    let shape = try #require(schema(reference, in: document))
    let sent = try #require(try JSONValue(bytes: body).object)
    let properties = try #require(shape["properties"]?.object)
    for (name, value) in sent {
      let property = try #require(properties[name], "\(request.line): unknown property \(name)")
      guard let allowed = values(of: property), let text = value.string else { continue }
      #expect(allowed.contains(text), "\(request.line): \(name) may not be \(text)")
    }
    for name in shape["required"]?.array?.compactMap(\.string) ?? [] { #expect(sent[name] != nil, "\(request.line): \(name) is required") }
  }

  private func values(of property: JSONValue) -> [String]? {
    let listed = property["enum"] ?? property["anyOf"]?.array?.compactMap { $0["enum"] }.first
    return listed?.array?.compactMap(\.string)
  }

  @Test func `every request is one that GitHub describes`() async throws {
    let document = try JSONValue(bytes: try Contracts.bytes("github/github-rest-2022-11-28.trimmed.openapi.json"))
    let paths = try #require(document["paths"]?.object)
    let requests = try await RecordedRequests.gitHub()
    #expect(requests.count == 20)
    for request in requests { try check(request, in: document, paths: paths) }
  }
}
