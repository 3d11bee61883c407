internal import Domain
internal import HTTP

/// Runs, workflows, commits, hooks and deliveries as JSON.
extension SandboxState {
  private func person(_ login: String) -> JSONValue {
    ["name": .string(login), "email": .string("\(github.account(login).id)+\(login)@users.noreply.example.com")]
  }

  /// The fields of `simple-commit`.
  func simpleDocument(_ commit: GitHubRepository.Commit) -> JSONValue {
    [
      "id": .string(commit.sha), "tree_id": .string(commit.tree), "message": .string(commit.message),
      "timestamp": .string(commit.at.seconds), "author": person(commit.author), "committer": person(commit.author),
    ]
  }

  /// A commit inside a push.
  func pushDocument(_ commit: GitHubRepository.Commit, _ repository: GitHubRepository) -> JSONValue {
    simpleDocument(commit).merging([
      "distinct": true, "url": .string("\(site(repository))/commit/\(commit.sha)"), "added": [], "removed": [], "modified": ["README.md"],
    ])
  }

  /// The fields of `commit`.
  func document(_ commit: GitHubRepository.Commit, _ repository: GitHubRepository) -> JSONValue {
    let api = url(repository)
    let page = "\(site(repository))/commit/"
    let who = person(commit.author).merging(["date": .string(commit.at.seconds)])
    let parents = commit.parents.map { sha -> JSONValue in
      ["sha": .string(sha), "url": .string("\(api)/commits/\(sha)"), "html_url": .string(page + sha)]
    }
    let inner: JSONValue = [
      "author": who, "committer": who, "message": .string(commit.message),
      "tree": ["sha": .string(commit.tree), "url": .string("\(api)/git/trees/\(commit.tree)")],
      "url": .string("\(api)/git/commits/\(commit.sha)"), "comment_count": 0,
    ]
    return [
      "sha": .string(commit.sha), "node_id": .string("C_\(commit.sha)"), "commit": inner, "url": .string("\(api)/commits/\(commit.sha)"),
      "html_url": .string(page + commit.sha), "comments_url": .string("\(api)/commits/\(commit.sha)/comments"),
      "author": githubUser(commit.author), "committer": githubUser(commit.author), "parents": .array(parents),
    ]
  }

  func document(_ workflow: GitHubRepository.Workflow, _ repository: GitHubRepository) -> JSONValue {
    let time = JSONValue.string(repository.createdAt.seconds)
    return [
      "id": .integer(workflow.id), "node_id": .string("W_kwDO\(workflow.id)"), "name": .string(workflow.name),
      "path": .string(workflow.path), "state": "active", "created_at": time, "updated_at": time,
      "url": .string("\(url(repository))/actions/workflows/\(workflow.id)"),
      "html_url": .string("\(site(repository))/blob/main/\(workflow.path)"),
      "badge_url": .string("\(site(repository))/workflows/\(workflow.name)/badge.svg"),
    ]
  }

  func document(_ run: GitHubRun, _ repository: GitHubRepository) -> JSONValue {
    let api = url(repository)
    let url = "\(api)/actions/runs/\(run.id)"
    let suite = run.id + 500_000_000
    let previous: JSONValue = run.attempt > 1 ? .string("\(url)/attempts/\(run.attempt - 1)") : nil
    return [
      "id": .integer(run.id), "name": .string(run.workflow.name), "node_id": .string("WFR_kwLO\(run.id)"),
      "check_suite_id": .integer(suite), "check_suite_node_id": .string("CS_kwDO\(suite)"), "head_branch": .string(run.branch),
      "head_sha": .string(run.commit), "path": .string(run.workflow.path), "run_number": .integer(run.number),
      "event": .string(run.event), "display_title": .string(run.title), "status": .string(run.status),
      "conclusion": .text(run.conclusion), "workflow_id": .integer(run.workflow.id), "url": .string(url),
      "html_url": .string(site(run, repository)), "pull_requests": .array(minimalPulls(run, repository)),
      "created_at": .string(run.createdAt.seconds), "updated_at": .string(run.updatedAt.seconds), "actor": githubUser(run.actor),
      "run_attempt": .integer(run.attempt), "referenced_workflows": [], "run_started_at": .string(run.startedAt.seconds),
      "triggering_actor": githubUser(run.actor), "jobs_url": .string("\(url)/jobs"), "logs_url": .string("\(url)/logs"),
      "check_suite_url": .string("\(api)/check-suites/\(suite)"), "artifacts_url": .string("\(url)/artifacts"),
      "cancel_url": .string("\(url)/cancel"), "rerun_url": .string("\(url)/rerun"), "previous_attempt_url": previous,
      "workflow_url": .string("\(api)/actions/workflows/\(run.workflow.id)"),
      "head_commit": repository.commits[run.commit].map(simpleDocument) ?? nil, "repository": minimalDocument(repository),
      "head_repository": minimalDocument(repository),
    ]
  }

