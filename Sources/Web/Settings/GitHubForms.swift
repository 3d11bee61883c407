internal import Actions
internal import Domain
internal import HTTP

/// What the GitHub section sends.
struct GitHubForms: Sendable {
  let page: SettingsPage
  let actions: SettingsActions

  func routes(_ gate: Gate) -> [Route] {
    [
      route(gate, "/p/:slug/settings/github/token", "token", .githubToken) { form, target in
        try await actions.saveGitHubToken(form["token"], target)
      },
      route(gate, "/p/:slug/settings/github/token/remove", "token.remove", .githubTokenRemoved) { _, target in
        try await actions.removeGitHubToken(target)
      },
      route(gate, "/p/:slug/settings/github/check", "check", .githubChecked) { _, target in
        try await actions.checkGitHub(target)
        return false
      },
      route(gate, "/p/:slug/settings/github/secret", "secret", .webhookSecret) { form, target in
        try await actions.saveWebhookSecret(form["secret"], target)
      },
      route(gate, "/p/:slug/settings/github/secret/remove", "secret.remove", .webhookSecretRemoved) { _, target in
        try await actions.removeWebhookSecret(target)
      },
      // Answers with the page itself: what was made is shown this once, and nowhere in between.
      gate.memberForm(.admin, "/p/:slug/settings/github/secret/generate", "settings.github.secret.generate") { project, form in
        let secret = try await actions.generateWebhookSecret(project.settingsTarget(form))
        return try await page.answer(project, revealed: secret)
      },
      route(gate, "/p/:slug/settings/github/repositories", "repositories", .repositories) { form, target in
        try await actions.saveRepositories(
          kept: TickedBoxes(form, "repository"), pasted: form["repository_text"], default: form.has("default") ? form["default"] : nil,
          target)
      },
      route(gate, "/p/:slug/settings/github/rules", "rules", .rules) { form, target in
        try await actions.saveRules(linking: form["linking"], agents: form["agents"], target)
      },
    ]
  }

  private func route(
    _ gate: Gate, _ pattern: RoutePattern, _ name: String, _ code: SettingsOutcome.Code,
    _ save: @escaping @Sendable (Form, SettingsActions.Target) async throws -> Bool
  ) -> Route {
    return gate.memberForm(.admin, pattern, "settings.github.\(name)") { project, form in
      try await page.save(project, form, .github) {
        SettingsOutcome(code, isMeanwhile: try await save(form, project.settingsTarget(form)))
      }
    }
  }
}
