internal import Crypto
internal import EventLoop
internal import HTTP
internal import HTTPServer
internal import Log
internal import Storage

/// The screens with everything they use.
struct WebComposition: Sendable {
  private let files: StaticFiles

  init(_ configuration: Configuration, _ stores: Stores, _ runtime: Runtime) throws {
    files = try StaticFiles(
      folder: try ProgramFolder(runtime.variables).assets, reloads: configuration.environment == .development,
      digest: { String(Hex.encode(SHA256.digest($0)).prefix(16)) })
  }

  var routes: [Route] { files.routes }

  func publish(_ payload: String) {}
  func close() {}

  func answer(_ error: any Error, _ request: Request) async -> Response { .text(.internalServerError, "\(error)") }

  func missing(_ request: Request, _ status: Status, _ headers: Headers) async -> Response {
    var response = Response.text(status, status.reason + "\n")
    for (name, value) in headers.fields { response.headers.set(name, value) }
    return response
  }
}