  func site(_ run: GitHubRun, _ repository: GitHubRepository) -> String { "\(site(repository))/actions/runs/\(run.id)" }

  private func minimalPulls(_ run: GitHubRun, _ repository: GitHubRepository) -> [JSONValue] {
    guard let number = run.pull, let issue = repository.issues[number], let pull = issue.pull else { return [] }
    let reference: JSONValue = [
      "id": .integer(repository.id), "url": .string(url(repository)), "name": .string(repository.name.name),
    ]
    return [
      [
        "id": .integer(pull.id), "number": .integer(number), "url": .string("\(url(repository))/pulls/\(number)"),
        "head": ["ref": .string(pull.headBranch), "sha": .string(pull.headSHA), "repo": reference],
        "base": ["ref": .string(pull.baseBranch), "sha": .string(pull.baseSHA), "repo": reference],
      ]
    ]
  }

  func document(_ hook: GitHubHook, _ repository: GitHubRepository) -> JSONValue {
    let url = "\(url(repository))/hooks/\(hook.id)"
    return [
      "type": "Repository", "id": .integer(hook.id), "name": "web", "active": .bool(hook.isActive),
      "events": .array(hook.events.map(JSONValue.string)), "config": configDocument(hook), "updated_at": .string(hook.updatedAt.seconds),
      "created_at": .string(hook.createdAt.seconds), "url": .string(url), "test_url": .string("\(url)/test"),
      "ping_url": .string("\(url)/pings"), "deliveries_url": .string("\(url)/deliveries"),
      "last_response": [
        "code": hook.lastCode.map { .integer(Int64($0)) } ?? nil, "status": .string(hook.lastStatus), "message": nil,
      ],
    ]
  }

  /// The secret is never shown.
  func configDocument(_ hook: GitHubHook) -> JSONValue {
    let config: JSONValue = [
      "url": .string(hook.url), "content_type": .string(hook.contentType), "insecure_ssl": .string(hook.insecureSSL),
    ]
    return hook.secret == nil ? config : config.merging(["secret": "********"])
  }

  /// The fields of `hook-delivery-item`.
  func itemDocument(_ record: DeliveryRecord, _ repository: GitHubRepository) -> JSONValue {
    let code = record.statusCode ?? 0
    let milliseconds = (record.finishedAt ?? now).since(record.sentAt ?? record.queuedAt).components.attoseconds / 1_000_000_000_000_000
    let status = record.isSuccess ? "OK" : code == 0 ? "failed to connect to host" : Status(code).reason
    return [
      "id": .integer(record.id), "guid": .string(record.guid), "delivered_at": .string((record.sentAt ?? record.queuedAt).seconds),
      "redelivery": .bool(record.isRedelivery), "duration": .number(Double(milliseconds) / 1000), "status": .string(status),
      "status_code": .integer(Int64(code)), "event": .string(record.event), "action": .text(record.action), "installation_id": nil,
      "repository_id": .integer(repository.id), "throttled_at": nil,
    ]
  }

  /// The fields of `hook-delivery`.
  func document(_ record: DeliveryRecord, _ repository: GitHubRepository) -> JSONValue {
    let answer = record.isDone && record.statusCode != 0 ? JSONValue.string(String(decoding: record.responseBody, as: UTF8.self)) : nil
    return itemDocument(record, repository).merging([
      "url": .string(record.url),
      "request": ["headers": headers(record.headers), "payload": JSONValue(parsing: record.body) ?? nil],
      "response": ["headers": headers(record.responseHeaders), "payload": answer],
    ])
  }

  private func headers(_ headers: Headers) -> JSONValue {
    .object(headers.fields.map { .init(key: $0.name.text, value: .string($0.value.text)) })
  }
}
