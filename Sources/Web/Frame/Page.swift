internal import HTTP
internal import Templates

/// A template with the answer around it.
struct Page<Model: TemplateModel>: Sendable {
  private let template: PageTemplate<Model>

  init(_ templates: TemplateStore, _ name: String) throws(TemplateError) {
    template = try templates.page(name, layout: nil, of: Model.self)
  }

  func answer(_ model: Model, status: Status = .ok) -> Response {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(48 * 1024)
    template.render(model, into: &bytes)
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
