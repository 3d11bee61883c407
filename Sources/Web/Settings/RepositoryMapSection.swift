internal import Messages
internal import Storage
internal import Templates

/// Model of `settings/repository_map.mustache`.
struct RepositoryMapSection: TemplateModel {
  let head: SettingsHead

  init(_ settings: ProjectPages.Settings, _ view: SettingsView) {
    head = view.head(.repositoryMap, SettingsState(view.words("settings.state.unset"), .quiet))
  }

  static var fields: Fields<Self> { [.section("head", \.head)] }
}
