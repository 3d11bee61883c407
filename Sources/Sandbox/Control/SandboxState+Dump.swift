internal import Domain

/// Everything the sandbox knows, short and stable in form, for tests and scripts.
extension SandboxState {
  var dump: JSONValue {
    let tasks = asana.tasks.map { dump($0) }
    let repositories = github.order.compactMap(repository).map { dump($0) }
    return [
      "now": .string(now.iso8601),
      "asana": [
        "workspace": .string(asana.workspace.gid), "project": .string(AsanaState.demoGID),
        "projects": .array(asana.projects.map(Self.compact)),
        "fields": .array(asana.fields.map { document($0) }), "tasks": .array(tasks),
        "webhooks": .array(asana.webhooks.map { document($0).merging(["pending": .integer(Int64($0.pending.count))]) }),
      ],
      "github": ["repositories": .array(repositories)],
      "agent": agentDocument, "ci": integrationDocument, "faults": faultDocument, "calls": callDocument,
      "deliveries": deliveryDocument,
    ]
  }

  func dump(_ task: AsanaTask) -> JSONValue {
    func option(_ gid: String) -> JSONValue {
      .text(task.values[gid].flatMap { asana.field(gid)?.option($0)?.name })
    }
    let stories = task.stories.map { story -> JSONValue in
      ["gid": .string(story.gid), "subtype": .string(story.subtype), "text": .string(story.text), "by": .string(story.by)]
    }
    return [
      "gid": .string(task.gid), "projects": .array(task.projects.map(JSONValue.string)), "name": .string(task.name),
      "notes": .string(task.notes), "completed": .bool(task.isCompleted),
      "auto": option(AsanaState.autoGID), "repository": option(AsanaState.repositoryGID), "status": option(AsanaState.statusGID),
      "permalink_url": .string(permalink(task)), "modified_at": .string(task.modifiedAt.iso8601), "stories": .array(stories),
    ]
  }

  private func dump(_ repository: GitHubRepository) -> JSONValue {
    let all = repository.issues.values.sorted { $0.number < $1.number }
    return [
      "name": .string(repository.name.description), "default_branch": .string(repository.defaultBranch), "tip": .string(repository.tip),
      "issues": .array(all.filter { $0.pull == nil }.map { dump($0, repository) }),
      "pull_requests": .array(all.filter { $0.pull != nil }.map { dump($0, repository) }),
      "runs": .array(repository.runs.map(dump)), "hooks": .array(repository.hooks.map { document($0, repository) }),
    ]
  }

  /// An issue, or a pull request with what only those have.
  func dump(_ issue: GitHubIssue, _ repository: GitHubRepository) -> JSONValue {
    let comments = issue.comments.map { comment -> JSONValue in
      [
        "id": .integer(comment.id), "body": .string(comment.body), "author": .string(comment.author),
        "eyes": .bool(!comment.eyes.isEmpty),
      ]
    }
    let value: JSONValue = [
      "repository": .string(repository.name.description), "number": .integer(issue.number), "title": .string(issue.title),
      "body": .text(issue.body), "author": .string(issue.author), "state": issue.isOpen ? "open" : "closed",
      "state_reason": .text(issue.stateReason), "labels": .array(issue.labels.map(JSONValue.string)), "comments": .array(comments),
      "html_url": .string(site(issue, repository)),
    ]
    guard let pull = issue.pull else { return value }
    return value.merging([
      "merged": .bool(pull.mergedAt != nil), "merge_commit_sha": pull.mergedAt == nil ? nil : .string(pull.mergeCommit),
      "head": .string(pull.headBranch), "head_sha": .string(pull.headSHA), "base": .string(pull.baseBranch),
    ])
  }

  func dump(_ run: GitHubRun) -> JSONValue {
    [
      "id": .integer(run.id), "name": .string(run.workflow.name), "event": .string(run.event), "head_sha": .string(run.commit),
      "head_branch": .string(run.branch), "status": .string(run.status), "conclusion": .text(run.conclusion),
      "attempt": .integer(run.attempt),
    ]
  }

  // MARK: Behaviour

  private func milliseconds(_ duration: Duration) -> JSONValue {
    .integer(duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000)
  }

  var agentDocument: JSONValue {
    [
      "on": .bool(agent.isOn), "style": .string(agent.style.rawValue), "delay_ms": milliseconds(agent.delay),
      "failing": .bool(agent.isFailing),
    ]
  }

  var integrationDocument: JSONValue {
    let conclusions = integration.conclusions.sorted { $0.key < $1.key }
    return [
      "workflows": .array(integration.workflows.map(JSONValue.string)),
      "conclusions": .object(conclusions.map { .init(key: $0.key, value: .string($0.value)) }),
      "delay_ms": milliseconds(integration.delay), "hold": .bool(integration.isHeld),
      "before_merge_event": .bool(integration.isBeforeMergeEvent), "pull_request_runs": .bool(integration.runsOnPullRequests),
    ]
  }

  var faultDocument: JSONValue {
    let requests = faults.requests.map { fault -> JSONValue in
      [
        "kind": .string(fault.kind.rawValue), "vendor": .text(fault.vendor?.rawValue), "method": .text(fault.method),
        "path": .text(fault.path), "remaining": .integer(Int64(fault.remaining)),
      ]
    }
    let webhooks = faults.webhooks.map { fault -> JSONValue in
      [
        "kind": .string(fault.kind.rawValue), "vendor": .text(fault.vendor?.rawValue), "event": .text(fault.event),
        "action": .text(fault.action), "remaining": .integer(Int64(fault.remaining)),
      ]
    }
    return ["requests": .array(requests), "webhooks": .array(webhooks)]
  }

  // MARK: Logs

  /// `{"github": {"POST /repos/:owner/:repo/issues": {"total": 1, "succeeded": 1}}}`
  var callDocument: JSONValue {
    .object(
      Vendor.allCases.map { vendor in
        let counts = (exchanges.counts[vendor] ?? [:]).sorted { $0.key < $1.key }
        let members = counts.map { key, count -> JSONValue.Member in
          .init(key: key, value: ["total": .integer(Int64(count.total)), "succeeded": .integer(Int64(count.succeeded))])
        }
        return .init(key: vendor.rawValue, value: .object(members))
      })
  }

  var exchangeDocument: JSONValue {
    .array(
      exchanges.exchanges.map { exchange in
        [
          "at": .string(exchange.at.iso8601), "vendor": .string(exchange.vendor.rawValue), "method": .string(exchange.method),
          "path": .string(exchange.path), "query": .text(exchange.query), "pattern": .string(exchange.pattern),
          "token_sha256": .text(exchange.tokenDigest), "api_version": .text(exchange.apiVersion),
          "request_body": JSONValue(parsing: exchange.requestBody) ?? nil,
          "status": exchange.status.map { .integer(Int64($0)) } ?? nil, "response_body": JSONValue(parsing: exchange.responseBody) ?? nil,
          "fault": .text(exchange.fault),
        ]
      })
  }

  var deliveryDocument: JSONValue {
    .array(
      deliveries.records.map { record in
        [
          "id": .integer(record.id), "vendor": .string(record.vendor.rawValue), "hook": .string(record.hook), "url": .string(record.url),
          "event": .string(record.event), "action": .text(record.action), "guid": .string(record.guid),
          "redelivery": .bool(record.isRedelivery), "queued_at": .string(record.queuedAt.iso8601),
          "sent_at": .text(record.sentAt?.iso8601), "status_code": record.statusCode.map { .integer(Int64($0)) } ?? nil,
          "note": .string(record.note),
        ]
      })
  }
}
