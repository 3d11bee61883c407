internal import HTTP

extension GitHubAPI {
  static func getRepositoryLabels(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call).value
    return try list(repository.labels.map { state.document($0, repository) }, state, call)
  }

  static func getLabels(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call).value
    return try list(state.labels(try issue(repository, call), repository).array ?? [], state, call)
  }

  /// Makes labels that do not exist in the repository.
  static func addLabels(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let (key, repository) = try repository(state, call, needs: .write)
    let issue = try issue(repository, call)
    let names = labelNames(call.body["labels"] ?? call.body)
    guard !names.isEmpty else { throw .githubValidation("Label", "labels", "missing_field") }
    for name in names { state.addLabel(name, to: issue.number, in: key, by: call.actor) }
    return try labelsNow(state, call)
  }

  static func removeLabel(_ state: inout SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let (key, repository) = try repository(state, call, needs: .write)
    let issue = try issue(repository, call)
    guard issue.labels.contains(call.parameter("name")) else { throw .github(.notFound, "Label does not exist") }
    state.removeLabel(call.parameter("name"), from: issue.number, in: key, by: call.actor)
    return try labelsNow(state, call)
  }

  private static func labelsNow(_ state: SandboxState, _ call: Call) throws(Refusal) -> Reply {
    let repository = try repository(state, call).value
    return answer(state.labels(try issue(repository, call), repository))
  }
}
