internal import Messages
internal import Storage
internal import Templates

/// Model of `settings/asana.mustache`.
struct AsanaSection: TemplateModel {
  let head: SettingsHead

  init(_ settings: ProjectPages.Settings, _ view: SettingsView) {
    head = view.head(.asana, SettingsState(view.words("settings.state.unset"), .quiet))
  }

  static var fields: Fields<Self> { [.section("head", \.head)] }
}
