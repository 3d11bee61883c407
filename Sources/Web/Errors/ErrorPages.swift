package import HTTP
internal import Messages
internal import Log
internal import Templates

/// Turns errors into pages, and logs each once, with the request's id.
package struct ErrorPages: Sendable {
  private let template: Page<ErrorModel>
  private let catalogues: Catalogues
  private let chrome: Chrome
  private let log: Log

  init(templates: LocalisedTemplates, chrome: Chrome, log: Log) throws(TemplateError) {
    template = try Page(templates, "error")
    catalogues = templates.catalogues
    self.chrome = chrome
    self.log = log
  }

  /// The answer to what a handler threw.
  package func answer(to error: any Error, _ request: Request) -> Response {
    if case PageError.signInFirst(let next) = error {
      let query = next.map { $0.text == "/app" ? "" : "?next=" + PercentEncoding.encode($0.text) } ?? ""
      return .seeOther("/login" + query)
    }
    if case PageError.secondFactorFirst = error, request.method == .get || request.method == .head {
      return .seeOther(SecondFactorScreen.path)
    }
    let failure = Failure(error)
    if failure.status.code >= 500 {
      log.error(
        "request failed",
        [
          ("request", .text(request.id)), ("status", .integer(Int64(failure.status.code))), ("path", .text(request.path)),
          ("error", .text(String(describing: error))),
        ])
    } else {
      log.debug("request refused", [("request", .text(request.id)), ("error", .text(String(describing: error)))])
    }
    return page(failure, request)
  }

  /// The answer of the router: 400, 404 or 405.
  package func missing(_ request: Request, _ status: Status, _ headers: Headers) -> Response {
    var response = page(Failure(missing: status), request)
    for field in headers.fields { response.headers.set(field.name, field.value) }
    return response
  }

  private func page(_ failure: Failure, _ request: Request) -> Response {
    let words = catalogues.words(Language(request))
    let model = ErrorModel(
      frame: chrome.frame(title: words(failure.title), request: request, words: words), status: failure.status.code,
      text: words(failure.text), request: request.id)
    var response = template.answer(model, in: words.language, status: failure.status)
    if let seconds = failure.retryAfter { response.headers.set("retry-after", FieldValue(seconds)) }
    response.headers.set("content-security-policy", SecurityHeaders.errorPage)
    return response
  }
}

/// Model of `error.mustache`.
struct ErrorModel: TemplateModel {
  let frame: Frame
  let status: Int
  let text: String
  let request: String

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .number("status", \.status), .text("title", \.frame.title), .text("text", \.text),
      .section("request") { $0.request.isEmpty ? nil : RequestName(id: $0.request) },
      .section("back") { Link(label: $0.frame.words("error.back"), href: "/app") },
    ]
  }

  struct RequestName: TemplateModel {
    let id: String
    static var fields: Fields<Self> { [.text("id", \.id)] }
  }
}
