import Foundation
import HTTP
import Sandbox
import Synchronization
import TestKit
import Testing

/// A product and a sandbox that know each other.
struct Stage: Sendable {
  let sandbox: TestSandbox
  let product: TestProduct
  /// As `project apply` printed it.
  let githubAddress: String

  /// What runs, and how.
  struct Plan: Sendable {
    /// Arguments of `serve`; nil leaves it out.
    var serve: [String]? = []
    /// Address of the database as the product is told it.
    var databaseURL: String?
    var environment: [String: String] = [:]
    /// Changes the demonstration's project file.
    var project: @Sendable (JSONValue) -> JSONValue = { $0 }
  }

  /// Sets a stage up, plays, and takes it down whatever happened. Needs the trait `.database` on the test.
  static func play(_ plan: Plan = Plan(), _ body: (Stage) async throws -> Void) async throws {
    await Slots.shared.take()
    let logs = NSTemporaryDirectory() + "autoflow-e2e-\(UUID().uuidString)"
    let outcome: Result<Void, any Error>
    do {
      try FileManager.default.createDirectory(atPath: logs, withIntermediateDirectories: true)
      outcome = .success(try await Children.$all.withValue(Children()) { try await build(plan, logs, body) })
    } catch {
      outcome = .failure(error)
    }
    try? FileManager.default.removeItem(atPath: logs)
    await Slots.shared.giveBack()
    try outcome.get()
  }

  private static func build(_ plan: Plan, _ logs: String, _ body: (Stage) async throws -> Void) async throws {
    let outcome: Result<Void, any Error>
    do {
      let stage = try await setUp(plan, logs)
      defer { stage.product.close() }
      outcome = .success(try await body(stage))
    } catch {
      Issue.record("\(error)\n\(Children.all?.report ?? "")")
      outcome = .success(())
    }
    await Children.all?.end()
    try outcome.get()
  }

  private static func setUp(_ plan: Plan, _ logs: String) async throws -> Stage {
    let sandbox = try await TestSandbox.start(logs: logs)
    let product = try await TestProduct.prepare(
      sandbox: sandbox.address, logs: logs, databaseURL: plan.databaseURL, extra: plan.environment)
    let printed = try await product.apply(plan.project(try await sandbox.get("demo-project")))
    let line = printed.split(separator: "\n").first { $0.hasPrefix("github webhook") }
    let address = line.flatMap { $0.split(separator: " ").last }.map(String.init) ?? ""
    let stage = Stage(sandbox: sandbox, product: product, githubAddress: address)
    try await sandbox.post("github-hook", ["url": .string(address)])
    if let serve = plan.serve {
      _ = try await product.serve(serve)
      if !serve.contains("--no-worker") { try await stage.waitForHook() }
    }
    return stage
  }

  /// Waits until Asana's webhook is in place and confirmed, or so many of them are.
  func waitForHook(count: Int64 = 1) async throws {
    try await eventually("Asana's webhooks: \(count)") {
      try await product.count("asana_hooks WHERE state = 'active' AND webhook_gid IS NOT NULL") == count
    }
  }
}
