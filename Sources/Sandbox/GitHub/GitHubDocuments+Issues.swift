internal import Domain

/// Issues, comments, labels and pull requests as JSON.
extension SandboxState {
  func document(_ label: GitHubRepository.Label, _ repository: GitHubRepository) -> JSONValue {
    [
      "id": .integer(label.id), "node_id": .string("LA_kwDO\(label.id)"), "url": .string("\(url(repository))/labels/\(label.name)"),
      "name": .string(label.name), "color": .string(label.color), "default": false, "description": .text(label.description),
      "archived_at": nil, "archived_by": nil,
    ]
  }

  func labels(_ issue: GitHubIssue, _ repository: GitHubRepository) -> JSONValue {
    .array(issue.labels.compactMap { name in repository.labels.first { $0.name == name } }.map { document($0, repository) })
  }

  func association(_ login: String, _ repository: GitHubRepository) -> JSONValue {
    switch repository.permission(of: login) {
    case .admin: "MEMBER"
    case .write: "COLLABORATOR"
    case .read: "CONTRIBUTOR"
    case .none: "NONE"
    }
  }

  private func reactions(_ url: String, eyes: Int = 0) -> JSONValue {
    [
      "url": .string("\(url)/reactions"), "total_count": .integer(Int64(eyes)), "+1": 0, "-1": 0, "laugh": 0, "hooray": 0, "confused": 0,
      "heart": 0, "rocket": 0, "eyes": .integer(Int64(eyes)),
    ]
  }

  func document(_ issue: GitHubIssue, _ repository: GitHubRepository) -> JSONValue {
    let url = "\(url(repository))/issues/\(issue.number)"
    let page = site(issue, repository)
    let value: JSONValue = [
      "url": .string(url), "repository_url": .string(self.url(repository)), "labels_url": .string("\(url)/labels{/name}"),
      "comments_url": .string("\(url)/comments"), "events_url": .string("\(url)/events"), "html_url": .string(page),
      "id": .integer(issue.id), "node_id": .string("I_kwDO\(issue.id)"), "number": .integer(issue.number), "title": .string(issue.title),
      "user": githubUser(issue.author), "labels": labels(issue, repository), "state": issue.isOpen ? "open" : "closed", "locked": false,
      "assignee": nil, "assignees": [], "milestone": nil, "comments": .integer(Int64(issue.comments.count)),
      "created_at": .string(issue.createdAt.seconds), "updated_at": .string(issue.updatedAt.seconds),
      "closed_at": .text(issue.closedAt?.seconds), "author_association": association(issue.author, repository), "type": nil,
      "active_lock_reason": nil, "body": .text(issue.body), "closed_by": githubUser(issue.closedBy), "reactions": reactions(url),
      "timeline_url": .string("\(url)/timeline"), "performed_via_github_app": nil, "state_reason": .text(issue.stateReason),
    ]
    guard let pull = issue.pull else { return value }
    let pullURL = "\(self.url(repository))/pulls/\(issue.number)"
    let links: JSONValue = [
      "url": .string(pullURL), "html_url": .string(page), "diff_url": .string("\(page).diff"), "patch_url": .string("\(page).patch"),
      "merged_at": .text(pull.mergedAt?.seconds),
    ]
    return value.merging(["draft": false, "pull_request": links])
  }

  func site(_ issue: GitHubIssue, _ repository: GitHubRepository) -> String {
    "\(site(repository))/\(issue.pull == nil ? "issues" : "pull")/\(issue.number)"
  }

  func document(_ comment: GitHubIssue.Comment, of issue: GitHubIssue, _ repository: GitHubRepository) -> JSONValue {
    let url = "\(url(repository))/issues/comments/\(comment.id)"
    return [
      "url": .string(url), "html_url": .string("\(site(issue, repository))#issuecomment-\(comment.id)"),
      "issue_url": .string("\(self.url(repository))/issues/\(issue.number)"), "id": .integer(comment.id),
      "node_id": .string("IC_kwDO\(comment.id)"), "user": githubUser(comment.author), "created_at": .string(comment.createdAt.seconds),
      "updated_at": .string(comment.updatedAt.seconds), "author_association": association(comment.author, repository),
      "body": .string(comment.body), "reactions": reactions(url, eyes: comment.eyes.count), "performed_via_github_app": nil,
    ]
  }

