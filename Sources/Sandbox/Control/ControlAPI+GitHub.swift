internal import Domain
internal import HTTP

extension ControlAPI {
  /// By `owner/name`; the first repository when left out.
  private static func repository(_ state: SandboxState, _ input: ControlInput) throws(Refusal) -> (key: String, value: GitHubRepository) {
    let key = input.text("repository")?.lowercased() ?? state.github.order.first ?? ""
    guard let repository = state.repository(key) else { throw .control(.notFound, "no such repository") }
    return (key, repository)
  }

  private static func issue(_ state: SandboxState, _ key: String, _ number: Int64) throws(Refusal) -> JSONValue {
    guard let repository = state.repository(key), let issue = repository.issues[number] else {
      throw .control(.notFound, "no issue or pull request \(number)")
    }
    return state.dump(issue, repository)
  }

  private static func login(_ input: ControlInput) -> String { input.text("as") ?? GitHubState.personLogin }

  static func createIssue(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    let (key, _) = try repository(state, input)
    let labels = GitHubAPI.labelNames(input["labels"])
    let made = state.addIssue(
      title: try input.requiredText("title"), body: input.text("body"), labels: labels, in: key, by: login(input))
    return try issue(state, key, made?.number ?? 0)
  }

  static func createComment(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    let (key, _) = try repository(state, input)
    let number = try input.requiredInteger("number")
    _ = try issue(state, key, number)
    _ = state.addComment(try input.requiredText("text"), to: number, in: key, by: login(input))
    return try issue(state, key, number)
  }

  static func createPull(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    let (key, repository) = try repository(state, input)
    let title = try input.requiredText("title")
    let base = input.text("base") ?? repository.defaultBranch
    let head = input.text("head") ?? "feature/\(repository.lastNumber + 1)"
    if repository.branches[base] == nil { _ = state.commit("Start \(base)", to: base, in: key, by: login(input)) }
    _ = state.commit(title, to: head, in: key, by: login(input))
    let made = state.openPull(title: title, body: input.text("body"), head: head, base: base, in: key, by: login(input))
    return try issue(state, key, made?.number ?? 0)
  }

  static func mergePull(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    let (key, _) = try repository(state, input)
    let number = try input.requiredInteger("number")
    guard let method = SandboxState.MergeMethod(rawValue: input.text("method") ?? "merge") else {
      throw .control(.unprocessableContent, "method is merge, squash or rebase")
    }
    guard state.merge(number, in: key, method: method, by: login(input)) != nil else {
      throw .control(.conflict, "pull request \(number) is not open")
    }
    return try issue(state, key, number)
  }

  static func closePull(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    let (key, _) = try repository(state, input)
    let number = try input.requiredInteger("number")
    _ = try issue(state, key, number)
    state.setState(number, in: key, isOpen: false, reason: input.text("reason"), by: login(input))
    return try issue(state, key, number)
  }

  // MARK: Runs

  static func createRun(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    let (key, repository) = try repository(state, input)
    let trigger = RunTrigger(
      repository: key, workflow: input.text("workflow") ?? "ci", event: input.text("event") ?? "push",
      branch: input.text("branch") ?? repository.defaultBranch, commit: input.text("sha") ?? repository.tip, actor: login(input),
      title: input.text("title") ?? "Run by hand")
    guard let run = state.addRun(trigger) else { throw .control(.notFound, "no such repository") }
    if let conclusion = try conclusion(input) {
      state.beginRun(run.id, attempt: 1)
      state.completeRun(run.id, conclusion)
    } else {
      state.after(state.integration.delay / 4, .runBegin(run.id, attempt: 1))
    }
    return try runDocument(state, run.id)
  }

  private static func conclusion(_ input: ControlInput) throws(Refusal) -> String? {
    guard let conclusion = input.text("conclusion") else { return nil }
    guard IntegrationSettings.known.contains(conclusion) else {
      throw .control(.unprocessableContent, "conclusion is one of \(IntegrationSettings.known.sorted().joined(separator: ", "))")
    }
    return conclusion
  }

  private static func runDocument(_ state: SandboxState, _ id: Int64?) throws(Refusal) -> JSONValue {
    guard let id, let run = state.run(id) else { throw .control(.notFound, "no such run") }
    return state.dump(run)
  }

  static func concludeRun(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    let id = Int64(input.parameter("id"))
    _ = try runDocument(state, id)
    if let id { state.completeRun(id, try conclusion(input) ?? "success") }
    return try runDocument(state, id)
  }

  static func rerun(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    let id = Int64(input.parameter("id"))
    guard try runDocument(state, id)["status"] == "completed" else { throw .control(.conflict, "the run is not completed") }
    if let id { state.rerun(id, verdict: try conclusion(input)) }
    return try runDocument(state, id)
  }

  // MARK: Hooks

  /// What an administrator does by hand: the product's address on every repository.
  static func installHook(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    let url = try input.requiredText("url")
    let events = input["events"]?.array?.compactMap(\.string) ?? ["issues", "issue_comment", "pull_request", "workflow_run", "push"]
    let secret = input.text("secret") ?? state.configuration.webhookSecret
    var made: [JSONValue] = []
    for key in state.github.order where input.text("repository").map({ $0.lowercased() == key }) ?? true {
      let kept = state.repository(key)?.hooks.first { $0.url == url }
      var hook = GitHubHook(
        id: kept?.id ?? state.makeID(), url: url, contentType: "json", secret: secret, insecureSSL: "0", events: events, isActive: true,
        createdAt: kept?.createdAt ?? state.now, updatedAt: state.now)
      hook.lastCode = kept?.lastCode
      state.github.repositories[key]?.hooks.removeAll { $0.id == hook.id }
      state.github.repositories[key]?.hooks.append(hook)
      state.ping(hook, in: key)
      made.append(["repository": .string(state.repository(key)?.name.description ?? key), "id": .integer(hook.id)])
    }
    return ["hooks": .array(made)]
  }

  static func redeliver(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    guard let id = Int64(input.parameter("id")), let record = state.deliveries[id], record.vendor == .github,
      let hook = state.github.repositories.values.flatMap(\.hooks).first(where: { String($0.id) == record.hook })
    else { throw .control(.notFound, "no such delivery of GitHub") }
    state.redeliver(record, to: hook)
    return ["redelivered": .integer(id)]
  }
}
