import Foundation
import Sandbox
import TestKit
import Testing

/// Commands and their exit codes, as interfaces promise them.
@Suite struct CommandTests {
  @Test(.database) func `applying a project twice changes nothing`() async throws {
    try await Stage.play { stage in
      try await stage.waitForQuiet()
      let before = try await Self.dump(stage)
      #expect(before.values.contains { !$0.isEmpty })
      try await stage.product.apply(try await stage.sandbox.get("demo-project"))
      try await stage.waitForQuiet()
      let after = try await Self.dump(stage)
      for (table, rows) in before { #expect(after[table] == rows, "\(table)") }
    }
  }

  /// Every table but the queue, without times.
  private static func dump(_ stage: Stage) async throws -> [String: [String]] {
    let tables = try await stage.product.rows(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'jobs'")
    var dump: [String: [String]] = [:]
    for name in tables.compactMap({ $0["name"]?.string }) {
      let rows = try await stage.product.rows("SELECT * FROM \"\(name)\"")
      dump[name] = rows.map { String(decoding: Self.withoutTimes($0).bytes, as: UTF8.self) }.sorted()
    }
    return dump
  }

  private static func withoutTimes(_ row: JSONValue) -> JSONValue {
    guard let members = row.members else { return row }
    return .object(
      members.filter { !$0.key.hasSuffix("_at") }.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: withoutTimes($0.value)) })
  }

  @Test(.database) func `a project file with a key nobody knows, or a secret in it, is refused by name`() async throws {
    try await Stage.play(.init(serve: nil)) { stage in
      let good = try await stage.sandbox.get("demo-project")
      let unknown = try await stage.product.run(["project", "apply", try stage.product.write(good.with(["colour": "red"]))])
      #expect(unknown.status == 2)
      #expect(unknown.output.contains("colour"))
      let github = (good["github"] ?? [:]).with(["token": "ghp_inline"])
      let inline = try await stage.product.run(["project", "apply", try stage.product.write(good.with(["github": github]))])
      #expect(inline.status == 2)
      #expect(inline.output.contains("token"))
      #expect(!inline.output.contains("ghp_inline"))
      let absent = try await stage.product.run(["project", "apply", try stage.product.write(good)], ["DEMO_GITHUB_TOKEN": nil])
      #expect(absent.status == 2)
      #expect(absent.output.contains("DEMO_GITHUB_TOKEN"))
    }
  }

