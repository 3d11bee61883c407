internal import Crypto
internal import Domain
internal import HTTP

/// Who calls, and what every answer carries.
extension SandboxState {
  /// Without a configured address, links point to where the newest caller found the sandbox.
  mutating func noteHost(_ request: Request) {
    guard configuration.address == nil, let host = request["host"], !host.isEmpty else { return }
    address = "http://\(host)"
  }

  mutating func admit(_ request: Request, _ vendor: Vendor) throws(Refusal) -> Call {
    let actor = try actor(request, vendor)
    guard let query = request.query else { throw Self.malformed(vendor, "query") }
    var body = JSONValue.null
    if !request.body.isEmpty {
      guard let parsed = JSONValue(parsing: request.body) else { throw Self.malformed(vendor, "body") }
      body = parsed
    }
    if vendor == .github { try countCall(actor) }
    return Call(request: request, query: query, body: body, actor: actor)
  }

  private static func malformed(_ vendor: Vendor, _ part: String) -> Refusal {
    switch vendor {
    case .asana: .asana(.badRequest, "Could not parse request data: \(part) is not valid")
    case .github: .github(.badRequest, "Problems parsing JSON")
    }
  }

  /// Of the same person: a project can have a token of its own.
  private static let secondAsanaToken = "sandbox-second-token"

  private func actor(_ request: Request, _ vendor: Vendor) throws(Refusal) -> String {
    let token = Self.token(request)
    switch vendor {
    case .asana:
      guard token == configuration.asanaToken || token == Self.secondAsanaToken else { throw .asana(.unauthorized, "Not Authorized") }
      return asana.tokenUser.gid
    case .github: return try githubActor(request, token)
    }
  }

  private func githubActor(_ request: Request, _ token: String?) throws(Refusal) -> String {
    guard request["user-agent"].map({ !$0.isEmpty }) ?? false else {
      throw .github(.forbidden, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.")
    }
    if let version = request["x-github-api-version"], !["2022-11-28", "2026-03-10"].contains(version) {
      throw .github(.badRequest, "\(version) is not a supported API version")
    }
    guard let token else { throw .github(.unauthorized, "Requires authentication") }
    guard let login = login(token) else { throw .github(.unauthorized, "Bad credentials") }
    return login
  }

  /// Besides the configured token there is one for somebody who may write, one for somebody who may read, and an app's.
  private func login(_ token: String) -> String? {
    let others = [
      "sandbox-writer-token": GitHubState.personLogin, "sandbox-reader-token": GitHubState.readerLogin,
      "sandbox-bot-token": GitHubState.botLogin,
    ]
    return token == configuration.githubToken ? GitHubState.tokenLogin : others[token]
  }

  /// `Bearer x`; GitHub takes `token x` too.
  static func token(_ request: Request) -> String? {
    guard let header = request["authorization"], let space = header.firstIndex(of: " ") else { return nil }
    let scheme = header[..<space].lowercased()
    guard scheme == "bearer" || scheme == "token" else { return nil }
    return String(header[header.index(after: space)...])
  }

  private mutating func countCall(_ login: String) throws(Refusal) {
    if now >= github.resetsAt {
      github.used = [:]
      github.resetsAt = now.advanced(by: .seconds(3600))
    }
    github.used[login, default: 0] += 1
    guard github.used[login, default: 0] <= GitHubState.hourlyLimit else {
      throw .github(.forbidden, "API rate limit exceeded for user ID \(github.account(login).id).")
    }
  }

  /// Rate-limit headers and, for reading, the entity tag.
  func dress(_ response: Response, for call: Call) -> Response {
    var response = dressLimits(response, login: call.actor)
    let version = call.request["x-github-api-version"] ?? "2022-11-28"
    response.headers.set("x-github-api-version-selected", FieldValue(replacingForbiddenBytesIn: version))
    // The sandbox's tokens are classic ones; this scope takes in everything a repository has.
    response.headers.set("x-oauth-scopes", "repo")
    guard call.request.method == .get, response.status == .ok else { return response }
    let tag = "W/\"\(Hex.encode(SHA256.digest(response.bodyBytes)))\""
    response.headers.set("etag", FieldValue(replacingForbiddenBytesIn: tag))
    guard call.request["if-none-match"] == tag else { return response }
    return Response(.notModified, headers: response.headers)
  }

  func dressRefusal(_ response: Response, _ request: Request) -> Response {
    dressLimits(response, login: Self.token(request).flatMap(login) ?? "")
  }

  private func dressLimits(_ response: Response, login: String) -> Response {
    let used = min(github.used[login] ?? 0, GitHubState.hourlyLimit)
    var response = response
    response.headers.set("x-github-request-id", FieldValue(replacingForbiddenBytesIn: makeGUID()))
    guard response.headers["x-ratelimit-limit"] == nil else { return response }
    response.headers.set("x-ratelimit-limit", FieldValue(Int(GitHubState.hourlyLimit)))
    response.headers.set("x-ratelimit-used", FieldValue(Int(used)))
    response.headers.set("x-ratelimit-remaining", FieldValue(Int(GitHubState.hourlyLimit - used)))
    response.headers.set("x-ratelimit-reset", FieldValue(Int(github.resetsAt.microseconds / 1_000_000)))
    response.headers.set("x-ratelimit-resource", "core")
    return response
  }
}
