internal import Actions
internal import HTTP
internal import Messages
internal import Templates

/// What is wrong with one field of a form, in the language of the page.
struct FieldFault: Sendable, Equatable {
  /// Name of the field; nil for the form as a whole.
  let field: String?
  let text: String

  init(_ error: ActionError, _ words: Words) {
    field = if case .invalid(let field, _) = error { field } else { nil }
    text = words(Failure(error).text)
  }

  init(_ field: String, _ text: String) {
    self.field = field
    self.text = text
  }
}

extension FieldFault? {
  /// The text for a field, or for the form as a whole.
  func note(_ field: String?) -> Note? {
    guard let self, self.field == field else { return nil }
    return Note(text: self.text)
  }
}

extension ActionError {
  /// Whether the form is shown again with what is wrong, instead of a page that says so.
  var isAboutForm: Bool {
    switch self {
    case .invalid, .wrongCredentials, .throttled, .overloaded: true
    case .forbidden, .notFound, .gone: false
    }
  }
}

extension Response {
  /// With the header that says when it may be tried again, if the error knows.
  func retrying(after error: ActionError) -> Response {
    guard let seconds = Failure(error).retryAfter else { return self }
    var response = self
    response.headers.set("retry-after", FieldValue(seconds))
    return response
  }
}
