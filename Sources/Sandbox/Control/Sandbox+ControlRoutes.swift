internal import HTTP

/// `/sandbox/api`: JSON in, JSON out, no authentication; the sandbox listens where only its user can reach it.
extension Sandbox {
  static let controlPrefix = "/sandbox/api"

  var controlRoutes: [Route] {
    (ControlAPI.readings + ControlAPI.writings).map(controlRoute) + [
      Route(.get, "/sandbox/api/demo-env", access: "public", name: "sandbox.control.demo-env", bodyLimit: 0) { request in
        .text(.ok, world.with { $0.demoEnvironment })
      }
    ]
  }

  private func controlRoute(_ operation: ControlAPI.Operation) -> Route {
    Route(
      operation.method, RoutePattern(stringLiteral: Self.controlPrefix + operation.pattern), access: "public",
      name: "sandbox.control.\(operation.name)", bodyLimit: 4 << 20
    ) { request in
      do throws(Refusal) {
        return .document(.ok, try world.control(request, try Self.jsonBody(request), operation.handler))
      } catch {
        return error.response
      }
    }
  }

  private static func jsonBody(_ request: Request) throws(Refusal) -> JSONValue {
    if request.body.isEmpty { return [:] }
    guard let body = JSONValue(parsing: request.body), body.members != nil else {
      throw .control(.badRequest, "the body is not a JSON object")
    }
    return body
  }
}

extension SandboxWorld {
  func control(_ request: Request, _ body: JSONValue, _ handler: ControlHandler) throws(Refusal) -> JSONValue {
    try with { (state) throws(Refusal) -> JSONValue in
      state.noteHost(request)
      return try handler(&state, ControlInput(body: body, request: request))
    }
  }
}
