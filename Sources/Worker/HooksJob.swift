package import Crypto
internal import Domain
package import Storage

/// Keeps a project's Asana webhooks in place, turns names of options into ids, and learns what its Asana projects are called.
package struct HooksJob: JobHandler {
  private let projects: ProjectStore
  private let hooks: HookStore
  private let queue: JobQueue
  private let ports: ProjectPorts
  private let target: @Sendable (_ publicID: String, _ token: String) -> String
  private let followsAddress: Bool
  private let random: RandomSource
  private let specs: TaskSpecStore

  /// - Parameters:
  ///   - target: address of a webhook, as Asana will call it.
  ///   - followsAddress: whether a webhook that points elsewhere is made again. Only where the address was set on purpose: processes that
  ///     fall back on what they listen on would take the webhook from each other.
  package init(
    projects: ProjectStore, hooks: HookStore, queue: JobQueue, specs: TaskSpecStore, ports: ProjectPorts,
    target: @escaping @Sendable (_ publicID: String, _ token: String) -> String, followsAddress: Bool = false,
    random: RandomSource = .system
  ) {
    self.projects = projects
    self.hooks = hooks
    self.queue = queue
    self.specs = specs
    self.ports = ports
    self.target = target
    self.followsAddress = followsAddress
    self.random = random
  }

  package func run(_ job: ClaimedJob) async throws -> JobOutcome {
    let watched = try await hooks.list(project: job.projectID)
    guard let first = watched.first else {
      // Without a token there is nobody who could delete what is left; a token that is entered brings this job again.
      if let setup = try? await ports.setup(job.projectID) { try await deleteLeaving(setup, project: job.projectID) }
      return .done
    }
    let setup = try await ports.setup(job.projectID)
    try await projects.saveUserID(try await setup.loadUserID(), project: job.projectID)
    try await resolveOptions(setup, asanaProject: first.asanaProject, project: job.projectID)
    guard let publicID = try await specs.publicID(of: job.projectID) else { return .done }
    for each in watched { try await keep(each, setup, publicID, project: job.projectID) }
    try await deleteLeaving(setup, project: job.projectID)
    try await learnNames(setup, project: job.projectID)
    return .done
  }

  /// Names are for people's eyes: a project that the token may not see keeps its id.
  private func learnNames(_ setup: any TrackerSetup, project: ProjectID) async throws {
    for asanaProject in try await projects.unnamedAsanaProjects(of: project) {
      guard let resource = try? await setup.loadResource(ofProject: asanaProject) else { continue }
      try await projects.saveName(of: resource, project: project)
    }
  }

  package func giveUp(_ job: ClaimedJob, reason: String) async throws {
    _ = try await queue.fail(job, reason: reason)
  }

  private func resolveOptions(_ setup: any TrackerSetup, asanaProject: String, project: ProjectID) async throws {
    let open = try await projects.unresolvedOptions(of: project)
    guard !open.isEmpty else { return }
    let fields = try await projects.trackerSettings(of: project).fields
    for kind in ProjectStore.OptionField.allCases where open.contains(where: { $0.field == kind }) {
      let field =
        switch kind {
        case .auto: fields.auto
        case .status: fields.status
        case .repository: fields.repository
        }
      guard let field else { continue }
      let options = try await setup.listOptions(ofField: field, inProject: asanaProject)
      for wanted in open where wanted.field == kind {
        guard let option = options.first(where: { $0.name == wanted.name || $0.id == wanted.name }) else { continue }
        try await projects.resolve(wanted.name, of: kind, to: option.id, project: project)
      }
    }
  }

  private func keep(_ watched: HookStore.Watched, _ setup: any TrackerSetup, _ publicID: String, project: ProjectID) async throws {
    if let hook = watched.hook {
      let isOurs = !followsAddress || hook.target == target(publicID, hook.token)
      if isOurs, try await isAlive(hook, watched, setup, project) { return }
      if !isOurs, let gid = hook.webhookGID { try await hooks.leave(webhookGID: gid, project: project) }
      try await hooks.forget(token: hook.token, project: project)
    }
    try await create(watched.asanaProject, setup, publicID, project)
  }

  /// Has Asana delete the webhooks of projects that are not watched any more, and those that were replaced.
  private func deleteLeaving(_ setup: any TrackerSetup, project: ProjectID) async throws {
    for gid in try await hooks.leaving(project: project) {
      do throws(PortError) {
        try await setup.deleteHook(gid)
      } catch .notFound, .forbidden {
        // Gone already, or made with the token of somebody else: then Asana ends it, since its deliveries are refused.
      }
      try await hooks.noteLeft(webhookGID: gid, project: project)
    }
  }

  /// Also adopts a webhook whose create call was answered after this program had died.
  ///
  /// One whose handshake never came is given up: hook jobs of a project run one at a time, so its create call has failed or its caller died.
  private func isAlive(
    _ hook: HookStore.Watched.Hook, _ watched: HookStore.Watched, _ setup: any TrackerSetup, _ project: ProjectID
  ) async throws -> Bool {
    guard hook.isActive else { return false }
    if let gid = hook.webhookGID { return try await setup.hasHook(gid) }
    guard let gid = try await setup.findHook(project: watched.asanaProject, target: hook.target) else { return false }
    try await hooks.confirm(token: hook.token, webhookGID: gid, project: project)
    return true
  }

  /// The token is stored before the call: its handshake arrives while the call is still open, perhaps at another process.
  private func create(_ asanaProject: String, _ setup: any TrackerSetup, _ publicID: String, _ project: ProjectID) async throws {
    let token = random.token(bytes: 32)
    let address = target(publicID, token)
    try await hooks.begin(token: token, asanaProject: asanaProject, target: address, project: project)
    do {
      let gid = try await setup.createHook(project: asanaProject, target: address)
      try await hooks.confirm(token: token, webhookGID: gid, project: project)
    } catch let error as PortError {
      // A cut answer may hide a webhook that was made: the next run finds it by its target.
      if case .transient = error { throw error }
      try await hooks.forget(token: token, project: project)
      // A failed handshake is answered 400 or 403: our own address may not have been reachable yet, so it is worth another attempt.
      throw PortError.transient(reason: error.reason)
    }
  }
}
