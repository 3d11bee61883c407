"""Prints a pull_request delivery of GitHub, about 10 KB. Argument: the repository as owner/name."""

import json
import sys

owner, name = sys.argv[1].split("/")
user = {"login": "somebody", "id": 1, "type": "User"}
repository = {
    "id": 42,
    "name": name,
    "full_name": f"{owner}/{name}",
    "default_branch": "main",
    "owner": {"login": owner, "id": 2, "type": "Organization"},
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
    "body": "Fixes #6\n\n" + "A sentence about what changed and why it did. " * 190,
}
delivery = {"action": "opened", "number": 7, "pull_request": pull_request, "repository": repository, "sender": user}
sys.stdout.write(json.dumps(delivery))
