internal import Actions
internal import Domain
internal import HTTP
internal import Messages
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
          let map = try Self.holds(form)
          return SettingsOutcome(.statusMap, isMeanwhile: try await actions.saveStatusMap(map, project.settingsTarget(form)))
        }
      },
      gate.memberForm(.admin, "/p/:slug/settings/repository-map", "settings.repository-map.save") { project, form in
        try await page.save(project, form, .repositoryMap) {
          let map = try Self.lines(form).map { (option: $0.option, repository: $0.meaning) }
          return SettingsOutcome(.repositoryMap, isMeanwhile: try await actions.saveRepositoryMap(map, project.settingsTarget(form)))
        }
      },
    ]
  }

  /// - Throws: `badRequest` for a meaning that no page offers.
  private static func holds(_ form: Form) throws(PageError) -> [(option: MappedOption, hold: Hold)] {
    try lines(form).filter { !$0.option.name.isEmpty }.map { line throws(PageError) in
      guard let hold = Hold(rawValue: line.meaning) else { throw .badRequest(Message("error.form")) }
      return (option: line.option, hold: hold)
    }
  }

  /// The lines of the form, and the one that was added by name.
  /// - Throws: `badRequest` for options without a meaning: the others would get those of their neighbours.
  private static func lines(_ form: Form) throws(PageError) -> [(option: MappedOption, meaning: String)] {
    let (options, meanings) = (form.values("option"), form.values("meaning"))
    guard options.count == meanings.count else { throw .badRequest(Message("error.form")) }
    let lines = zip(options, meanings).map { (option: LineValue.option($0), meaning: $1) }
    return lines + [(option: MappedOption(name: form["new_option"].trimmed, id: nil), meaning: form["new_meaning"])]
  }
}
