internal import Messages
internal import Storage
internal import Templates

/// Model of `settings/danger.mustache`: archives a project, or brings it back.
struct DangerSection: TemplateModel {
  let head: SettingsHead
  let isArchived: Bool
  /// Where the form is sent.
  let action: String
  let confirmation: SettingsField
  /// What the form is about, in words: `archive` or `unarchive`.
  private let kind: String
  private let names: [String: String]
  private let words: Words

  init(_ project: InProject, _ view: SettingsView) {
    isArchived = project.membership.isArchived
    words = view.words
    kind = isArchived ? "unarchive" : "archive"
    names = ["name": project.membership.name, "slug": project.slug]
    action = "\(view.path)/\(kind)"
    confirmation = view.field("confirmation", in: .danger, nil)
    head = view.head(.danger, isArchived ? SettingsState(view.words("settings.danger.archived"), .attention) : nil)
  }

  private func text(_ part: String) -> String { words("settings.danger.\(kind)\(part)", names) }

  static var fields: Fields<Self> {
    [
      .section("head", \.head), .text("action", \.action), .section("confirmation", \.confirmation), .flag("archived", \.isArchived),
      .text("title") { $0.text("_title") }, .text("text") { $0.text("_text") }, .text("opener") { $0.text("") },
      .text("question") { $0.text("_question") }, .text("what") { $0.text("_what") }, .text("button") { $0.text("_button") },
      .text("label") { $0.words("settings.danger.confirmation", $0.names) },
    ]
  }
}
