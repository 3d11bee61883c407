internal import Messages
internal import Storage
internal import Templates

/// Model of `settings/repository_map.mustache`.
struct RepositoryMapSection: TemplateModel {
  let head: SettingsHead
  let options: OptionRows
  let hasField: Bool

  init(_ settings: ProjectSettings, _ view: SettingsView) {
    hasField = settings.repositoryField != nil
    options = OptionRows(repositoryMap: settings, live: nil, view)
    head = view.head(.repositoryMap, Self.state(settings, view))
  }

  private static func state(_ settings: ProjectSettings, _ view: SettingsView) -> SettingsState {
    guard settings.repositoryField != nil else { return SettingsState(view.words("settings.state.no_field"), .quiet) }
    guard !settings.repositoryMap.isEmpty else { return SettingsState(view.words("settings.state.by_name"), .quiet) }
    return SettingsState(view.words.count("settings.state.mapped", settings.repositoryMap.count), .good)
  }

  static var fields: Fields<Self> {
    [.section("head", \.head), .section("options", \.options), .flag("hasField", \.hasField)]
  }
}
