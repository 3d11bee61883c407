internal import Actions
internal import Domain
internal import HTTP
internal import Storage

/// What the Asana section sends.
struct AsanaForms: Sendable {
  let page: SettingsPage
  let actions: SettingsActions

  func routes(_ gate: Gate) -> [Route] {
    [
      route(gate, "/p/:slug/settings/asana/token", "token", .asanaToken) { form, target in
        try await actions.saveAsanaToken(form["token"], target)
      },
      route(gate, "/p/:slug/settings/asana/token/remove", "token.remove", .asanaTokenRemoved) { _, target in
        try await actions.removeAsanaToken(target)
      },
      route(gate, "/p/:slug/settings/asana/check", "check", .asanaChecked) { _, target in
        try await actions.checkAsana(target)
        return false
      },
      route(gate, "/p/:slug/settings/asana/projects", "projects", .asanaProjects) { form, target in
        try await actions.saveAsanaProjects(
          workspace: form["workspace"], kept: TickedBoxes(form, "project"), pasted: form["project_text"], target)
      },
      route(gate, "/p/:slug/settings/asana/fields", "fields", .asanaFields) { form, target in
        try await actions.saveAsanaFields(
          Dictionary(uniqueKeysWithValues: AsanaRole.allCases.map { ($0, form[$0.rawValue]) }), target)
      },
      route(gate, "/p/:slug/settings/asana/values", "values", .autoValues) { form, target in
        let typed = MappedOption(name: form["new_option"].trimmed, id: nil)
        return try await actions.saveAutoValues(form.values("option").map(LineValue.option) + [typed], target)
      },
    ]
  }

  private func route(
    _ gate: Gate, _ pattern: RoutePattern, _ name: String, _ code: SettingsOutcome.Code,
    _ save: @escaping @Sendable (Form, SettingsActions.Target) async throws -> Bool
  ) -> Route {
    return gate.memberForm(.admin, pattern, "settings.asana.\(name)") { project, form in
      try await page.save(project, form, .asana) {
        SettingsOutcome(code, isMeanwhile: try await save(form, project.settingsTarget(form)))
      }
    }
  }
}

extension String {
  /// Without blanks around it.
  var trimmed: String {
    let start = drop(while: \.isWhitespace)
    return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
  }
}
