internal import HTTP

extension Sandbox {
  var pageRoutes: [Route] { [] }
}
