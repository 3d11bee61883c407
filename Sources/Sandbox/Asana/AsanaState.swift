internal import Domain

/// Asana as far as the sandbox goes: one workspace with its projects, and three enumeration fields that serve all of them.
struct AsanaState: Sendable {
  struct User: Sendable {
    let gid: String
    let name: String
    let email: String
  }

  struct Workspace: Sendable {
    let gid: String
    let name: String
  }

  struct Project: Sendable {
    let gid: String
    let name: String
    let createdAt: Timestamp
  }

  let workspace = Workspace(gid: "1200000000000001", name: "Acme")
  /// The person the token belongs to.
  let tokenUser = User(gid: "1200000000000011", name: "Auto-Flow", email: "auto-flow@example.com")
  /// Who acts on the sandbox's page.
  let person = User(gid: "1200000000000012", name: "Demo Person", email: "person@example.com")
  /// The first is that of the demonstration.
  var projects: [Project]
  var fields: [AsanaField]
  /// In the order they were created.
  var tasks: [AsanaTask] = []
  var webhooks: [AsanaWebhook] = []

  static let demoGID = "1200000000000002"
  static let autoGID = "1200000000000003"
  static let repositoryGID = "1200000000000004"
  static let statusGID = "1200000000000005"

  init(repositories: [RepositoryName], now: Timestamp) {
    projects = [Project(gid: Self.demoGID, name: "Demo", createdAt: now)]
    let names = repositories.map(Self.optionName)
    fields = [
      AsanaField(gid: Self.autoGID, name: "AutoTask", options: ["Yes", "No"], firstOption: 1_200_000_000_000_021),
      AsanaField(gid: Self.repositoryGID, name: "Repo", options: names, firstOption: 1_200_000_000_000_031),
      AsanaField(
        gid: Self.statusGID, name: "Status", options: ["Active", "Blocked", "Cancelled"], firstOption: 1_200_000_000_000_025),
    ]
  }

  /// Name people choose a repository by: `acme/api` is "Api".
  static func optionName(_ repository: RepositoryName) -> String {
    repository.name.prefix(1).uppercased() + repository.name.dropFirst()
  }

  var users: [User] { [tokenUser, person] }

  func project(_ gid: String) -> Project? { projects.first { $0.gid == gid } }

  func field(_ gid: String) -> AsanaField? { fields.first { $0.gid == gid } }

  func task(_ gid: String) -> AsanaTask? { tasks.first { $0.gid == gid } }

  func user(_ gid: String) -> User? { users.first { $0.gid == gid } }
}

/// An enumeration field. Asana has no boolean one.
struct AsanaField: Sendable {
  struct Option: Sendable {
    let gid: String
    var name: String
    var isEnabled = true
    var color: String
  }

  let gid: String
  let name: String
  var options: [Option]
  /// Only the person who locked it may change its options: 403 for the token.
  var isLocked = false

  init(gid: String, name: String, options: [String], firstOption: Int64) {
    self.gid = gid
    self.name = name
    let colors = ["green", "red", "blue", "yellow", "purple"]
    self.options = options.enumerated().map { index, name in
      Option(gid: String(firstOption + Int64(index)), name: name, color: colors[index % colors.count])
    }
  }

  func option(_ gid: String) -> Option? { options.first { $0.gid == gid } }

  /// Most options of a field, disabled ones included.
  static let optionLimit = 500
}

struct AsanaTask: Sendable {
  struct Story: Sendable {
    let gid: String
    let at: Timestamp
    /// gid of a user.
    let by: String
    /// `comment_added`, `marked_complete`, `marked_incomplete`, `enum_custom_field_changed`, ...
    let subtype: String
    let text: String
  }

  let gid: String
  var name: String
  var notes: String
  var isCompleted = false
  var completedAt: Timestamp?
  var completedBy: String?
  let createdAt: Timestamp
  let createdBy: String
  var modifiedAt: Timestamp
  var assignee: String?
  /// gids of projects.
  var projects: [String]
  /// Chosen option by field.
  var values: [String: String] = [:]
  var stories: [Story] = []
}

struct AsanaWebhook: Sendable {
  let gid: String
  let resource: String
  let target: String
  let secret: String
  var filters: [JSONValue]
  let createdAt: Timestamp
  var isActive = false
  /// Events not yet part of a delivery.
  var pending: [JSONValue] = []
  /// The delivery on its way, or waiting for its next attempt.
  var current: [UInt8]?
  var isFlushPlanned = false
  var retries: Int64 = 0
  var lastSuccessAt: Timestamp?
  var lastFailureAt: Timestamp?
  var lastFailure = ""
  var failingSince: Timestamp?
  var nextAttemptAt: Timestamp?
}
