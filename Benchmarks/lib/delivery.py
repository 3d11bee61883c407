"""Prints a pull_request delivery of GitHub, about 10 KB. Argument: the repository as owner/name."""

import json
import sys

owner, name = sys.argv[1].split("/")
user = {"login": "somebody", "id": 1, "type": "User"}
# Most of a real delivery is addresses: GitHub repeats about forty of them for each mention of a repository.
resources = ["forks", "keys", "collaborators", "teams", "hooks", "issue_events", "events", "assignees", "branches", "tags", "git_tags", "git_refs",
             "trees", "statuses", "languages", "stargazers", "contributors", "subscribers", "subscription", "commits", "git_commits", "comments",
             "issue_comment", "contents", "compare", "merges", "archive", "downloads", "issues", "pulls", "milestones", "notifications", "labels",
             "releases", "deployments"]
repository = {
    "id": 42,
    "name": name,
    "full_name": f"{owner}/{name}",
    "default_branch": "main",
    "owner": {"login": owner, "id": 2, "type": "Organization"},
    **{f"{resource}_url": f"https://api.github.com/repos/{owner}/{name}/{resource}{{/id}}" for resource in resources},
}
branch = {"ref": "opencode/issue7-20261121", "sha": "a" * 40, "repo": repository}
pull_request = {
    "id": 7,
    "number": 7,
    "state": "open",
    "title": "Limit the rate of the export endpoint",
    "html_url": f"https://github.com/{owner}/{name}/pull/7",
    "user": user,
    "merged": False,
    "merge_commit_sha": None,
    "draft": False,
    "head": branch,
    "base": {**branch, "ref": "main", "sha": "b" * 40},
    "created_at": "2026-11-21T08:00:00Z",
    "updated_at": "2026-11-21T08:00:00Z",
    "body": "Fixes #6\n\n" + "A sentence about what changed and why it did. " * 36,
}
delivery = {"action": "opened", "number": 7, "pull_request": pull_request, "repository": repository, "sender": user}
sys.stdout.write(json.dumps(delivery))
