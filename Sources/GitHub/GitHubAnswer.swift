internal import Domain
internal import FoundationEssentials
internal import HTTPClient

/// Reads GitHub's answers. Reasons name the call and GitHub's own words, never a token.
struct GitHubAnswer {
  /// Wait after a secondary limit that names none ("Rate limits for the REST API": at least one minute).
  static let defaultWait = Duration.seconds(60)
  /// Longest wait believed: budgets are full again every hour.
  static let longestWait = Duration.seconds(86_400)
  /// Characters of GitHub's message kept.
  static let longestMessage = 200

  /// Such as `GET repos/acme/api/pulls/7`.
  let call: String
  let response: ClientResponse

  init(_ response: ClientResponse, to request: ClientRequest) {
    call = "\(request.method) \(request.path.joined(separator: "/"))"
    self.response = response
  }

  /// - Throws: the failure the status stands for; `malformed` when the body is not what the description promises.
  func decode<Value: Decodable>(_ type: Value.Type) throws(PortError) -> Value {
    if let failure { throw failure }
    do {
      return try JSONDecoder().decode(type, from: Data(response.body))
    } catch {
      throw .malformed(reason: "GitHub's answer to \(call) could not be read")
    }
  }

  /// nil for a success.
  var failure: PortError? {
    if (200..<300).contains(response.status) { return nil }
    if let wait = rateLimitWait { return .rateLimited(retryAfter: min(wait, Self.longestWait)) }
    return switch response.status {
    case 301, 302, 307, 308: .notFound(reason: "\(said): it was moved, transferred or renamed; configure its new name")
    case 300..<400: .malformed(reason: said)
    case 401: .unauthorised(reason: said)
    case 402, 403, 451: .forbidden(reason: said)
    case 404, 410: .notFound(reason: said)
    case 408, 500...: .transient(reason: said)
    default: .rejected(reason: said)
    }
  }

  /// Time to wait, when the refusal is a rate limit: GitHub answers 403 or 429, for the hourly budget with `x-ratelimit-remaining: 0`, for a
  /// secondary limit with `retry-after` or with its message alone.
  private var rateLimitWait: Duration? {
    guard response.status == 429 || response.status == 403 else { return nil }
    let advice = response.retryAdvice
    if let wait = advice.retryAfter { return wait }
    if advice.rateLimit?.remaining == 0, let reset = advice.rateLimit?.reset {
      // One second more, because both clocks are cut to whole seconds.
      return .seconds(max(1, reset - response.receivedAt + 1))
    }
    let isSecondary = message.lowercased().contains("secondary rate limit")
    return response.status == 429 || isSecondary ? Self.defaultWait : nil
  }

  private var said: String {
    let line = message.prefix(Self.longestMessage).map { $0.isNewline ? " " : $0 }
    return "GitHub answered \(response.status) to \(call)" + (line.isEmpty ? "" : ": " + String(line))
  }

  private var message: String {
    guard let failure = try? JSONDecoder().decode(GitHubWire.Failure.self, from: Data(response.body)) else { return "" }
    let details = (failure.errors ?? []).map { $0.message ?? [$0.field, $0.code].compactMap(\.self).joined(separator: " ") }
    return (failure.message ?? "") + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))")
  }
}

extension PortError {
  /// What a call without an answer means.
  init(gitHub error: ClientError) {
    switch error {
    case .nameNotResolved: self = .transient(reason: "GitHub's address could not be resolved")
    case .connectionRefused: self = .transient(reason: "GitHub could not be reached")
    case .connectTimeout, .totalTimeout, .idleTimeout: self = .transient(reason: "GitHub did not answer in time")
    case .connectionLost: self = .transient(reason: "the connection to GitHub was cut")
    case .cancelled: self = .transient(reason: "the call to GitHub was cancelled")
    case .tlsFailed(let detail): self = .transient(reason: "no secure connection to GitHub: \(detail)")
    case .responseTooLarge: self = .malformed(reason: "GitHub's answer was too large")
    case .protocolError(let detail): self = .malformed(reason: "GitHub's answer was not HTTP: \(detail)")
    case .forbiddenAddress: self = .rejected(reason: "GitHub's address leads to a network that is not allowed")
    case .invalidRequest: self = .rejected(reason: "the request to GitHub could not be sent")
    }
  }
}
