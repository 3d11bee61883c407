internal import Domain

/// What a product needs to work with this sandbox.
extension SandboxState {
  /// A complete project file; secrets are named, not shown.
  var demoProject: JSONValue {
    let names = configuration.repositories
    let repositories = names.enumerated().map { index, name -> JSONValue in
      index == 0 ? ["name": .string(name.description), "default": true] : ["name": .string(name.description)]
    }
    let map = names.map { JSONValue.Member(key: AsanaState.optionName($0), value: .string($0.description)) }
    return [
      "slug": "demo", "name": "Demo",
      "asana": [
        "token": ["env": "DEMO_ASANA_TOKEN"], "workspace": .string(asana.workspace.gid), "projects": [.string(AsanaState.demoGID)],
        "fields": [
          "auto": .string(AsanaState.autoGID), "repository": .string(AsanaState.repositoryGID), "status": .string(AsanaState.statusGID),
        ],
        "auto_values": ["Yes"], "status_map": ["Blocked": "BLOCKED", "Cancelled": "CANCELLED"], "repository_map": .object(map),
      ],
      "github": [
        "token": ["env": "DEMO_GITHUB_TOKEN"], "webhook_secret": ["env": "DEMO_GITHUB_WEBHOOK_SECRET"],
        "repositories": .array(repositories), "agent_logins": ["opencode-agent"],
      ],
      "links": [["kind": "docs", "url": "https://example.com/handbook", "title": "Handbook", "tags": ["team"]]],
      "contacts": [["role": "owner", "name": "Platform team", "handle": "@platform"]],
      "notes": "Small pull requests. Every change comes with a test.",
    ]
  }

  /// Lines `NAME=value` for the names the project file uses.
  var demoEnvironment: String {
    """
    DEMO_ASANA_TOKEN=\(configuration.asanaToken)
    DEMO_GITHUB_TOKEN=\(configuration.githubToken)
    DEMO_GITHUB_WEBHOOK_SECRET=\(configuration.webhookSecret)

    """
  }
}
