import Foundation
import HTTP
import HTTPClient
import Postgres
import Sandbox
import Storage
import TestKit

/// The product as child processes on a database of its own.
struct TestProduct: Sendable {
  let address: String
  /// Of every process of this product.
  let environment: [String: String]
  let http: PlainClient
  let logs: String
  private let owner: ScriptSession

  /// - Parameters:
  ///   - databaseURL: what the product is told, if not the database's own address.
  ///   - extra: further variables.
  static func prepare(sandbox: String, logs: String, databaseURL: String? = nil, extra: [String: String] = [:]) async throws -> TestProduct
  {
    let listen = "127.0.0.1:\(try FreePort.take())"
    let environment = [
      "DATABASE_URL": databaseURL ?? TestDatabase.current.ownerURL, "AUTOFLOW_LISTEN": listen, "AUTOFLOW_PUBLIC_URL": "http://\(listen)",
      "ASANA_API_URL": sandbox + "/asana/api/1.0", "GITHUB_API_URL": sandbox + "/github",
      "DEMO_ASANA_TOKEN": "sandbox-asana-token", "DEMO_GITHUB_TOKEN": "sandbox-github-token",
      "DEMO_GITHUB_WEBHOOK_SECRET": "sandbox-webhook-secret",
    ]
    let owner = try await ScriptSession.open(DatabaseConfiguration(url: TestDatabase.current.ownerURL), loops: TestDatabase.loops)
    try await owner.run("SELECT set_config('app.scope', 'system', false)")
    return TestProduct(
      address: "http://\(listen)", environment: environment.merging(extra) { _, new in new }, http: try PlainClient("http://\(listen)"),
      logs: logs, owner: owner)
  }

  // MARK: Processes

  /// Starts a command and does not wait for it.
  func start(_ arguments: [String], _ changes: [String: String?] = [:]) throws -> ChildProcess {
    var environment = environment
    for (name, value) in changes { environment[name] = value }
    return try ChildProcess(arguments, environment: environment, logs: logs)
  }

  /// Runs a command to its end.
  /// - Parameter changes: variables that differ for it; nil takes one away.
  func run(_ arguments: [String], _ changes: [String: String?] = [:]) async throws -> (status: Int32, output: String) {
    let process = try start(arguments, changes)
    return (try await process.waitForExit(), process.output)
  }

  /// Applies a project file.
  /// - Returns: what the command printed.
  @discardableResult
  func apply(_ project: JSONValue) async throws -> String {
    let result = try await run(["project", "apply", try write(project)])
    guard result.status == 0 else { throw GaveUp(description: "project apply: \(result.output)") }
    return result.output
  }

  /// - Returns: the file's path.
  func write(_ project: JSONValue) throws -> String {
    let path = "\(logs)/project-\(UInt32.random(in: 1...UInt32.max)).json"
    try Data(project.bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  func serve(_ arguments: [String] = []) async throws -> ChildProcess {
    let process = try start(["serve"] + arguments)
    try await eventually("serve") {
      if process.status != nil { throw GaveUp(description: "serve ended: \(process.output)") }
      return try? await http.send(.get, "/readyz").status == 200 ? true : nil
    }
    return process
  }

  /// A worker alone that notices the death of another after two and a half seconds.
  func work() async throws -> ChildProcess {
    let process = try start(["work", "--lease", "2"])
    try await eventually("a worker") { process.output.contains("working") }
    return process
  }

  // MARK: Data

  /// Rows as objects; the session sees every project.
  func rows(_ query: String) async throws -> [JSONValue] {
    let rows = try await owner.run("SELECT to_jsonb(answer)::text FROM (\(query)) AS answer")
    return try (rows.map(Array.init) ?? []).compactMap { JSONValue(parsing: Array(try $0.text(0).utf8)) }
  }

  func count(_ query: String) async throws -> Int64 {
    try await rows("SELECT count(*) AS n FROM \(query)").first?["n"]?.integer ?? -1
  }

  /// Runs a command with the owner's rights.
  func change(_ sql: String) async throws { try await owner.run(sql) }

  func close() { owner.close() }
}
