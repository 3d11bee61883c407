import EventLoop
import Postgres
import TestKit
import Testing

@Suite(.notes, .timeLimit(.minutes(15)))
struct FailureTests {
  private func terminate(_ process: Int64) async throws {
    try await TestDatabase.current.runAsOwner("SELECT pg_terminate_backend(\(process))")
  }

  @Test("A statement that takes too long ends with a timeout, and the connection goes on")
  func statementTimeout() async throws {
    let database = TestDatabase.current.connect(role: nil) { $0.statementTimeout = .milliseconds(50) }
    #expect(await failure { _ = try await database.query(SQL.sleep, ["30"]) } == .timeout)
    #expect(await failure { _ = try await database.transaction { try await $0.query(SQL.sleep, ["30"]) } } == .timeout)
    #expect(try await database.query(SQL.one)[0].int(0) == 1)
    await database.close()
  }

  @Test("Ending the server's process fails what is under way with connectionLost, and the next request connects anew")
  func terminated() async throws {
    let events = Log<DatabaseEvent>()
    var configuration = DatabaseConfiguration(url: TestDatabase.current.ownerURL, connectionsPerLoop: 1)
    configuration.transactionsPerLoop = 1
    let group = EventLoopGroup(count: 1)
    let database = Database(configuration: configuration, loops: group) { events.append($0) }
    try await database.ping()
    let gate = try await Gate.closed(key: 1)
    async let stopped = failure { _ = try await database.query(SQL.gate, [.int(gate.key)]) }
    async let behind = failure { _ = try await database.query(SQL.one) }
    try await terminate(gate.waiting())
    #expect(await stopped == .connectionLost)
    // It was sent behind the stopped one, or it came after the loss and connected anew.
    #expect([nil, .connectionLost].contains(await behind))
    #expect(try await database.query(SQL.one)[0].int(0) == 1)
    #expect(events.all == [.connected(loop: 0), .connectionLost(loop: 0), .connected(loop: 0)])
    try await gate.open()
    await database.close()
    group.shutdown()
  }

  @Test("A transaction whose connection is lost fails, and nothing of it is repeated")
  func terminatedTransaction() async throws {
    let database = TestDatabase.current.connect(role: nil)
    let gate = try await Gate.closed(key: 2)
    async let outcome = failure {
      try await database.transaction { transaction in
        try await transaction.execute(SQL.addCounter, ["lost", 1])
        _ = try await transaction.query(SQL.gate, [.int(gate.key)])
      }
    }
    try await terminate(gate.waiting())
    #expect(await outcome == .connectionLost)
    try await gate.open()
    #expect(try await database.query(SQL.counter, ["lost"]).isEmpty)
    await database.close()
  }

  @Test("A connection ended while idle is noticed, and the next request does not fail")
  func terminatedIdle() async throws {
    let events = Log<DatabaseEvent>()
    let configuration = DatabaseConfiguration(url: TestDatabase.current.ownerURL, connectionsPerLoop: 1)
    let group = EventLoopGroup(count: 1)
    let database = Database(configuration: configuration, loops: group) { events.append($0) }
    try await terminate(database.query(SQL.process)[0].int(0))
    _ = try await eventually { events.all.contains(.connectionLost(loop: 0)) ? true : nil }
    try await database.ping()
    await database.close()
    group.shutdown()
  }

  @Test("When all connections are leased, waiting ends with poolExhausted; when too many wait, at once")
  func exhausted() async throws {
    let group = EventLoopGroup(count: 1)
    var configuration = DatabaseConfiguration(url: TestDatabase.current.ownerURL, transactionsPerLoop: 1)
    configuration.waitTimeout = .seconds(1)
    let patient = Database(configuration: configuration, loops: group)
    configuration.maximumWaiting = 0
    let strict = Database(configuration: configuration, loops: group)
    let inner = try await patient.transaction { transaction in
      _ = try await transaction.query(SQL.one)
      return await failure { _ = try await patient.transaction { try await $0.query(SQL.one) } }
    }
    #expect(inner == .poolExhausted)
    #expect(await failure { try await strict.ping() } == .poolExhausted)
    #expect(try await patient.transaction { try await $0.query(SQL.one)[0].int(0) } == 1)
    await patient.close()
    await strict.close()
    group.shutdown()
  }

