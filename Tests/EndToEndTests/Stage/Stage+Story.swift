import HTTP
import HTTPClient
import Sandbox

/// What people do, and what is seen of it.
extension Stage {
  /// A task in Asana, in the demonstration's project, ticked and with a repository unless told otherwise.
  /// - Returns: its gid.
  func createTask(
    _ name: String = "Export in CSV", notes: String = "Requirements:\n- a button", auto: String = "Yes", repository: String = "Api",
    in project: String? = nil
  ) async throws -> String {
    let task = try await sandbox.post(
      "tasks",
      ["name": .string(name), "notes": .string(notes), "auto": .string(auto), "repository": .string(repository), "project": .text(project)])
    return try required(task["gid"]?.string, "a gid")
  }

  /// The task's row.
  func task(_ gid: String) async throws -> JSONValue? { try await product.rows("SELECT * FROM tasks WHERE asana_gid = '\(gid)'").first }

  /// Timeline, oldest first.
  func events(_ gid: String, _ type: String? = nil) async throws -> [JSONValue] {
    let filter = type.map { "AND event_type = '\($0)'" } ?? ""
    return try await product.rows(
      """
      SELECT event.* FROM task_events AS event JOIN tasks ON tasks.project_id = event.project_id AND tasks.id = event.task_id
      WHERE asana_gid = '\(gid)' \(filter) ORDER BY event.id
      """)
  }

  /// Status names the task has shown, oldest first.
  func statuses(_ gid: String) async throws -> [String] {
    try await events(gid, "task.status_changed").compactMap { $0["ref_json"]?["to"]?.string }
  }

  @discardableResult
  func wait(_ gid: String, for status: String, within limit: Duration = .seconds(40)) async throws -> JSONValue {
    try await eventually("\(status) of \(gid)", within: limit) {
      let task = try await task(gid)
      return task?["status"]?.string == status ? task : nil
    }
  }

  /// - Returns: the number of the task's issue.
  func waitForIssue(_ gid: String) async throws -> Int64 {
    try await eventually("an issue of \(gid)") { try await task(gid)?["issue_number"]?.integer }
  }

  /// - Returns: the number of the linked pull request.
  func waitForPull(_ gid: String) async throws -> Int64 {
    try await eventually("a linked pull request of \(gid)") { try await task(gid)?["pr_number"]?.integer }
  }

  func merge(_ number: Int64, method: String = "merge") async throws {
    try await sandbox.post(
      "pulls/merge", ["repository": .string(SandboxPicture.repository), "number": .integer(number), "method": .string(method)])
  }

  /// Waits until the task is DEPLOYED and everything that follows from it has been written outside.
  func waitForEnd(_ gid: String) async throws {
    try await wait(gid, for: "DEPLOYED")
    try await eventually("completion and comments") {
      let kinds = try await events(gid).compactMap { $0["event_type"]?.string }
      return kinds.contains("asana.completed_set") && kinds.count { $0 == "comment.posted" } >= 3
    }
    try await waitForQuiet()
  }

  /// Waits until no job is left to do.
  func waitForQuiet() async throws {
    try await eventually("an empty queue") { try await product.count("jobs WHERE state IN ('pending', 'running')") == 0 }
  }

  func required<Value>(_ value: Value?, _ what: String) throws -> Value {
    guard let value else { throw GaveUp(description: "there is no \(what)") }
    return value
  }
}

extension Stage {
  /// What a person does on GitHub's page: the sandbox takes it through GitHub's own API.
  func editPull(_ number: Int64, body: String) async throws {
    let github = try PlainClient(sandbox.address)
    let answer = try await github.send(
      .patch, "/github/repos/\(SandboxPicture.repository)/pulls/\(number)", body: (["body": .string(body)] as JSONValue).bytes,
      headers: [("authorization", "Bearer sandbox-github-token")])
    guard answer.status == 200 else { throw GaveUp(description: "editing a pull request was answered \(answer.status)") }
  }
}
