internal import HTTP

/// `/sandbox`: the page and its forms, which do what the JSON API does and answer 303.
extension Sandbox {
  private static let pagePath = "/sandbox"

  func pageRoutes(_ page: SandboxPage) -> [Route] {
    [
      Route(.get, "/sandbox", access: "public", name: "sandbox.page", bodyLimit: 0) { _ in
        .html(.ok, world.with { page.render($0, message: nil) })
      },
      // Where the links of the stand-ins lead.
      Route(.get, "/sandbox/github/*path", access: "public", name: "sandbox.page.github", bodyLimit: 0) { request in
        .seeOther(Self.pagePath + Self.section(request.parameter("path") ?? ""))
      },
      Route(.get, "/sandbox/asana/*path", access: "public", name: "sandbox.page.asana", bodyLimit: 0) { _ in
        .seeOther(Self.pagePath + "#tasks-title")
      },
    ] + ControlAPI.writings.map { formRoute($0, page) }
  }

  private static func section(_ path: String) -> String {
    if path.contains("/pull/") { return "#pulls-title" }
    return path.contains("/actions/") ? "#runs-title" : "#issues-title"
  }

  private func formRoute(_ operation: ControlAPI.Operation, _ page: SandboxPage) -> Route {
    Route(
      .post, RoutePattern(stringLiteral: Self.pagePath + operation.pattern), access: "public", name: "sandbox.page.\(operation.name)",
      bodyLimit: 1 << 20
    ) { request in
      do throws(Refusal) {
        _ = try world.control(request, try Self.formBody(request, operation.name), operation.handler)
        return .seeOther(Self.pagePath)
      } catch {
        let message = JSONValue(parsing: error.response.bodyBytes)?["error"]?.string ?? "That did not work."
        return .html(error.response.status, world.with { page.render($0, message: message) })
      }
    }
  }

  /// A box that is not ticked is not sent.
  private static func formBody(_ request: Request, _ name: String) throws(Refusal) -> JSONValue {
    guard let fields = FormFields(urlEncoded: request.body) else { throw .control(.badRequest, "The form could not be read.") }
    let unticked: JSONValue = name == "tasks.update" ? ["completed": false] : [:]
    return unticked.merging(.object(fields.pairs.map { .init(key: $0.name, value: .string($0.value)) }))
  }
}
