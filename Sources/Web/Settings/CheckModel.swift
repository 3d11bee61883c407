internal import Actions
internal import Domain
internal import Messages
internal import Storage
internal import Templates

/// What the last check of a token has shown: model of `settings/check`.
struct CheckModel: TemplateModel {
  /// `asana-check`
  let id: String
  let action: String
  let lines: [FindingLine]
  /// Since when nothing works, in words.
  let failing: String?
  let checkedAt: Moment?

  static var fields: Fields<Self> {
    [
      .text("id", \.id), .text("action", \.action), .list("lines", \.lines), .section("failing") { $0.failing.map(Note.init) },
      .section("checkedAt", \.checkedAt),
    ]
  }

  /// - Returns: nil without a token that can be read.
  init?(
    _ system: IntegrationCheck.System, _ token: SecretName, in section: SettingsSection, _ settings: ProjectSettings, _ view: SettingsView
  ) {
    guard let glimpse = view.glimpses[token], glimpse != .unreadable else { return nil }
    let check = settings.checks[system]
    id = "\(section.rawValue)-check"
    action = "\(view.path)/\(section.rawValue)/check"
    lines = FindingLine.lines(check, view.words)
    failing = check?.failing.map { failing in
      let time = Moment.relative(failing.since, now: view.now, in: view.words).text
      return view.words("settings.failing.\(failing.failure.rawValue)", ["time": time])
    }
    checkedAt = check.map { .relative($0.checkedAt, now: view.now, in: view.words) }
  }

  /// Worst tone of what was found.
  var tone: SettingsState.Tone { failing != nil ? .bad : lines.first?.tone ?? .quiet }
}