  @Test(.database) func `doctor finds nothing wrong, and names the secrets another master key cannot read`() async throws {
    try await Stage.play { stage in
      let good = try await stage.product.run(["doctor"])
      #expect(good.status == 0, "\(good.output)")
      #expect(good.output.contains("demo: Asana token"))
      let other = ["AUTOFLOW_MASTER_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]
      let bad = try await stage.product.run(["doctor"], other)
      #expect(bad.status == 1)
      #expect(bad.output.contains("asana") && bad.output.contains("github") && bad.output.contains("master key"), "\(bad.output)")
      let listen = ["AUTOFLOW_LISTEN": "127.0.0.1:\(try FreePort.take())"]
      let serve = try stage.product.start(["serve", "--no-worker"], other.merging(listen) { first, _ in first })
      try await eventually("its complaint") { serve.output.contains("a secret cannot be read with this master key") }
      #expect(serve.status == nil)
    }
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let variables: [String: String?]
    /// Stands in the complaint.
    let name: String

    var testDescription: String { "\(arguments.joined(separator: " ")): \(name)" }
  }

  private static let refusals = [
    Refusal(arguments: ["serve"], variables: ["DATABASE_URL": nil], name: "DATABASE_URL"),
    Refusal(arguments: ["work"], variables: ["DATABASE_URL": nil], name: "DATABASE_URL"),
    Refusal(arguments: ["doctor"], variables: ["DATABASE_URL": nil], name: "DATABASE_URL"),
    Refusal(arguments: ["serve"], variables: ["AUTOFLOW_ENV": "production"], name: "AUTOFLOW_MASTER_KEY"),
    Refusal(
      arguments: ["serve"], variables: ["AUTOFLOW_ENV": "production", "AUTOFLOW_MASTER_KEY": "c2hvcnQ="], name: "AUTOFLOW_MASTER_KEY"),
    Refusal(arguments: ["serve"], variables: ["AUTOFLOW_MASTER_KEY_FILE": "/nowhere"], name: "AUTOFLOW_MASTER_KEY_FILE"),
    Refusal(arguments: ["serve"], variables: ["AUTOFLOW_ENV": "holiday"], name: "AUTOFLOW_ENV"),
    Refusal(arguments: ["serve"], variables: ["AUTOFLOW_LISTEN": "somewhere"], name: "AUTOFLOW_LISTEN"),
    Refusal(arguments: ["serve"], variables: ["AUTOFLOW_PUBLIC_URL": "ftp://x"], name: "AUTOFLOW_PUBLIC_URL"),
    Refusal(arguments: ["serve"], variables: ["GITHUB_API_URL": "x"], name: "GITHUB_API_URL"),
    Refusal(arguments: ["serve"], variables: ["INIT_ADMIN_TOKEN": "short"], name: "INIT_ADMIN_TOKEN"),
    Refusal(arguments: ["serve"], variables: ["AUTOFLOW_LOG": "loud"], name: "AUTOFLOW_LOG"),
    Refusal(arguments: ["serve", "--colour"], variables: [:], name: "--colour"),
    Refusal(arguments: ["work", "--lease", "1"], variables: [:], name: "--lease"),
    Refusal(arguments: ["work", "--lease"], variables: [:], name: "--lease"),
    Refusal(arguments: ["project", "apply"], variables: [:], name: "project"),
    Refusal(arguments: ["dance"], variables: [:], name: "dance"),
  ]

  @Test(.database, arguments: refusals) func `a wrong argument or variable is exit code 2 and named`(_ refusal: Refusal) async throws {
    var variables: [String: String] = ["DATABASE_URL": TestDatabase.current.ownerURL]
    for (name, value) in refusal.variables { variables[name] = value }
    let result = try await Self.run(refusal.arguments, variables)
    #expect(result.status == 2)
    #expect(result.output.contains(refusal.name), "\(result.output)")
  }

  @Test(.database, arguments: ["serve", "work", "doctor"]) func `a schema that is behind is refused`(_ command: String) async throws {
    try await TestDatabase.current.runAsOwner("DELETE FROM schema_migrations WHERE version = (SELECT max(version) FROM schema_migrations)")
    let result = try await Self.run([command], ["DATABASE_URL": TestDatabase.current.ownerURL])
    #expect(result.status == 1)
    #expect(result.output.contains("autoflow migrate") && result.output.contains(".sql"), "\(result.output)")
  }

  /// `UPDATE_GOLDEN=1` writes the file anew, in the order of the alphabet, so that two changes seldom meet.
  @Test func `the route table is the agreed one`() async throws {
    let result = try await Self.run(["routes"], [:])
    #expect(result.status == 0)
    let path = TestFolders.root + "/Tests/EndToEndTests/Golden/routes.txt"
    let sorted = result.output.split(separator: "\n").sorted().joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try sorted.write(toFile: path, atomically: true, encoding: .utf8)
    }
    let agreed = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").sorted().joined(separator: "\n") + "\n"
    #expect(agreed == sorted, "UPDATE_GOLDEN=1 writes it anew")
  }

  private static func run(_ arguments: [String], _ variables: [String: String]) async throws -> (status: Int32, output: String) {
    let logs = NSTemporaryDirectory() + "autoflow-e2e-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: logs, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: logs) }
    let process = try ChildProcess(arguments, environment: variables, logs: logs)
    defer { process.send(SIGKILL) }
    return (try await process.waitForExit(), process.output)
  }
}
