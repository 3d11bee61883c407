internal import Domain

/// GitHub as far as the sandbox goes: accounts and repositories.
struct GitHubState: Sendable {
  struct Account: Sendable {
    enum Kind: String, Sendable {
      case user = "User"
      case bot = "Bot"
      case organization = "Organization"
    }

    let login: String
    let id: Int64
    let kind: Kind
  }

  var accounts: [String: Account] = [:]
  /// By lower-case `owner/name`.
  var repositories: [String: GitHubRepository] = [:]
  /// Keys of `repositories` in the order they were made.
  var order: [String] = []
  /// Calls of each login in the running hour.
  var used: [String: Int64] = [:]
  var resetsAt: Timestamp
  /// `pull_request.closed` deliveries that wait for CI, by merge commit.
  var waitingForIntegration: [String: [DeliveryRecord]] = [:]

  /// Owner of the token, administrator of every repository.
  static let tokenLogin = "auto-flow-demo"
  /// Who acts on the sandbox's page; may write.
  static let personLogin = "demo-person"
  /// May read only.
  static let readerLogin = "demo-reader"
  static let agentLogin = "opencode-agent[bot]"
  /// An app without rights in the repositories.
  static let botLogin = "other-app[bot]"

  init(now: Timestamp) {
    resetsAt = now.advanced(by: .seconds(3600))
    let kinds: [(String, Account.Kind)] = [
      (Self.tokenLogin, .user), (Self.personLogin, .user), (Self.readerLogin, .user), (Self.agentLogin, .bot), (Self.botLogin, .bot),
    ]
    for (index, (login, kind)) in kinds.enumerated() { accounts[login] = Account(login: login, id: Int64(1001 + index), kind: kind) }
  }

  /// Calls an hour and person.
  static let hourlyLimit: Int64 = 5000

  /// Accounts nobody has made are people without rights.
  func account(_ login: String) -> Account {
    accounts[login] ?? Account(login: login, id: 1000, kind: login.hasSuffix("[bot]") ? .bot : .user)
  }
}

struct GitHubRepository: Sendable {
  enum Permission: String, Sendable, Comparable {
    case none, read, write, admin

    static func < (left: Permission, right: Permission) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .none: 0
      case .read: 1
      case .write: 2
      case .admin: 3
      }
    }
  }

  struct Workflow: Sendable {
    let id: Int64
    let name: String
    let path: String
  }

  struct Commit: Sendable {
    let sha: String
    let tree: String
    let message: String
    let author: String
    let at: Timestamp
    let parents: [String]
  }

  struct Label: Sendable {
    let id: Int64
    let name: String
    let color: String
    let description: String?
  }

  let id: Int64
  let name: RepositoryName
  let defaultBranch = "main"
  var isPrivate = true
  var hasIssues = true
  var permissions: [String: Permission]
  /// Tip by name.
  var branches: [String: String]
  var commits: [String: Commit]
  var labels: [Label] = []
  /// Issues and pull requests by number.
  var issues: [Int64: GitHubIssue] = [:]
  var lastNumber: Int64 = 0
  var hooks: [GitHubHook] = []
  var workflows: [Workflow] = []
  /// Oldest first.
  var runs: [GitHubRun] = []
  let createdAt: Timestamp
  var pushedAt: Timestamp

  func permission(of login: String) -> Permission { permissions[login] ?? .none }

  var tip: String { branches[defaultBranch] ?? "" }

  /// Runs kept.
  static let runLimit = 2000
}

struct GitHubIssue: Sendable {
  struct Comment: Sendable {
    let id: Int64
    var body: String
    let author: String
    let createdAt: Timestamp
    var updatedAt: Timestamp
    /// Logins that reacted with 👀.
    var eyes: [String] = []
  }

  struct Event: Sendable {
    let id: Int64
    /// `closed`, `reopened`, `merged`, `labeled`, `unlabeled`.
    let name: String
    let actor: String
    let at: Timestamp
    let commit: String?
    let label: String?
    let stateReason: String?
  }

  let id: Int64
  let number: Int64
  var title: String
  var body: String?
  let author: String
  var isOpen = true
  /// `completed`, `not_planned`, `duplicate`, `reopened`.
  var stateReason: String?
  var labels: [String] = []
  var comments: [Comment] = []
  var events: [Event] = []
  let createdAt: Timestamp
  var updatedAt: Timestamp
  var closedAt: Timestamp?
  var closedBy: String?
  var pull: GitHubPull?
}

struct GitHubPull: Sendable {
  let id: Int64
  let headBranch: String
  var headSHA: String
  let baseBranch: String
  var baseSHA: String
  /// The test merge before, the real commit after merging.
  var mergeCommit: String
  var mergedAt: Timestamp?
  var mergedBy: String?
  var commits: [String]
}

struct GitHubHook: Sendable {
  let id: Int64
  var url: String
  var contentType: String
  var secret: String?
  var insecureSSL: String
  var events: [String]
  var isActive: Bool
  let createdAt: Timestamp
  var updatedAt: Timestamp
  var lastCode: Int?
  var lastStatus = "unused"

  func wants(_ event: String) -> Bool { isActive && (events.contains("*") || events.contains(event)) }
}

struct GitHubRun: Sendable {
  let id: Int64
  let number: Int64
  let workflow: GitHubRepository.Workflow
  let event: String
  let branch: String
  let commit: String
  let actor: String
  let title: String
  /// Number of the pull request it runs for.
  let pull: Int64?
  var attempt: Int64 = 1
  /// `queued`, `in_progress`, `completed`.
  var status = "queued"
  var conclusion: String?
  /// What it will conclude with; nil waits until somebody says so.
  var verdict: String?
  let createdAt: Timestamp
  var startedAt: Timestamp
  var updatedAt: Timestamp
}
