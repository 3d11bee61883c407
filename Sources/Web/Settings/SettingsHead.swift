internal import Templates

/// Heading of a section: model of `settings/head`, and of the page's index.
struct SettingsHead: TemplateModel, Equatable {
  let section: SettingsSection
  let title: String
  let note: String
  /// nil for a section that has nothing to be set up.
  let state: SettingsState?
  /// What the last save did.
  let outcome: String?
  let meanwhile: String?
  /// Why nothing was saved, when no field is to blame.
  let problem: String?

  static var fields: Fields<Self> {
    [
      .text("id", \.section.rawValue), .text("title", \.title), .text("note", \.note), .section("state", \.state),
      .section("outcome") { $0.outcome.map(Note.init) },
      .section("meanwhile") { $0.meanwhile.map(Note.init) }, .section("problem") { $0.problem.map(Note.init) },
    ]
  }
}
