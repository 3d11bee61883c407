/// What the sandbox knows, as far as the demonstration looks at it.
struct SandboxView: Decodable, Sendable {
  struct Asana: Decodable, Sendable { let tasks: [Task] }

  struct Task: Decodable, Sendable {
    let gid: String
    let completed: Bool
  }

  struct GitHub: Decodable, Sendable { let repositories: [Repository] }

  struct Repository: Decodable, Sendable {
    let name: String
    let issues: [Issue]
    let pullRequests: [Issue]

    enum CodingKeys: String, CodingKey {
      case name, issues
      case pullRequests = "pull_requests"
    }
  }

  struct Issue: Decodable, Sendable {
    let number: Int64
    let title: String
    let body: String?
    let comments: [Comment]
    let merged: Bool?
  }

  struct Comment: Decodable, Sendable { let body: String }

  let asana: Asana
  let github: GitHub

  func task(_ gid: String) -> Task? { asana.tasks.first { $0.gid == gid } }

  func repository(_ name: String) -> Repository? { github.repositories.first { $0.name == name } }
}
