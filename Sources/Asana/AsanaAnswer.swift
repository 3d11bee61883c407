internal import Domain
internal import FoundationEssentials
internal import HTTPClient

/// Reads Asana's answers. Reasons name the call and Asana's own words, never a token.
struct AsanaAnswer {
  /// Wait when Asana sends none with a 429.
  static let defaultWait = Duration.seconds(60)
  /// Longest wait believed.
  static let longestWait = Duration.seconds(86_400)
  /// Characters of Asana's message kept.
  static let longestMessage = 200

  /// Such as `GET tasks/12`.
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
      throw .malformed(reason: "Asana's answer to \(call) could not be read")
    }
  }

  /// nil for a success.
  var failure: PortError? {
    switch response.status {
    case 200..<300: nil
    case 300..<400: .notFound(reason: "\(said): moved to another address")
    case 401: .unauthorised(reason: said)
    case 402, 403, 451: .forbidden(reason: said)
    case 404, 410: .notFound(reason: said)
    case 408, 500...: .transient(reason: said)
    case 429: .rateLimited(retryAfter: min(response.retryAdvice.retryAfter ?? Self.defaultWait, Self.longestWait))
    default: .rejected(reason: said)
    }
  }

  private var said: String {
    let parsed = try? JSONDecoder().decode(AsanaWire.Failure.self, from: Data(response.body))
    let messages = (parsed?.errors ?? []).compactMap(\.message).joined(separator: "; ")
    let line = messages.prefix(Self.longestMessage).map { $0.isNewline ? " " : $0 }
    return "Asana answered \(response.status) to \(call)" + (line.isEmpty ? "" : ": " + String(line))
  }
}

extension PortError {
  /// What a call without an answer means.
  init(asana error: ClientError) {
    switch error {
    case .nameNotResolved: self = .transient(reason: "Asana's address could not be resolved")
    case .connectionRefused: self = .transient(reason: "Asana could not be reached")
    case .connectTimeout, .totalTimeout, .idleTimeout: self = .transient(reason: "Asana did not answer in time")
    case .connectionLost: self = .transient(reason: "the connection to Asana was cut")
    case .cancelled: self = .transient(reason: "the call to Asana was cancelled")
    case .tlsFailed(let detail): self = .transient(reason: "no secure connection to Asana: \(detail)")
    case .responseTooLarge: self = .malformed(reason: "Asana's answer was too large")
    case .protocolError(let detail): self = .malformed(reason: "Asana's answer was not HTTP: \(detail)")
    case .forbiddenAddress: self = .rejected(reason: "Asana's address leads to a network that is not allowed")
    case .invalidRequest: self = .rejected(reason: "the request to Asana could not be sent")
    }
  }
}
