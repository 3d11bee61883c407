internal import HTTP

/// An answer other than success, thrown by a handler.
struct Refusal: Error {
  let response: Response

  /// Asana's error body: `{"errors":[{"message","help"}]}`.
  static func asana(_ status: Status, _ message: String, headers: Headers = [:]) -> Refusal {
    let help = "For more information on API status codes, read the docs on errors: https://developers.asana.com/docs/errors"
    let error: JSONValue =
      status.code == 500
      ? ["message": .string(message), "phrase": "6 sad squid snuggle softly"] : ["message": .string(message), "help": .string(help)]
    return Refusal(response: .document(status, ["errors": [error]], headers: headers))
  }

  /// GitHub's error body: `{"message","documentation_url","status"}`, with `errors` for validation failures.
  static func github(_ status: Status, _ message: String, errors: [JSONValue] = [], headers: Headers = [:]) -> Refusal {
    var body: JSONValue = ["message": .string(message)]
    if !errors.isEmpty { body = body.merging(["errors": .array(errors)]) }
    body = body.merging(["documentation_url": "https://docs.github.com/rest", "status": .string(String(status.code))])
    return Refusal(response: .document(status, body, headers: headers))
  }

  /// 422 of GitHub for one field; codes are `missing_field`, `invalid`, `already_exists`, `custom`.
  static func githubValidation(_ resource: String, _ field: String, _ code: String, _ message: String? = nil) -> Refusal {
    var error: JSONValue = ["resource": .string(resource), "field": .string(field), "code": .string(code)]
    if let message { error = error.merging(["message": .string(message)]) }
    return .github(.unprocessableContent, "Validation Failed", errors: [error])
  }

  static let githubNotFound = Refusal.github(.notFound, "Not Found")

  /// Of the sandbox's own API: `{"error": "..."}`.
  static func control(_ status: Status, _ message: String) -> Refusal {
    Refusal(response: .document(status, ["error": .string(message)]))
  }
}

extension Response {
  /// A JSON answer.
  static func document(_ status: Status, _ value: JSONValue, headers: Headers = [:]) -> Response {
    var response = Response.json(status, value.bytes)
    for field in headers.fields { response.headers.set(field.name, field.value) }
    return response
  }

  /// Bytes of a body that is not streamed.
  var bodyBytes: [UInt8] {
    if case .bytes(let bytes) = body { bytes } else { [] }
  }
}
