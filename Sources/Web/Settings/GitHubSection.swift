internal import Actions
internal import Domain
internal import Messages
internal import Pipeline
internal import Storage
internal import Templates

/// Model of `settings/github.mustache`.
struct GitHubSection: TemplateModel {
  let head: SettingsHead
  let path: String
  let version: Int64
  let token: SettingsSecret
  let check: CheckModel?
  let secret: SettingsSecret
  /// A secret that was just made, to be copied now.
  let revealed: String?
  let hookURL: String
  let repositories: [RepositoryRow]
  let pasted: SettingsField
  let agents: SettingsField
  let linking: [PickItem]

  struct RepositoryRow: TemplateModel {
    let index: Int
    let name: String
    let isKept: Bool
    let isDefault: Bool

    static var fields: Fields<Self> {
      [.number("index", \.index), .text("name", \.name), .flag("kept", \.isKept), .flag("default", \.isDefault)]
    }
  }

  init(_ settings: ProjectSettings, _ view: SettingsView) {
    let check = CheckModel(.github, .githubToken, in: .github, settings, view)
    head = view.head(.github, Self.state(settings, check, view))
    path = view.path
    version = view.version
    let account = settings.checks[.github]?.account ?? ""
    token = SettingsSecret(.githubToken, "token", in: .github, account: account.isEmpty ? nil : account, settings, view)
    self.check = check
    secret = SettingsSecret(.githubWebhook, "secret", in: .github, account: nil, settings, view)
    revealed = view.revealed
    hookURL = "\(view.siteURL)/webhooks/github/\(settings.publicID)"
    repositories = Self.repositories(settings, view)
    pasted = view.field("repository_text", in: .github, nil)
    agents = view.field("agents", in: .github, settings.agentLogins.joined(separator: "\n"))
    let chosen = view.chosen("linking", in: .github, with: "agents") ?? settings.linking.rawValue
    linking = ProjectPolicy.Linking.allCases.map { rule in
      PickItem(
        id: "github-linking-\(rule.rawValue)", name: "linking", value: rule.rawValue, label: view.words("linking.\(rule.rawValue).label"),
        note: view.words("linking.\(rule.rawValue).hint"), isChosen: rule.rawValue == chosen)
    }
  }

  private static func repositories(_ settings: ProjectSettings, _ view: SettingsView) -> [RepositoryRow] {
    let kept = view.boxes("repository", in: .github, with: "repository_text")
    let chosen = view.chosen("default", in: .github, with: "repository_text")
    return settings.repositories.enumerated().map { index, repository in
      RepositoryRow(
        index: index, name: repository.name, isKept: kept?.isTicked(repository.name) ?? true,
        isDefault: chosen.map { $0 == repository.name } ?? repository.isDefault)
    }
  }

  private static func state(_ settings: ProjectSettings, _ check: CheckModel?, _ view: SettingsView) -> SettingsState {
    func state(_ key: String, _ tone: SettingsState.Tone) -> SettingsState { SettingsState(view.words("settings.state.\(key)"), tone) }
    guard let glimpse = view.glimpses[.githubToken] else { return state("unset", .quiet) }
    if glimpse == .unreadable || view.glimpses[.githubWebhook] == .unreadable { return state("unreadable", .bad) }
    if check?.failing != nil { return state("failing", .bad) }
    if settings.repositories.isEmpty { return state("no_repositories", .attention) }
    if view.glimpses[.githubWebhook] == nil { return state("no_secret", .attention) }
    if let check, check.tone == .bad || check.tone == .attention { return state("lacking", .attention) }
    if !settings.hasGitHubDelivery { return state("no_delivery", .attention) }
    return SettingsState.connected(as: settings.checks[.github]?.account, view.words)
  }

  static var fields: Fields<Self> {
    [
      .section("head", \.head), .text("path", \.path), .number("version") { Int($0.version) }, .section("token", \.token),
      .section("check", \.check), .section("secret", \.secret), .section("revealed") { $0.revealed.map(Note.init) },
      .text("hookURL", \.hookURL), .list("repositories", \.repositories),
      .text("was") { TickedBoxes.shown($0.repositories.map(\.name)) }, .flag("hasRepositories") { !$0.repositories.isEmpty },
      .section("pasted", \.pasted), .section("agents", \.agents), .list("linking", \.linking),
    ]
  }
}
