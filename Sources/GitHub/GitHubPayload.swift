/// Bodies of webhook deliveries, as GitHub spells them. Each names only what is read, so that decoding costs little beyond the scan.
enum GitHubPayload {
  struct Ping: Decodable {
    let repository: GitHubWire.Repository?
  }

  struct PullRequestEvent: Decodable {
    let action: String
    let repository: GitHubWire.Repository
    let pullRequest: GitHubWire.PullRequest

    enum CodingKeys: String, CodingKey {
      case action, repository
      case pullRequest = "pull_request"
    }
  }

  struct WorkflowRunEvent: Decodable {
    let action: String
    let repository: GitHubWire.Repository
    let run: GitHubWire.WorkflowRun

    enum CodingKeys: String, CodingKey {
      case action, repository
      case run = "workflow_run"
    }
  }

  struct IssueEvent: Decodable {
    let repository: GitHubWire.Repository
    let issue: GitHubWire.Issue
    let sender: GitHubWire.User?
  }

  struct CommentEvent: Decodable {
    let repository: GitHubWire.Repository
    let issue: GitHubWire.Issue
    let comment: GitHubWire.Comment
  }

  struct PushEvent: Decodable {
    let repository: GitHubWire.Repository
    let ref: String
    let after: String
  }

  /// Read from every body first, also from those that are ignored.
  struct Action: Decodable {
    let action: String?
  }
}
