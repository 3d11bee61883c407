internal import Actions
internal import Messages
internal import Storage
internal import Templates

/// Model of `settings/general.mustache`.
struct GeneralSection: TemplateModel {
  let head: SettingsHead
  let action: String
  let name: SettingsField
  /// The name as it was when the form was opened.
  let seenName: SettingsField
  let slug: SettingsField

  init(_ project: InProject, _ view: SettingsView) {
    let state: SettingsState =
      project.membership.isArchived
      ? SettingsState(view.words("settings.general.archived"), .attention) : SettingsState(view.words("settings.general.state"), .good)
    head = view.head(.general, state)
    action = view.path + "/general"
    name = view.field("name", in: .general, project.membership.name)
    seenName = view.field("seen_name", in: .general, project.membership.name)
    slug = view.field("slug", in: .general, project.slug)
  }

  static var fields: Fields<Self> {
    [
      .section("head", \.head), .text("action", \.action), .section("name", \.name), .section("seenName", \.seenName),
      .section("slug", \.slug),
      .number("nameLimit") { _ in ProjectActions.nameLimit }, .number("slugLimit") { _ in Slug.limit },
    ]
  }
}
