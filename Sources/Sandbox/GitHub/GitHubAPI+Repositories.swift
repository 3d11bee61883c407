internal import Domain
internal import HTTP

extension GitHubAPI {
  static func getUser(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    answer(state.githubPublicUser(call.actor))
  }

  /// By `full_name`, as the parameter `sort` asks for by default.
  static func getOwnRepositories(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let seen = state.github.order.compactMap(state.repository).filter { $0.permission(of: call.actor) >= .read }
    return try list(seen.sorted { $0.name.key < $1.name.key }.map { state.fullDocument($0, for: call.actor) }, state, call)
  }

  static func getRateLimit(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let used = state.github.used[call.actor] ?? 0
    let reset = JSONValue.integer(state.github.resetsAt.microseconds / 1_000_000)
    let core: JSONValue = [
      "limit": .integer(GitHubState.hourlyLimit), "used": .integer(used), "remaining": .integer(max(0, GitHubState.hourlyLimit - used)),
      "reset": reset,
    ]
    let search: JSONValue = ["limit": 30, "used": 0, "remaining": 30, "reset": reset]
    let value: JSONValue = ["resources": ["core": core, "search": search]]
    return answer(isNewVersion(call) ? value : value.merging(["rate": core]))
  }

  static func getRepository(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    answer(state.fullDocument(try repository(state, call).value, for: call.actor))
  }

  static func getPermission(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call, needs: .write).value
    let login = call.parameter("username")
    guard state.github.accounts[login] != nil else { throw .github(.notFound, "\(login) is not a user") }
    let isBot = state.github.account(login).kind == .bot
    let permission = isBot ? .none : repository.permission(of: login)
    let role = JSONValue.string(permission.rawValue)
    return answer(
      ["permission": role, "role_name": role, "user": state.githubUser(login).merging(["role_name": role])])
  }

  static func getCommit(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call).value
    let reference = call.parameter("ref")
    guard let commit = repository.commits[repository.branches[reference] ?? reference] else {
      throw .github(.unprocessableContent, "No commit found for SHA: \(reference)")
    }
    return answer(state.document(commit, repository))
  }

  static func getCommitPulls(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call).value
    let sha = call.parameter("ref")
    guard repository.commits[sha] != nil else { throw .github(.unprocessableContent, "No commit found for SHA: \(sha)") }
    let pulls = repository.issues.values.sorted { $0.number < $1.number }.compactMap { issue -> JSONValue? in
      guard let pull = issue.pull, pull.commits.contains(sha) || (pull.mergedAt != nil && pull.mergeCommit == sha) else { return nil }
      return versioned(state.simpleDocument(issue, pull, repository), call)
    }
    return try list(pulls, state, call)
  }

  // MARK: Actions

  static func getRuns(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call).value
    let query = call.query
    let runs = repository.runs.reversed().filter { run in
      let isStatus = query["status"].map { $0 == run.status || $0 == run.conclusion } ?? true
      return (query["head_sha"] ?? run.commit) == run.commit && (query["event"] ?? run.event) == run.event
        && (query["branch"] ?? run.branch) == run.branch && (query["actor"] ?? run.actor) == run.actor && isStatus
    }
    let total = Int64(runs.count)
    return try list(runs.map { state.document($0, repository) }, state, call) {
      ["total_count": .integer(total), "workflow_runs": .array($0)]
    }
  }

  private static func run(_ state: SandboxState, _ call: Call, needs: GitHubRepository.Permission = .read)
    throws(Refusal) -> (GitHubRun, GitHubRepository)
  {
    let repository = try repository(state, call, needs: needs).value
    let id = try number(call, "run")
    guard let run = repository.runs.first(where: { $0.id == id }) else { throw .githubNotFound }
    return (run, repository)
  }

  static func getRun(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let (run, repository) = try run(state, call)
    return answer(state.document(run, repository))
  }

  static func rerun(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let (run, _) = try run(state, call, needs: .write)
    guard run.status == "completed" else { throw .github(.forbidden, "This workflow is already running") }
    state.rerun(run.id)
    return answer([:], status: .created)
  }

  static func getWorkflows(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call).value
    let total = Int64(repository.workflows.count)
    return try list(repository.workflows.map { state.document($0, repository) }, state, call) {
      ["total_count": .integer(total), "workflows": .array($0)]
    }
  }
}
