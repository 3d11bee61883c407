internal import CLinux
internal import Domain
internal import EventLoop
internal import Pipeline
internal import Storage

/// The main job, step by step, each printed with the time it took.
struct DemoRun: Sendable {
  let sandbox: DemoClient
  let stores: Stores
  let project: String
  let loop: EventLoop
  let limit: Duration

  private static let repository = "acme/api"
  /// The sandbox's option that the demo project maps to it.
  private static let option = "Api"

  func run() async throws {
    guard let project = try await stores.projects.find(slug: project) else { throw CommandFailure("no project '\(project)'") }
    let clock = StepClock(limit: limit)
    let publicURL = try await waitForHooks(project, clock)
    clock.step("webhooks are in place", publicURL)
    guard let gid = try await sandbox.post(["tasks"], ["name": "Export in CSV", "notes": "Requirements:\n- a button on the board"]) else {
      throw CommandFailure("the sandbox gave no task")
    }
    clock.step("Asana task created", gid)
    try await sandbox.post(["tasks", gid], ["auto": "Yes"])
    clock.step("AutoTask ticked", "")
    try await sandbox.post(["tasks", gid], ["repository": Self.option])
    clock.step("repository chosen", Self.option)
    let task = try await follow(gid, project, clock)
    try await wait(clock, "the Asana task completed") { try await sandbox.state().task(gid)?.completed == true }
    clock.step("Asana task completed", "")
    try await report(task, project)
  }

  /// - Returns: the task, deployed.
  private func follow(_ gid: String, _ project: ProjectStore.Identity, _ clock: StepClock) async throws -> TaskID {
    let issue = try await found(clock, "an issue") { try await state(gid, project)?.issue }
    clock.step("GitHub issue created", issue.url)
    try await wait(clock, "the trigger comment") { try await state(gid, project)?.triggerComment != nil }
    clock.step("agent triggered", "/opencode implement")
    let pullRequest = try await found(clock, "a linked pull request") { try await state(gid, project)?.pullRequests.first }
    clock.step("pull request linked", "#\(pullRequest)")
    try await sandbox.post(["pulls", "merge"], ["repository": Self.repository, "number": String(pullRequest)])
    clock.step("Merge pressed", "")
    let commit = try await found(clock, "the merge commit") { try await state(gid, project)?.mergeCommit }
    clock.step("merged, waiting for CI", String(commit.prefix(12)))
    try await wait(clock, "DEPLOYED") { try await state(gid, project)?.status == .deployed }
    clock.step("DEPLOYED", "")
    guard let task = try await stores.ledger.findTask(asanaGID: gid, project: project.id) else { throw CommandFailure("the task is gone") }
    return task
  }

  private func state(_ gid: String, _ project: ProjectStore.Identity) async throws -> TaskState? {
    guard let task = try await stores.ledger.findTask(asanaGID: gid, project: project.id) else { return nil }
    return try await stores.ledger.state(of: task, project: project.id)
  }

  private func waitForHooks(_ project: ProjectStore.Identity, _ clock: StepClock) async throws -> String {
    try await found(clock, "an active Asana webhook") {
      try await stores.hooks.list(project: project.id).first { $0.hook?.webhookGID != nil }?.hook?.target
    }
  }

  private func report(_ task: TaskID, _ project: ProjectStore.Identity) async throws {
    guard let state = try await stores.ledger.state(of: task, project: project.id) else { return }
    Output.line("task \(task): \(state.status.rawValue), issue \(state.issue?.url ?? "-"), commit \(state.mergeCommit ?? "-")")
  }

  private func wait(_ clock: StepClock, _ what: String, _ condition: () async throws -> Bool) async throws {
    _ = try await found(clock, what) { try await condition() ? true : nil }
  }

  private func found<Value>(_ clock: StepClock, _ what: String, _ look: () async throws -> Value?) async throws -> Value {
    while true {
      if let value = try await look() { return value }
      guard !clock.isOver else { throw CommandFailure("gave up waiting for \(what)") }
      try await loop.sleep(for: .milliseconds(50))
    }
  }
}

/// Prints steps with the seconds since the start.
struct StepClock: Sendable {
  private let started = af_monotonic()
  private let limit: Duration

  init(limit: Duration) { self.limit = limit }

  var isOver: Bool { af_monotonic() - started > limit.inNanoseconds }

  func step(_ what: String, _ detail: String) {
    let milliseconds = (af_monotonic() - started) / 1_000_000
    let seconds = "\(milliseconds / 1000).\(String(milliseconds % 1000 + 1000).dropFirst())"
    Output.line("\(String(repeating: " ", count: max(0, 8 - seconds.count)))\(seconds) s  \(what)\(detail.isEmpty ? "" : "  \(detail)")")
  }
}
