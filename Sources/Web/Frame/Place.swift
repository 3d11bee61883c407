internal import Domain

/// A page that the frame leads to. A new one is a case here, with its message, icon and address, in the order of the rail; the rail, the bar
/// of a phone, the search and the keys follow from it.
enum Place: Sendable, CaseIterable {
  case tasks, knowledge, webhooks, settings, members, api, audit
  case projects, instance
  case account

  /// Where it stands: what people work with, and what they set up, in a project; beside all projects; in the account's menu.
  enum Group: Sendable { case work, setUp, site, account }

  var group: Group {
    switch self {
    case .tasks, .knowledge: .work
    case .webhooks, .members, .api, .settings, .audit: .setUp
    case .projects, .instance: .site
    case .account: .account
    }
  }

  /// Key of its name.
  var key: String {
    switch self {
    case .tasks: "place.tasks"
    case .knowledge: "place.knowledge"
    case .webhooks: "place.webhooks"
    case .members: "place.members"
    case .api: "place.api"
    case .settings: "place.settings"
    case .audit: "place.audit"
    case .projects: "place.projects"
    case .account: "place.account"
    case .instance: "place.instance"
    }
  }

  /// Name of its symbol in the sprite.
  var icon: String {
    switch self {
    case .tasks: "tasks"
    case .knowledge: "knowledge"
    case .webhooks: "webhooks"
    case .members: "members"
    case .api: "source-api"
    case .settings: "settings"
    case .audit: "audit"
    case .projects: "projects"
    case .account: "account"
    case .instance: "instance"
    }
  }

  /// Below the path of the project, or on its own.
  private var tail: String {
    switch self {
    case .tasks: ""
    case .knowledge: "/knowledge"
    case .webhooks: "/webhooks"
    case .members: "/members"
    case .api: "/api"
    case .settings: "/settings"
    case .audit: "/audit"
    case .projects: "/app"
    case .account: "/account"
    case .instance: "/admin"
    }
  }

  /// The key that leads there after `g`.
  var letter: String? {
    switch self {
    case .tasks: "t"
    case .knowledge: "k"
    case .webhooks: "w"
    case .members: "m"
    case .api: "a"
    case .settings: "s"
    case .audit: "l"
    case .projects: "p"
    case .account: "u"
    case .instance: "i"
    }
  }

  /// Whether the place belongs to a project.
  var isInProject: Bool { group == .work || group == .setUp }

  /// Whether somebody may open it.
  /// - Parameter role: in the project of the page; nil outside of one.
  func isOpen(to role: ProjectRole?, isInstanceAdmin: Bool) -> Bool {
    switch self {
    case .settings, .audit: role == .admin
    case .instance: isInstanceAdmin
    default: !isInProject || role != nil
    }
  }

  /// - Parameter project: path of the project of the page.
  func path(in project: String) -> String { isInProject ? project + tail : tail }
}
