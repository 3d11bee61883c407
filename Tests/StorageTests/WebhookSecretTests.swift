import Crypto
import Domain
import HTTP
import Log
import Storage
import TestKit
import Testing
import Webhooks

/// Whose signature counts when, without a server in front: each test has a project of its own.
@Suite(.database, .timeLimit(.minutes(15)))
struct WebhookSecretTests {
  private struct Noon: Clock {
    var now: Timestamp { Tenant.time(0) }
  }

  private struct Bench {
    let tenant: Tenant
    let vault: SecretVault
    let hooks: HookStore
    private let router: Router

    init() async throws {
      tenant = try await Tenant.make()
      vault = SecretVault(database: tenant.database, master: MasterKey(SymmetricKey.random()))
      hooks = HookStore(database: tenant.database, vault: vault)
      let endpoints = WebhookEndpoints(
        projects: tenant.projects, vault: vault, hooks: hooks, intake: DeliveryIntake(database: tenant.database), clock: Noon(), log: .none)
      router = Router(
        endpoints.routes, onError: { _, _ in Response(.internalServerError) },
        onMissing: { _, status, headers in Response(status, headers: headers) })
    }

    func post(_ path: String, query: String? = nil, body: String, _ fields: [(String, String)]) async -> Status {
      var bytes: [UInt8] = []
      var ranges: [RequestHead.FieldRange] = []
      for (name, value) in fields {
        let start = bytes.count
        bytes += name.utf8
        let middle = bytes.count
        bytes += value.utf8
        ranges.append(.init(name: start..<middle, value: middle..<bytes.count))
      }
      let head = RequestHead(method: .post, path: path, query: query, minorVersion: 1, bytes: bytes, fields: ranges)
      return await router.plan(head).respond(Request(head: head, body: Array(body.utf8), id: "test")).status
    }

    func github(_ secret: String, delivery: String) async -> Status {
      let body = #"{"zen":"Design for failure.","hook_id":1}"#
      let signature = Hex.encode(HMAC.sha256(key: Array(secret.utf8), message: Array(body.utf8)))
      return await post(
        "/webhooks/github/\(tenant.publicID)", body: body,
        [("x-hub-signature-256", "sha256=\(signature)"), ("x-github-event", "ping"), ("x-github-delivery", delivery)])
    }

    func asana(_ secret: String, token: String) async -> Status {
      let body = #"{"events":[]}"#
      let signature = Hex.encode(HMAC.sha256(key: Array(secret.utf8), message: Array(body.utf8)))
      return await post("/webhooks/asana/\(tenant.publicID)", query: "hook=\(token)", body: body, [("x-hook-signature", signature)])
    }
  }

  @Test("A secret counts from the moment it is saved, although requests were refused for the lack of it just before")
  func saved() async throws {
    let bench = try await Bench()
    #expect(await bench.github("one", delivery: "1") == .unauthorized)
    try await bench.vault.save(SecretBytes("one"), as: .githubWebhook, project: bench.tenant.project)
    #expect(await bench.github("one", delivery: "2") == .ok)
    try await bench.vault.save(SecretBytes("two"), as: .githubWebhook, project: bench.tenant.project)
    #expect(await bench.github("two", delivery: "3") == .ok)
    #expect(await bench.github("one", delivery: "4") == .unauthorized)
    #expect(try await bench.tenant.count("deliveries") == 2)
    #expect(try await bench.tenant.count("github_hook_health", "failures = 2") == 1)
  }

  @Test("The secret of one Asana webhook opens no other one's address, and addresses nobody made are refused whatever their length")
  func addresses() async throws {
    let bench = try await Bench()
    let tokens = ["77", "78"].map { _ in RandomSource.system.token(bytes: 32) }
    for (token, gid) in zip(tokens, ["77", "78"]) {
      try await Tenant.run("INSERT INTO asana_projects (project_id, gid) VALUES (\(bench.tenant.project), '\(gid)')")
      try await bench.hooks.begin(token: token, asanaProject: gid, target: "x", project: bench.tenant.project)
      #expect(try await bench.hooks.shake(token: token, secret: SecretBytes("secret \(gid)"), project: bench.tenant.project))
    }
    #expect(await bench.asana("secret 77", token: tokens[0]) == .ok)
    #expect(await bench.asana("secret 77", token: tokens[1]) == .unauthorized)
    #expect(await bench.asana("secret 77", token: "") == .unauthorized)
    #expect(await bench.asana("secret 77", token: RandomSource.system.token(bytes: 32)) == .unauthorized)
    #expect(await bench.asana("secret 77", token: String(repeating: "x", count: 5000)) == .notFound)
  }
}
