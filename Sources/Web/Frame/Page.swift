internal import HTTP
internal import Messages
internal import Templates

/// A template with the answer around it.
struct Page<Model: TemplateModel>: Sendable {
  private let templates: [Language: PageTemplate<Model>]

  init(_ templates: LocalisedTemplates, _ name: String) throws(TemplateError) {
    self.templates = try templates.page(name, of: Model.self)
  }

  func answer(_ model: Model, in language: Language, status: Status = .ok) -> Response {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(48 * 1024)
    templates[language]?.render(model, into: &bytes)
    return .html(status, bytes)
  }
}

extension Response {
  func setting(_ cookie: Cookie) -> Response {
    var response = self
    response.headers.append("set-cookie", cookie.headerValue)
    return response
  }

  /// Forgets the message that this page has shown, if it has shown one.
  func forgettingFlash(_ request: Request, _ site: Site) -> Response {
    Flash.Code(request) == nil ? self : setting(Flash.Code.forgotten(isSecure: site.isSecure))
  }
}
