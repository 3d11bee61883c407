internal import Messages
internal import Templates

/// One of the pages about the whole instance, as its tab shows it.
struct InstanceTab: TemplateModel {
  enum Page: String, Sendable, CaseIterable {
    case users, projects, settings, audit

    var path: String { self == .users ? "/admin" : "/admin/" + rawValue }

    var key: String {
      switch self {
      case .users: "admin.users.title"
      case .projects: "admin.projects.title"
      case .settings: "admin.settings.title"
      case .audit: "place.audit"
      }
    }
  }

  let page: Page
  let label: String
  let isCurrent: Bool

  static func all(_ current: Page, _ words: Words) -> [InstanceTab] {
    Page.allCases.map { InstanceTab(page: $0, label: words($0.key), isCurrent: $0 == current) }
  }

  static var fields: Fields<Self> { [.text("label", \.label), .text("href", \.page.path), .flag("current", \.isCurrent)] }
}
