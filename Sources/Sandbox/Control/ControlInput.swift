internal import HTTP

/// Arguments of a control operation: a JSON body, or the fields of a form on the page.
struct ControlInput: Sendable {
  let body: JSONValue
  /// Parameters of the path.
  let request: Request

  /// nil when absent; null and empty text clear.
  subscript(field: String) -> JSONValue? { body[field] }

  func text(_ field: String) -> String? {
    guard let text = body[field]?.string, !text.isEmpty else { return nil }
    return text
  }

  func requiredText(_ field: String) throws(Refusal) -> String {
    guard let text = text(field) else { throw .control(.unprocessableContent, "\(field) is missing") }
    return text
  }

  /// A number, or its digits as text.
  func integer(_ field: String) -> Int64? {
    body[field]?.integer ?? body[field]?.string.flatMap { Int64($0) }
  }

  func requiredInteger(_ field: String) throws(Refusal) -> Int64 {
    guard let value = integer(field) else { throw .control(.unprocessableContent, "\(field) is missing") }
    return value
  }

  func flag(_ field: String) -> Bool? {
    body[field]?.bool ?? body[field]?.string.map { $0 == "true" }
  }

  func milliseconds(_ field: String) -> Duration? {
    integer(field).map { .milliseconds(max(0, min($0, 86_400_000))) }
  }

  func parameter(_ name: String) -> String { request.parameter(name) ?? "" }
}

typealias ControlHandler = @Sendable (inout SandboxState, ControlInput) throws(Refusal) -> JSONValue