  @Test("Cancellation ends waiting for a connection and leaves statements that were sent alone")
  func cancelled() async throws {
    let group = EventLoopGroup(count: 1)
    let configuration = DatabaseConfiguration(
      url: TestDatabase.current.ownerURL, connectionsPerLoop: 1, transactionsPerLoop: 1)
    let database = Database(configuration: configuration, loops: group)
    try await database.transaction { transaction in
      _ = try await transaction.query(SQL.one)
      let waiting = Task { await failure { _ = try await database.transaction { try await $0.query(SQL.one) } } }
      waiting.cancel()
      #expect(await waiting.value == .cancelled)
    }
    let gate = try await Gate.closed(key: 3)
    let sent = Task { try await database.query(SQL.gate, [.int(gate.key)]).count }
    _ = try await gate.waiting()
    sent.cancel()
    try await gate.open()
    #expect(try await sent.value == 1)
    #expect(try await database.query(SQL.echo, [3])[0].int(0) == 3)
    await database.close()
    group.shutdown()
  }

  @Test("Cancelling many tasks at random moments never mixes up answers", arguments: [1, 2, 3] as [UInt64])
  func cancelledAtRandom(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    let database = TestDatabase.current.connect(role: nil) { $0.maximumInFlight = 4 }
    let tasks = (0..<200 as Range<Int64>).map { number in
      (Bool.random(using: &random), Task { try await database.query(SQL.echo, [.int(number)])[0].int(0) == number })
    }
    for (isCancelled, task) in tasks where isCancelled { task.cancel() }
    for (isCancelled, task) in tasks {
      switch await task.result {
      case .success(let isRight): #expect(isRight, "seed \(seed)")
      case .failure(let error): #expect(isCancelled && error as? DatabaseError == .cancelled, "seed \(seed): \(error)")
      }
    }
    await database.close()
  }

  @Test(
    "An address that cannot be used fails within the wait and keeps its password to itself",
    arguments: [
      "postgresql://someone:s3cretword@127.0.0.1:1/none", "postgresql://someone:s3cretword", "host=127.0.0.1 port=1 password=s3cretword",
      "password=s3cretword nonsense",
    ])
  func secret(url: String) async throws {
    let events = Log<DatabaseEvent>()
    let group = EventLoopGroup(count: 1)
    let configuration = DatabaseConfiguration(url: url, waitTimeout: .seconds(2))
    let database = Database(configuration: configuration, loops: group) { events.append($0) }
    let error = await failure { try await database.ping() }
    guard case .connectFailed(let reason) = error else { throw TestFailure("\(String(describing: error))") }
    #expect(!reason.isEmpty && !reason.contains("s3cretword"))
    #expect(!events.all.isEmpty && !"\(events.all)".contains("s3cretword"))
    await database.close()
    group.shutdown()
  }

  @Test("A database or role that does not exist is reported without waiting")
  func unknownDatabase() async throws {
    let database = TestDatabase.current.connect(role: "nobody_at_all") { $0.waitTimeout = .seconds(50) }
    guard case .connectFailed(let reason) = await failure({ try await database.ping() }) else { throw TestFailure("connected") }
    #expect(reason.contains("nobody_at_all"))
    await database.close()
  }

  @Test("After close, requests are refused; what was under way finishes first")
  func closed() async throws {
    let database = TestDatabase.current.connect(role: nil)
    let gate = try await Gate.closed(key: 4)
    async let last = database.query(SQL.gate, [.int(gate.key)]).count
    _ = try await gate.waiting()
    async let closing: Void = database.close()
    try await gate.open()
    await closing
    #expect(try await last == 1)
    #expect(await failure { try await database.ping() } == .closed)
    #expect(await failure { _ = try await database.transaction { try await $0.execute(SQL.one) } } == .closed)
  }
}
