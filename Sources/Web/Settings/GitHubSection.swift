internal import Messages
internal import Storage
internal import Templates

/// Model of `settings/github.mustache`.
struct GitHubSection: TemplateModel {
  let head: SettingsHead

  init(_ settings: ProjectPages.Settings, _ view: SettingsView) {
    head = view.head(.github, SettingsState(view.words("settings.state.unset"), .quiet))
  }

  static var fields: Fields<Self> { [.section("head", \.head)] }
}
