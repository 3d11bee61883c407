/// GitHub's JSON as GitHub spells it (REST description of version 2022-11-28, and webhook payloads, which share these shapes). Only what is
/// used; whatever a newer or older sender may leave out is optional.
enum GitHubWire {
  struct User: Decodable {
    let login: String
    let id: Int64?
    /// `User`, `Bot` or `Organization`.
    let type: String?
  }

  struct Repository: Decodable {
    let fullName: String

    enum CodingKeys: String, CodingKey { case fullName = "full_name" }
  }

  /// A repository as the token's owner sees it.
  struct OwnRepository: Decodable {
    struct Permissions: Decodable {
      let admin: Bool?
      let maintain: Bool?
      let push: Bool?
    }

    let fullName: String
    let isPrivate: Bool?
    let isArchived: Bool?
    let hasIssues: Bool?
    let permissions: Permissions?

    enum CodingKeys: String, CodingKey {
      case permissions
      case fullName = "full_name"
      case isPrivate = "private"
      case isArchived = "archived"
      case hasIssues = "has_issues"
    }
  }

  /// A pull request in the list of issues has the key `pull_request`.
  struct Issue: Decodable {
    struct Marker: Decodable {}

    let number: Int64
    let url: String?
    let body: String?
    let state: String?
    let stateReason: String?
    let pullRequest: Marker?

    enum CodingKeys: String, CodingKey {
      case number, body, state
      case url = "html_url"
      case stateReason = "state_reason"
      case pullRequest = "pull_request"
    }
  }

  struct Comment: Decodable {
    let id: Int64
    let url: String?
    let body: String?
    /// nil for a deleted account.
    let user: User?

    enum CodingKeys: String, CodingKey {
      case id, body, user
      case url = "html_url"
    }
  }

  struct PullRequest: Decodable {
    struct Branch: Decodable { let ref: String? }

    let number: Int64
    let url: String?
    let title: String?
    let body: String?
    let user: User?
    let head: Branch?
    let base: Branch?
    let state: String?
    let merged: Bool?
    let mergedAt: String?
    let mergeCommit: String?
    let updatedAt: String?

    enum CodingKeys: String, CodingKey {
      case number, title, body, user, head, base, state, merged
      case url = "html_url"
      case mergedAt = "merged_at"
      case mergeCommit = "merge_commit_sha"
      case updatedAt = "updated_at"
    }
  }

  struct WorkflowRun: Decodable {
    let id: Int64
    let attempt: Int64?
    let workflowID: Int64?
    let name: String?
    let headCommit: String
    let branch: String?
    let event: String
    let conclusion: String?
    let url: String?
    let updatedAt: String?

    enum CodingKeys: String, CodingKey {
      case id, name, event, conclusion
      case attempt = "run_attempt"
      case workflowID = "workflow_id"
      case headCommit = "head_sha"
      case branch = "head_branch"
      case url = "html_url"
      case updatedAt = "updated_at"
    }
  }

  struct WorkflowRuns: Decodable {
    let runs: [WorkflowRun]

    enum CodingKeys: String, CodingKey { case runs = "workflow_runs" }
  }

  /// Entry of an issue's events or timeline; the timeline holds many shapes.
  struct IssueEvent: Decodable {
    let event: String?
    let commit: String?

    enum CodingKeys: String, CodingKey {
      case event
      case commit = "commit_id"
    }
  }

  struct Permission: Decodable {
    let permission: String
  }

  struct Hook: Decodable {
    struct Config: Decodable {
      let url: String?
      let contentType: String?

      enum CodingKeys: String, CodingKey {
        case url
        case contentType = "content_type"
      }
    }

    struct LastResponse: Decodable {
      let code: Int?
      let message: String?
    }

    let id: Int64
    let active: Bool?
    let events: [String]?
    let config: Config?
    let lastResponse: LastResponse?

    enum CodingKeys: String, CodingKey {
      case id, active, events, config
      case lastResponse = "last_response"
    }
  }

  struct Failure: Decodable {
    struct Entry: Decodable {
      let field: String?
      let code: String?
      let message: String?

      enum CodingKeys: String, CodingKey { case field, code, message }

      /// Some calls send plain strings here.
      init(from decoder: any Decoder) throws {
        guard let container = try? decoder.container(keyedBy: CodingKeys.self) else {
          (field, code) = (nil, nil)
          message = try decoder.singleValueContainer().decode(String.self)
          return
        }
        field = try container.decodeIfPresent(String.self, forKey: .field)
        code = try container.decodeIfPresent(String.self, forKey: .code)
        message = try container.decodeIfPresent(String.self, forKey: .message)
      }
    }

    let message: String?
    let errors: [Entry]?
  }
}

extension GitHubWire {
  struct NewIssue: Encodable {
    let title: String
    let body: String
  }

  /// A comment, or a pull request's new description.
  struct Text: Encodable {
    let body: String
  }

  struct StateChange: Encodable {
    let state: String
    let reason: String?

    enum CodingKeys: String, CodingKey {
      case state
      case reason = "state_reason"
    }
  }
}
