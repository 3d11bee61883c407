internal import Domain

extension Timestamp {
  /// `2026-02-22T02:06:58Z`, as GitHub writes time.
  var seconds: String { String(iso8601.prefix(19)) + "Z" }
}

/// GitHub's people and repositories as JSON, with every field its description requires.
extension SandboxState {
  var githubRoot: String { address + Vendor.github.prefix }
  /// Where people would look at it.
  var githubSite: String { address + "/sandbox/github" }

  func githubUser(_ login: String?) -> JSONValue {
    guard let login else { return nil }
    let account = github.account(login)
    let url = "\(githubRoot)/users/\(login)"
    return [
      "login": .string(login), "id": .integer(account.id), "node_id": .string("U_kgDO\(account.id)"),
      "avatar_url": .string("\(githubSite)/avatars/u/\(account.id)?v=4"), "gravatar_id": "", "url": .string(url),
      "html_url": .string("\(githubSite)/\(login)"), "followers_url": .string("\(url)/followers"),
      "following_url": .string("\(url)/following{/other_user}"), "gists_url": .string("\(url)/gists{/gist_id}"),
      "starred_url": .string("\(url)/starred{/owner}{/repo}"), "subscriptions_url": .string("\(url)/subscriptions"),
      "organizations_url": .string("\(url)/orgs"), "repos_url": .string("\(url)/repos"), "events_url": .string("\(url)/events{/privacy}"),
      "received_events_url": .string("\(url)/received_events"), "type": .string(account.kind.rawValue), "user_view_type": "public",
      "site_admin": false,
    ]
  }

  func githubPublicUser(_ login: String) -> JSONValue {
    let created = "2024-01-01T00:00:00Z"
    return githubUser(login).merging([
      "name": .string(login), "company": nil, "blog": "", "location": nil, "email": nil, "hireable": nil, "bio": nil,
      "twitter_username": nil, "public_repos": 0, "public_gists": 0, "followers": 0, "following": 0, "created_at": .string(created),
      "updated_at": .string(created),
    ])
  }

  private static let repositoryLinks: [(String, String)] = [
    ("forks_url", "/forks"), ("keys_url", "/keys{/key_id}"), ("collaborators_url", "/collaborators{/collaborator}"),
    ("teams_url", "/teams"), ("hooks_url", "/hooks"), ("issue_events_url", "/issues/events{/number}"), ("events_url", "/events"),
    ("assignees_url", "/assignees{/user}"), ("branches_url", "/branches{/branch}"), ("tags_url", "/tags"),
    ("blobs_url", "/git/blobs{/sha}"), ("git_tags_url", "/git/tags{/sha}"), ("git_refs_url", "/git/refs{/sha}"),
    ("trees_url", "/git/trees{/sha}"), ("statuses_url", "/statuses/{sha}"), ("languages_url", "/languages"),
    ("stargazers_url", "/stargazers"), ("contributors_url", "/contributors"), ("subscribers_url", "/subscribers"),
    ("subscription_url", "/subscription"), ("commits_url", "/commits{/sha}"), ("git_commits_url", "/git/commits{/sha}"),
    ("comments_url", "/comments{/number}"), ("issue_comment_url", "/issues/comments{/number}"), ("contents_url", "/contents/{+path}"),
    ("compare_url", "/compare/{base}...{head}"), ("merges_url", "/merges"), ("archive_url", "/{archive_format}{/ref}"),
    ("downloads_url", "/downloads"), ("issues_url", "/issues{/number}"), ("pulls_url", "/pulls{/number}"),
    ("milestones_url", "/milestones{/number}"), ("notifications_url", "/notifications{?since,all,participating}"),
    ("labels_url", "/labels{/name}"), ("releases_url", "/releases{/id}"), ("deployments_url", "/deployments"),
  ]

  func url(_ repository: GitHubRepository) -> String { "\(githubRoot)/repos/\(repository.name)" }

  func site(_ repository: GitHubRepository) -> String { "\(githubSite)/\(repository.name)" }

  /// The fields of `minimal-repository`.
  func minimalDocument(_ repository: GitHubRepository) -> JSONValue {
    let url = url(repository)
    let head: JSONValue = [
      "id": .integer(repository.id), "node_id": .string("R_kgDO\(repository.id)"), "name": .string(repository.name.name),
      "full_name": .string(repository.name.description), "private": .bool(repository.isPrivate),
      "owner": githubUser(repository.name.owner).merging(["type": "Organization"]), "html_url": .string(site(repository)),
      "description": nil, "fork": false, "url": .string(url),
    ]
    return head.merging(.object(Self.repositoryLinks.map { .init(key: $0.0, value: .string(url + $0.1)) }))
  }

  /// The fields of `repository`, also of those inside pull requests and webhooks.
  func document(_ repository: GitHubRepository) -> JSONValue {
    let open = Int64(repository.issues.values.count { $0.isOpen })
    let site = site(repository)
    return minimalDocument(repository).merging([
      "created_at": .string(repository.createdAt.seconds), "updated_at": .string(repository.pushedAt.seconds),
      "pushed_at": .string(repository.pushedAt.seconds), "git_url": .string("git://sandbox/\(repository.name).git"),
      "ssh_url": .string("git@sandbox:\(repository.name).git"), "clone_url": .string("\(site).git"), "svn_url": .string(site),
      "homepage": nil, "size": 1, "stargazers_count": 0, "watchers_count": 0, "language": "Swift",
      "has_issues": .bool(repository.hasIssues), "has_projects": true, "has_wiki": true, "has_pages": false, "has_discussions": false,
      "forks_count": 0, "mirror_url": nil, "archived": false, "disabled": false, "open_issues_count": .integer(open), "license": nil,
      "allow_forking": true, "is_template": false, "web_commit_signoff_required": false, "topics": [],
      "visibility": repository.isPrivate ? "private" : "public", "forks": 0, "open_issues": .integer(open), "watchers": 0,
      "default_branch": .string(repository.defaultBranch),
    ])
  }

  /// The fields of `full-repository`.
  func fullDocument(_ repository: GitHubRepository, for login: String) -> JSONValue {
    let permission = repository.permission(of: login)
    let rights: JSONValue = [
      "admin": .bool(permission == .admin), "maintain": .bool(permission == .admin), "push": .bool(permission >= .write),
      "triage": .bool(permission >= .write), "pull": .bool(permission >= .read),
    ]
    return document(repository).merging([
      "permissions": rights, "subscribers_count": 0, "network_count": 0, "allow_rebase_merge": true, "allow_squash_merge": true,
      "allow_merge_commit": true, "allow_auto_merge": false, "delete_branch_on_merge": false,
    ])
  }
}
