internal import HTTP

/// One authenticated API call, decoded.
struct Call: Sendable {
  let request: Request
  let query: FormFields
  /// `.null` without a body.
  let body: JSONValue
  /// gid of the Asana user, or GitHub login, the token belongs to.
  let actor: String

  func parameter(_ name: String) -> String { request.parameter(name) ?? "" }

  /// Path below the API's base, with the query but without one of its fields.
  func path(below prefix: String, without field: String) -> String {
    let pairs = query.pairs.filter { $0.name != field }
    let encoded = pairs.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }.joined(separator: "&")
    return request.path.dropFirst(prefix.count) + (encoded.isEmpty ? "" : "?\(encoded)")
  }
}

/// What a handler decided.
enum Reply: Sendable {
  case answer(Response)
  /// Asana asks the target first and answers after that.
  case handshake(webhook: String, OutgoingDelivery)
}

typealias Handler = @Sendable (inout SandboxState, Call) throws(Refusal) -> Reply
