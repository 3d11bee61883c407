import Foundation
import HTTP
import HTTPClient
import Sandbox
import TestKit

/// Asana, GitHub, the agent and CI in a process of their own, driven through `/sandbox/api`.
struct TestSandbox: Sendable {
  let process: ChildProcess
  let address: String
  private let http: PlainClient

  static func start(logs: String, firstNumber: Int = 0) async throws -> TestSandbox {
    let listen = "127.0.0.1:\(try FreePort.take())"
    let arguments = ["sandbox", "--listen", listen, "--demo", "--first-number", String(firstNumber)]
    let process = try ChildProcess(arguments, environment: [:], logs: logs)
    let sandbox = TestSandbox(process: process, address: "http://\(listen)", http: try PlainClient("http://\(listen)"))
    try await eventually("the sandbox") { try? await sandbox.http.send(.get, "/sandbox/api/calls").status == 200 ? true : nil }
    try await sandbox.post("agent", ["delay_ms": 40])
    try await sandbox.post("ci", ["delay_ms": 40])
    return sandbox
  }

  func get(_ path: String) async throws -> JSONValue { try await call(.get, path, nil) }

  @discardableResult
  func post(_ path: String, _ body: JSONValue) async throws -> JSONValue { try await call(.post, path, body.bytes) }

  private func call(_ method: HTTP.Method, _ path: String, _ body: [UInt8]?) async throws -> JSONValue {
    let answer = try await http.send(method, "/sandbox/api/" + path, body: body)
    guard answer.status < 300, let value = JSONValue(parsing: answer.body) else {
      throw GaveUp(description: "the sandbox answered \(answer.status) to \(path): \(String(decoding: answer.body, as: UTF8.self))")
    }
    return value
  }

  /// Plans something wrong with the next call or delivery that matches.
  func plan(
    _ kind: String, _ vendor: String, _ method: String? = nil, _ path: String? = nil, count: Int = 1, seconds: Int = 600,
    event: String? = nil, action: String? = nil, status: Int? = nil
  ) async throws {
    var fault: [JSONValue.Member] = [
      .init(key: "kind", value: .string(kind)), .init(key: "vendor", value: .string(vendor)),
      .init(key: "count", value: .integer(Int64(count))), .init(key: "seconds", value: .integer(Int64(seconds))),
    ]
    let texts = [("method", method), ("path", path), ("event", event), ("action", action)]
    for (key, text) in texts { if let text { fault.append(.init(key: key, value: .string(text))) } }
    if let status { fault.append(.init(key: "status", value: .integer(Int64(status)))) }
    try await post("faults", .object(fault))
  }

  /// Whether every fault that was planned has met its call.
  func hasMetFaults() async throws -> Bool {
    let faults = try await state().value["faults"]
    return faults?["requests"]?.array?.isEmpty == true && faults?["webhooks"]?.array?.isEmpty == true
  }

  func state() async throws -> SandboxPicture { SandboxPicture(value: try await get("state")) }

  /// Calls of a kind that reached a vendor, such as `POST /repos/:owner/:repo/issues`.
  func calls(_ vendor: String, _ operation: String) async throws -> (total: Int64, succeeded: Int64) {
    let count = try await get("calls")[vendor]?[operation]
    return (count?["total"]?.integer ?? 0, count?["succeeded"]?.integer ?? 0)
  }
}
