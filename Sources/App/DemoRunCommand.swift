internal import CLinux
internal import EventLoop
internal import FoundationEssentials
internal import HTTP
internal import HTTPClient
internal import Postgres
internal import Storage

/// `autoflow demo-run --sandbox URL --product URL`: one task from Asana to DEPLOYED, driven through the sandbox, watched in the database.
enum DemoRunCommand {
  static func run(_ arguments: [String], _ runtime: Runtime) async throws {
    let options = try Options(arguments, values: ["--sandbox", "--product", "--database", "--project", "--seconds"])
    let sandbox = try address(options, "--sandbox")
    let product = try address(options, "--product")
    let configuration = try Configuration(runtime.variables)
    let stores = Stores(configuration, loops: runtime.loops)
    let client = HTTPClient(
      loops: runtime.loops,
      configuration: HTTPClient.Configuration(
        userAgent: "auto-flow-demo", allowedPrivateAddresses: [sandbox.hostPort, product.hostPort], maximumConnectionsPerHost: 4))
    let demo = DemoRun(
      sandbox: DemoClient(client: client, base: sandbox), stores: stores, project: options["--project"] ?? "demo",
      loop: runtime.loops.loops[0], limit: .seconds(try options.number("--seconds") ?? 110))
    do { try await demo.run() } catch {
      await stores.database.close()
      throw error
    }
    await stores.database.close()
  }

  private static func address(_ options: Options, _ name: String) throws(ConfigurationError) -> BaseURL {
    guard let text = options[name], let base = try? BaseURL(parsing: text) else {
      throw ConfigurationError(name, "an address such as http://127.0.0.1:8090")
    }
    return base
  }
}
