internal import Actions
internal import Domain
internal import HTTP
internal import Pipeline
internal import Storage

/// What the sections with maps send.
struct MapForms: Sendable {
  let page: SettingsPage
  let actions: SettingsActions

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.memberForm(.admin, "/p/:slug/settings/status-map", "settings.status-map.save") { project, form in
        try await page.save(project, form, .statusMap) {
          let map = Self.lines(form).map { (option: $0.option, hold: Hold(rawValue: $0.meaning) ?? .none) }
          return SettingsOutcome(.statusMap, isMeanwhile: try await actions.saveStatusMap(map, project.settingsTarget(form)))
        }
      },
      gate.memberForm(.admin, "/p/:slug/settings/repository-map", "settings.repository-map.save") { project, form in
        try await page.save(project, form, .repositoryMap) {
          let map = Self.lines(form).map { (option: $0.option, repository: $0.meaning) }
          return SettingsOutcome(.repositoryMap, isMeanwhile: try await actions.saveRepositoryMap(map, project.settingsTarget(form)))
        }
      },
    ]
  }

  /// The lines of the form, and the one that was added by name.
  private static func lines(_ form: Form) -> [(option: MappedOption, meaning: String)] {
    let lines = zip(form.values("option"), form.values("meaning")).map { (option: LineValue.option($0), meaning: $1) }
    return lines + [(option: MappedOption(name: form["new_option"].trimmed, id: nil), meaning: form["new_meaning"])]
  }
}
