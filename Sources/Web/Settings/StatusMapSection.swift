internal import Messages
internal import Pipeline
internal import Storage
internal import Templates

/// Model of `settings/status_map.mustache`.
struct StatusMapSection: TemplateModel {
  let head: SettingsHead
  let options: OptionRows
  let hasField: Bool

  init(_ settings: ProjectSettings, _ view: SettingsView) {
    hasField = settings.statusField != nil
    options = OptionRows(statusMap: settings, live: nil, view)
    head = view.head(.statusMap, Self.state(settings, view))
  }

  private static func state(_ settings: ProjectSettings, _ view: SettingsView) -> SettingsState {
    guard settings.statusField != nil else { return SettingsState(view.words("settings.state.no_field"), .quiet) }
    let meaningful = settings.statusMap.filter { $0.hold != .none }.count
    guard meaningful > 0 else { return SettingsState(view.words("settings.state.all_active"), .attention) }
    return SettingsState(view.words.count("settings.state.mapped", meaningful), .good)
  }

  static var fields: Fields<Self> {
    [.section("head", \.head), .section("options", \.options), .flag("hasField", \.hasField)]
  }
}
