import Domain
import EventLoop
import Postgres
import Storage
import TestKit
import Testing

@Suite(.database, .timeLimit(.minutes(15)))
struct DeliveryIntakeTests {
  private func delivery(_ tenant: Tenant, _ id: String, source: DeliverySource = .github) -> NewDelivery {
    delivery(tenant.project, id, source: source)
  }

  private func delivery(_ project: ProjectID, _ id: String, source: DeliverySource = .github) -> NewDelivery {
    NewDelivery(project: project, source: source, externalID: id, event: "push", summary: #"{"kind":"push"}"#, requestID: "r-\(id)")
  }

  @Test("Deliveries from both loops at once are all stored with a job each, and visible to others when the answer is given")
  func crowd() async throws {
    let tenant = try await Tenant.make()
    let intake = DeliveryIntake(database: tenant.database)
    let other = TestDatabase.current.connect(role: "autoflow_app")
    try await withThrowingTaskGroup(of: IntakeOutcome.self) { group in
      for number in 0..<1000 {
        group.addTask(executorPreference: TestDatabase.loops.loops[number % 2]) {
          let outcome = try await intake.submit(delivery(tenant, "d\(number)"))
          if number % 50 == 0 {
            let seen = try await other.query(Self.find, [.id(tenant.project), .text("d\(number)")], scope: tenant.scope)
            #expect(seen.count == 1)
          }
          return outcome
        }
      }
      for try await outcome in group { #expect(outcome == .stored) }
    }
    await other.close()
    #expect(try await tenant.count("deliveries") == 1000)
    #expect(try await tenant.count("jobs", "kind = 'delivery' AND lane IS NULL AND request_id LIKE 'r-%'") == 1000)
    // Far fewer transactions than deliveries: they were written in groups.
    #expect(try await Tenant.number("SELECT count(DISTINCT xmin::text) FROM deliveries WHERE project_id = \(tenant.project)") < 500)
  }

  private static let find = Statement(
    "test.find_delivery",
    """
    SELECT FROM deliveries JOIN jobs ON jobs.project_id = deliveries.project_id AND delivery_id = deliveries.id
    WHERE deliveries.project_id = $1 AND external_id = $2
    """)

  @Test("Two processes that take in the same deliveries in different orders do not block each other and store each once")
  func twoProcesses() async throws {
    let tenant = try await Tenant.make()
    let second = TestDatabase.current.connect(role: "autoflow_app")
    let intakes = [DeliveryIntake(database: tenant.database), DeliveryIntake(database: second)]
    let outcomes = try await withThrowingTaskGroup(of: IntakeOutcome.self) { group in
      for number in 0..<600 {
        let id = number % 2 == 0 ? number / 2 : 299 - number / 2
        group.addTask { try await intakes[number % 2].submit(delivery(tenant, "d\(id)")) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    await second.close()
    #expect(outcomes.count { $0 == .stored } == 300)
    #expect(outcomes.count { $0 == .repeated } == 300)
    #expect(try await tenant.count("jobs") == 300)
  }

  @Test("A repeat is counted and makes no second job, within one group and later; the same id of another source or project is none")
  func repeats() async throws {
    let (tenant, other) = (try await Tenant.make(), try await Tenant.make())
    let intake = DeliveryIntake(database: tenant.database)
    let outcomes = try await withThrowingTaskGroup(of: IntakeOutcome.self) { group in
      for _ in 0..<5 { group.addTask { try await intake.submit(delivery(tenant, "same")) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.count { $0 == .stored } == 1)
    #expect(outcomes.count { $0 == .repeated } == 4)
    #expect(try await intake.submit(delivery(tenant, "same", source: .asana)) == .stored)
    #expect(try await intake.submit(delivery(other, "same")) == .stored)
    #expect(try await tenant.count("deliveries", "duplicates = 4") == 1)
    #expect(try await tenant.count("jobs") == 2)
  }

  @Test("A repeat of a delivery whose job failed gives that job another chance, from its first attempt")
  func revival() async throws {
    let tenant = try await Tenant.make()
    let intake = DeliveryIntake(database: tenant.database)
    #expect(try await intake.submit(delivery(tenant, "d")) == .stored)
    try await Tenant.run(
      "UPDATE jobs SET state = 'failed', attempts = 3, rescues = 5, finished_at = now() WHERE project_id = \(tenant.project)")
    #expect(try await intake.submit(delivery(tenant, "d")) == .revived)
    #expect(try await tenant.count("jobs", "state = 'pending' AND attempts = 0 AND rescues = 0 AND finished_at IS NULL") == 1)
    #expect(try await intake.submit(delivery(tenant, "d")) == .repeated)
  }

  @Test("A delivery for a project that is gone, or that cannot be stored, does not take its neighbours down")
  func badRow() async throws {
    let tenant = try await Tenant.make()
    let intake = DeliveryIntake(database: tenant.database)
    let outcomes = await withTaskGroup(of: IntakeOutcome?.self) { group in
      for number in 0..<60 {
        let row =
          switch number % 20 {
          case 7: delivery(ProjectID(rawValue: 987_654), "gone\(number)")
          case 8: delivery(tenant, "nul\u{0}\(number)")
          default: delivery(tenant, "d\(number)")
          }
        group.addTask { try? await intake.submit(row) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.count { $0 == .stored } == 54)
    #expect(outcomes.count { $0 == nil } == 6)
    #expect(try await tenant.count("deliveries") == 54)
    #expect(try await tenant.count("jobs") == 54)
  }

  @Test("A delivery is found again by its own project only")
  func load() async throws {
    let (tenant, other) = (try await Tenant.make(), try await Tenant.make())
    let intake = DeliveryIntake(database: tenant.database)
    _ = try await intake.submit(delivery(tenant, "d"))
    let id = DeliveryID(rawValue: try await Tenant.number("SELECT id FROM deliveries WHERE project_id = \(tenant.project)"))
    #expect(try await intake.load(id, project: tenant.project).externalID == "d")
    await #expect(throws: StorageError.self) { try await intake.load(id, project: other.project) }
  }
}
