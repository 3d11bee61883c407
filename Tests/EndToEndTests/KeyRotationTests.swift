import Crypto
import Domain
import Glibc
import Postgres
import Storage
import TestKit
import Testing

/// `autoflow secrets` with real processes.
@Suite struct KeyRotationTests {
  static let (old, new) = (KeyText(), KeyText())

  /// A master key as it stands in the environment.
  struct KeyText: Sendable {
    let text = Base64.encode(RandomSource.system.bytes(32))

    var key: MasterKey { get throws { try MasterKey(base64: text) } }
  }

  static let before = ["AUTOFLOW_MASTER_KEY": old.text]
  static let during = ["AUTOFLOW_MASTER_KEY": new.text, "AUTOFLOW_MASTER_KEY_PREVIOUS": old.text]
  static let after = ["AUTOFLOW_MASTER_KEY": new.text]

  /// Projects beside the demonstration's, so that a rotation takes several transactions.
  private static func makeProjects(_ count: Int) async throws -> [ProjectID] {
    let vault = SecretVault(database: TestDatabase.current.database, master: try old.key)
    let projects = ProjectStore(database: TestDatabase.current.database)
    var made: [ProjectID] = []
    for number in 0..<count {
      let project = try #require(try await projects.create(slug: "extra-\(number)", name: "Extra", admin: nil, by: .command)).id
      try await vault.save(SecretBytes("secret \(number)"), as: .githubToken, project: project)
      made.append(project)
    }
    return made
  }

  private static func moved(_ stage: Stage) async throws -> Int64 {
    let id = Hex.encode(try new.key.key.id.bytes)
    return try await stage.product.count("project_keys WHERE encode(substring(wrapped FROM 2 FOR 8), 'hex') = '\(id)'")
  }

  @Test(.database) func `a rotation killed in the middle is finished by the next one, while the product runs`() async throws {
    try await Stage.play(.init(serve: nil, environment: Self.before)) { stage in
      let projects = try await Self.makeProjects(120)
      let serve = try stage.product.start(["serve"], Self.during.mapValues { $0 })
      try await stage.waitForHook()

      // A transaction of ours holds one key, so the rotation stops there with some batches behind it.
      let holder = try await ScriptSession.open(DatabaseConfiguration(url: TestDatabase.current.ownerURL), loops: TestDatabase.loops)
      try await holder.run("SET app.scope = 'system'; BEGIN; SELECT FROM project_keys WHERE project_id = \(projects[80]) FOR UPDATE")
      let rotation = try stage.product.start(["secrets", "rotate"], Self.during.mapValues { $0 })
      try await eventually("a rotation that waits") {
        try await stage.product.count("pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0
      }
      try await rotation.crash()
      try await holder.run("ROLLBACK")
      holder.close()
      let half = try await Self.moved(stage)
      #expect(half > 0 && half < 121, "\(half)")

      let doctor = try await stage.product.run(["doctor"], Self.during.mapValues { $0 })
      #expect(doctor.output.contains("previous master key") && doctor.output.contains("\(121 - half)"), "\(doctor.output)")
      let second = try await stage.product.run(["secrets", "rotate"], Self.during.mapValues { $0 })
      #expect(second.status == 0, "\(second.output)")
      #expect(second.output.contains("\(121 - half) project keys"), "\(second.output)")
      #expect(try await Self.moved(stage) == 121)
      let check = try await stage.product.run(["secrets", "check"], Self.after.mapValues { $0 })
      #expect(check.status == 0, "\(check.output)")

      let vault = SecretVault(database: TestDatabase.current.database, master: try Self.new.key)
      for (number, project) in projects.enumerated() {
        #expect(try await vault.find(.githubToken, project: project) == SecretBytes("secret \(number)"))
      }
      #expect(serve.status == nil)
      let gid = try await stage.createTask()
      _ = try await stage.waitForPull(gid)
    }
  }

  @Test(.database) func `a rotation without the key that sealed something names it and exits with 1`() async throws {
    try await Stage.play(.init(serve: nil, environment: Self.before)) { stage in
      let rotation = try await stage.product.run(["secrets", "rotate"], Self.after.mapValues { $0 })
      #expect(rotation.status == 1)
      #expect(rotation.output.contains("cannot open the key of project demo"), "\(rotation.output)")
      #expect(rotation.output.contains("AUTOFLOW_MASTER_KEY_PREVIOUS"))
      let check = try await stage.product.run(["secrets", "check"], Self.after.mapValues { $0 })
      #expect(check.status == 1)
      #expect(check.output.contains("cannot read asana.token of project demo"), "\(check.output)")
      let good = try await stage.product.run(["secrets", "check"])
      #expect(good.status == 0 && good.output.contains("0 not"), "\(good.output)")
      let none = try await stage.product.run(["secrets"])
      #expect(none.status == 2)
    }
  }

  @Test(.database, arguments: [("AUTOFLOW_MASTER_KEY_PREVIOUS", "c2hvcnQ="), ("AUTOFLOW_MASTER_KEY_PREVIOUS_FILE", "/nowhere")])
  func `a malformed previous key stops the start with its name`(name: String, value: String) async throws {
    try await Stage.play(.init(serve: nil)) { stage in
      let serve = try await stage.product.run(["serve"], [name: value])
      #expect(serve.status == 2)
      #expect(serve.output.contains(name), "\(serve.output)")
    }
  }
}
