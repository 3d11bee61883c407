internal import Crypto
internal import EventLoop
internal import HTTP
internal import HTTPServer
internal import Log
internal import Messages
internal import Sandbox
internal import Templates
internal import Web

/// `autoflow sandbox [--listen ADDRESS] [--demo] [--product-url URL] [--first-number N]`
enum SandboxCommand {
  static func run(_ arguments: [String], _ runtime: Runtime) async throws {
    let options = try Options(arguments, values: ["--listen", "--product-url", "--first-number"], flags: ["--demo"])
    guard let listen = ListenAddress(options["--listen"] ?? "127.0.0.1:8090"), case .tcp(let host, let port) = listen else {
      throw ConfigurationError("--listen", "an address and port such as 127.0.0.1:8090")
    }
    var settings = SandboxConfiguration.demo(address: "http://\(host):\(port)", clock: SystemClock())
    settings.productAddress = options["--product-url"]
    settings.firstNumber = Int64(try options.number("--first-number") ?? 0)
    let (page, files) = try page(runtime)
    let sandbox = Sandbox(settings, page: page, transport: WebhookSender(loops: runtime.loops).send)
    let log = Log(format: .text, threshold: .info)
    let server = HTTPServer(loops: runtime.loops, responder: sandbox.router(adding: files.routes), log: log)
    runtime.stop.attend()
    let address: ListenAddress
    do throws(ListenFailure) { address = try await server.start(on: listen) } catch { throw CommandFailure("--listen: \(error.reason)") }
    log.info("sandbox", [("page", .text("http://\(address)/sandbox"))])
    let deliveries = Task(executorPreference: runtime.loops.loops[0]) { await sandbox.run() }
    await runtime.stop.wait()
    deliveries.cancel()
    await server.drain(grace: .seconds(2))
  }

  private static func page(_ runtime: Runtime) throws -> (SandboxPage, StaticFiles) {
    let folder = try ProgramFolder(runtime.variables)
    let files = try StaticFiles(
      folder: folder.assets, bundles: [:], reloads: true, digest: { String(Hex.encode(SHA256.digest($0)).prefix(16)) })
    let words = try Catalogues(folder: folder.messages).words(.english)
    let store = try TemplateStore(
      folder: TemplateFolder(path: folder.templates), unescaped: Web.unescaped, reload: .whenChanged(now: { .now }),
      messages: { words.has($0) ? words($0) : nil })
    return (try SandboxPage(store: store, asset: files.address), files)
  }
}
