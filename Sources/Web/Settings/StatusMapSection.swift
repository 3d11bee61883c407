internal import Messages
internal import Storage
internal import Templates

/// Model of `settings/status_map.mustache`.
struct StatusMapSection: TemplateModel {
  let head: SettingsHead

  init(_ settings: ProjectPages.Settings, _ view: SettingsView) {
    head = view.head(.statusMap, SettingsState(view.words("settings.state.unset"), .quiet))
  }

  static var fields: Fields<Self> { [.section("head", \.head)] }
}
