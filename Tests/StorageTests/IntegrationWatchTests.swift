import Domain
import Storage
import TestKit
import Testing
import Worker

@Suite(.database, .timeLimit(.minutes(15)))
struct IntegrationWatchTests {
  private struct Bench {
    let tenant: Tenant
    let store: IntegrationStore
    let observe: CallObserver

    init() async throws {
      tenant = try await Tenant.make()
      store = IntegrationStore(database: tenant.database)
      observe = IntegrationWatch(store: store).observer(of: .github, project: tenant.project)
    }

    func see(_ failure: PortError?, isWrite: Bool = false) async { await observe(CallOutcome(failure: failure, isWrite: isWrite)) }

    var failure: IntegrationCheck.Failure? {
      get async throws { try await store.list(of: tenant.project)[.github]?.failing?.failure }
    }
  }

  private static let told: [(PortError, isWrite: Bool, IntegrationCheck.Failure?)] = [
    (.unauthorised(reason: ""), false, .unauthorised), (.unauthorised(reason: ""), true, .unauthorised),
    (.forbidden(reason: ""), false, .forbidden), (.forbidden(reason: ""), true, .readOnly),
    (.notConfigured(reason: ""), false, .notConfigured), (.transient(reason: ""), true, nil),
    (.rateLimited(retryAfter: .seconds(1)), false, nil),
    (.notFound(reason: ""), false, nil), (.rejected(reason: ""), true, nil), (.malformed(reason: ""), false, nil),
  ]

  @Test("Only what says something about the token is noted", arguments: told)
  func noted(failure: PortError, isWrite: Bool, expected: IntegrationCheck.Failure?) async throws {
    let bench = try await Bench()
    await bench.see(failure, isWrite: isWrite)
    #expect(try await bench.failure == expected)
    #expect(try await bench.store.list(of: bench.tenant.project).isEmpty == (expected == nil))
  }

  @Test("The next call that works ends a failure at once, however soon it comes")
  func recovery() async throws {
    let bench = try await Bench()
    for _ in 0..<3 {
      await bench.see(.unauthorised(reason: ""))
      #expect(try await bench.failure == .unauthorised)
      await bench.see(nil)
      #expect(try await bench.failure == nil)
    }
  }

  @Test("A token that may only read stays so until a call that writes has worked")
  func readOnly() async throws {
    let bench = try await Bench()
    await bench.see(.forbidden(reason: ""), isWrite: true)
    await bench.see(nil)
    #expect(try await bench.failure == .readOnly)
    await bench.see(nil, isWrite: true)
    #expect(try await bench.failure == nil)
  }

  @Test("A thousand calls that work make one write")
  func quiet() async throws {
    let bench = try await Bench()
    await bench.see(nil, isWrite: true)
    try await Tenant.run("DELETE FROM integration_checks WHERE project_id = \(bench.tenant.project)")
    for number in 0..<1000 { await bench.see(nil, isWrite: number.isMultiple(of: 2)) }
    #expect(try await bench.store.list(of: bench.tenant.project).isEmpty)
  }
}
