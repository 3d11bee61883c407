import HTTP
import Sandbox
import TestKit
import Testing

/// S3-020, S3-021, S3-039: several Asana projects are one board, and one choice of fields serves all of them.
@Suite struct SeveralProjectsTests {
  private static let plan = Stage.Plan(environment: ["INIT_ADMIN_TOKEN": SignedIn.token])
  private static let demo = "1200000000000002"

  private static func choose(_ projects: [String], _ admin: SignedIn) async throws {
    let fields = projects.map { "project=\(PercentEncoding.encode($0))" }
    try await admin.press("/p/demo/settings/asana/projects", (["workspace=1200000000000001"] + fields).joined(separator: "&"))
  }

  private static func watched(_ stage: Stage) async throws -> Set<String> {
    let hooks = try await stage.sandbox.state().asanaWebhooks
    return Set(hooks.filter { $0["active"]?.bool == true }.compactMap { $0["resource"]?["gid"]?.string })
  }

  @Test(.database) func `tasks of two Asana projects go through one board`() async throws {
    try await Stage.play(Self.plan) { stage in
      let admin = try await SignedIn(stage.product)
      let second = try stage.required(
        try await stage.sandbox.post("asana/projects", ["name": "Вторая доска"])["gid"]?.string, "a second project")
      #expect(try await admin.read("/p/demo/settings/asana/projects").contains("Вторая доска"))
      try await Self.choose([Self.demo, second], admin)
      try await stage.waitForHook(count: 2)
      try await stage.waitForQuiet()
      #expect(try await Self.watched(stage) == [Self.demo, second])
      let settings = try await admin.read("/p/demo/settings")
      #expect(settings.contains("Вторая доска") && !settings.contains("does not have the field"))

      let gids = [try await stage.createTask("Of the first"), try await stage.createTask("Из второй", in: second)]
      for gid in gids {
        try await stage.merge(try await stage.waitForPull(gid))
        try await stage.waitForEnd(gid)
      }
      let board = try await admin.read("/p/demo")
      #expect(board.contains("Of the first") && board.contains("Из второй"))
      #expect(!board.contains(Self.demo) && !board.contains(second), "there is no filter by Asana project")

      // One that is not watched any more loses its webhook; what came from it stays.
      try await Self.choose([Self.demo], admin)
      try await stage.waitForHook()
      try await eventually("one webhook in Asana") { try await Self.watched(stage) == [Self.demo] }
      let late = try await stage.createTask("Too late", in: second)
      let next = try await stage.createTask("Next")
      _ = try await stage.waitForIssue(next)
      #expect(try await stage.task(late) == nil)
      #expect(try await admin.read("/p/demo").contains("Из второй"))
    }
  }
}