  func document(_ event: GitHubIssue.Event, of issue: GitHubIssue, _ repository: GitHubRepository) -> JSONValue {
    let value: JSONValue = [
      "id": .integer(event.id), "node_id": .string("EV_\(event.id)"),
      "url": .string("\(url(repository))/issues/events/\(event.id)"), "actor": githubUser(event.actor), "event": .string(event.name),
      "commit_id": .text(event.commit), "commit_url": .text(event.commit.map { "\(url(repository))/commits/\($0)" }),
      "created_at": .string(event.at.seconds), "performed_via_github_app": nil,
    ]
    if let label = event.label { return value.merging(["label": ["name": .string(label), "color": "ededed"]]) }
    return value.merging(["state_reason": .text(event.stateReason)])
  }

  /// The fields of `pull-request-simple`.
  func simpleDocument(_ issue: GitHubIssue, _ pull: GitHubPull, _ repository: GitHubRepository) -> JSONValue {
    let api = url(repository)
    let url = "\(api)/pulls/\(issue.number)"
    let issueURL = "\(api)/issues/\(issue.number)"
    let page = site(issue, repository)
    let links: [(String, String)] = [
      ("self", url), ("html", page), ("issue", issueURL), ("comments", "\(issueURL)/comments"), ("review_comments", "\(url)/comments"),
      ("review_comment", "\(api)/pulls/comments{/number}"), ("commits", "\(url)/commits"), ("statuses", "\(api)/statuses/\(pull.headSHA)"),
    ]
    return [
      "url": .string(url), "id": .integer(pull.id), "node_id": .string("PR_kwDO\(pull.id)"), "html_url": .string(page),
      "diff_url": .string("\(page).diff"), "patch_url": .string("\(page).patch"), "issue_url": .string(issueURL),
      "number": .integer(issue.number), "state": issue.isOpen ? "open" : "closed", "locked": false, "title": .string(issue.title),
      "user": githubUser(issue.author), "body": .text(issue.body), "created_at": .string(issue.createdAt.seconds),
      "updated_at": .string(issue.updatedAt.seconds), "closed_at": .text(issue.closedAt?.seconds),
      "merged_at": .text(pull.mergedAt?.seconds), "merge_commit_sha": .string(pull.mergeCommit), "assignee": nil, "assignees": [],
      "requested_reviewers": [], "requested_teams": [], "labels": labels(issue, repository), "milestone": nil, "draft": false,
      "commits_url": .string("\(url)/commits"), "review_comments_url": .string("\(url)/comments"),
      "review_comment_url": .string("\(api)/pulls/comments{/number}"), "comments_url": .string("\(issueURL)/comments"),
      "statuses_url": .string("\(api)/statuses/\(pull.headSHA)"), "head": side(pull.headBranch, pull.headSHA, repository),
      "base": side(pull.baseBranch, pull.baseSHA, repository),
      "_links": .object(links.map { .init(key: $0.0, value: ["href": .string($0.1)]) }),
      "author_association": association(issue.author, repository), "auto_merge": nil, "active_lock_reason": nil,
    ]
  }

  /// The fields of `pull-request`, which webhooks carry too.
  func document(_ issue: GitHubIssue, _ pull: GitHubPull, _ repository: GitHubRepository) -> JSONValue {
    let isMerged = pull.mergedAt != nil
    return simpleDocument(issue, pull, repository).merging([
      "merged": .bool(isMerged), "mergeable": isMerged ? nil : true, "rebaseable": isMerged ? nil : true,
      "mergeable_state": isMerged ? "unknown" : "clean", "merged_by": githubUser(pull.mergedBy),
      "comments": .integer(Int64(issue.comments.count)), "review_comments": 0, "maintainer_can_modify": false,
      "commits": .integer(Int64(pull.commits.count)), "additions": 12, "deletions": 3, "changed_files": 2,
    ])
  }

  private func side(_ branch: String, _ sha: String, _ repository: GitHubRepository) -> JSONValue {
    [
      "label": .string("\(repository.name.owner):\(branch)"), "ref": .string(branch), "sha": .string(sha),
      "user": githubUser(repository.name.owner).merging(["type": "Organization"]), "repo": document(repository),
    ]
  }
}
