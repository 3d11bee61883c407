internal import Actions
internal import Domain
internal import Messages
internal import Storage

/// What every section is built with.
struct SettingsView: Sendable {
  /// `/p/demo/settings`; a section's form is sent to `PATH/SECTION`.
  let path: String
  let words: Words
  let siteURL: String
  let now: Timestamp
  /// Of the settings as they are shown; comes back with a form.
  let version: Int64
  let glimpses: [SecretName: SettingsActions.Glimpse]
  var attempt: SettingsAttempt?
  var outcome: SettingsOutcome?
  /// A secret that was made just now.
  var revealed: String?

  func head(_ section: SettingsSection, _ state: SettingsState?) -> SettingsHead {
    let outcome = outcome.flatMap { $0.code.section == section ? $0 : nil }
    return SettingsHead(
      section: section, title: words(section.title), note: words(section.note), state: state,
      outcome: outcome.map { words("settings.outcome.\($0.code.rawValue)") },
      meanwhile: outcome?.isMeanwhile == true ? words("settings.meanwhile") : nil,
      problem: general(section))
  }

  /// What is wrong with no field in particular.
  private func general(_ section: SettingsSection) -> String? {
    attempt.flatMap { $0.section == section && $0.field.isEmpty ? words($0.message) : nil }
  }

  /// A field of a section: what was typed if it was not accepted, else the value.
  /// - Parameter isSecret: never shown again.
  func field(_ name: String, in section: SettingsSection, _ value: String?, isSecret: Bool = false) -> SettingsField {
    let mine = attempt.flatMap { $0.section == section ? $0 : nil }
    let typed = mine.flatMap { $0.form.has(name) && !isSecret ? $0.form[name] : nil }
    return SettingsField(
      id: "\(section.rawValue)-\(name)", name: name, value: typed ?? (isSecret ? nil : value) ?? "",
      error: mine.flatMap { $0.field == name ? words($0.message) : nil })
  }

  /// The boxes of a name, when the form they stand in was not accepted.
  /// - Parameter companion: a text field of the same form.
  func boxes(_ name: String, in section: SettingsSection, with companion: String) -> TickedBoxes? {
    refused(section, companion).map { TickedBoxes($0, name) }
  }

  /// The button of a name that was chosen, when the form it stands in was not accepted.
  /// - Parameter companion: as of `boxes`.
  func chosen(_ name: String, in section: SettingsSection, with companion: String) -> String? {
    refused(section, companion)?.values(name).first
  }

  private func refused(_ section: SettingsSection, _ companion: String) -> Form? {
    attempt.flatMap { $0.section == section && $0.form.has(companion) ? $0.form : nil }
  }
}
