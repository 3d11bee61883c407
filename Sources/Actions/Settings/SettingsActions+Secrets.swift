internal import Crypto
internal import Domain
internal import Messages
internal import Storage

extension SettingsActions {
  // MARK: Asana

  /// Tries a token of Asana and keeps it, also when it could not be tried.
  /// - Returns: whether somebody else had changed the settings meanwhile.
  /// - Throws: `forbidden`; `invalid` for the field `token`, also when Asana refuses it: then the one before stays.
  package func saveAsanaToken(_ typed: String, _ target: Target) async throws -> Bool {
    try target.actor.require(.admin)
    let token = try TypedSecret(typed, .asana).secret
    let trial = await AsanaTrial(ports.tracker(token), try await store.load(target.project)).run()
    if trial.result.failure == .unauthorised {
      throw ActionError.invalid(field: "token", message: Message("settings.token.refused", ["system": "Asana"]))
    }
    let isMeanwhile = try await store.saveSecret(token, as: .asanaToken, trial: (.asana, trial.result), target.edit)
    try await store.saveTrial(trial.result, of: .asana, projects: trial.projects, names: trial.names, project: target.project)
    return isMeanwhile
  }

  /// - Throws: `forbidden`.
  package func removeAsanaToken(_ target: Target) async throws -> Bool {
    try target.actor.require(.admin)
    return try await store.removeSecret(.asanaToken, system: .asana, target.edit)
  }

  /// Tries the stored token again.
  /// - Throws: `forbidden`; `invalid` without a field when there is no token.
  package func checkAsana(_ target: Target) async throws {
    try target.actor.require(.admin)
    let token = try await stored(.asanaToken, target)
    let settings = try await store.load(target.project)
    let trial = await AsanaTrial(ports.tracker(token), settings).run()
    let result = trial.result.keepingAccount(of: settings.checks[.asana])
    try await store.saveTrial(result, of: .asana, projects: trial.projects, names: trial.names, project: target.project)
  }

  // MARK: GitHub

  /// As `saveAsanaToken`.
  package func saveGitHubToken(_ typed: String, _ target: Target) async throws -> Bool {
    try target.actor.require(.admin)
    let token = try TypedSecret(typed, .github).secret
    let trial = await GitHubTrial(ports.codeHost(token), try await store.load(target.project)).run()
    if trial.failure == .unauthorised {
      throw ActionError.invalid(field: "token", message: Message("settings.token.refused", ["system": "GitHub"]))
    }
    return try await store.saveSecret(token, as: .githubToken, trial: (.github, trial), target.edit)
  }

  /// - Throws: `forbidden`.
  package func removeGitHubToken(_ target: Target) async throws -> Bool {
    try target.actor.require(.admin)
    return try await store.removeSecret(.githubToken, system: .github, target.edit)
  }

  /// As `checkAsana`.
  package func checkGitHub(_ target: Target) async throws {
    try target.actor.require(.admin)
    let token = try await stored(.githubToken, target)
    let settings = try await store.load(target.project)
    let trial = await GitHubTrial(ports.codeHost(token), settings).run().keepingAccount(of: settings.checks[.github])
    try await store.saveTrial(trial, of: .github, projects: [], names: [:], project: target.project)
  }

  /// Checks again after something that a check looks at was saved; a check that fails does not undo the save.
  func recheck(_ system: IntegrationCheck.System, _ target: Target) async {
    switch system {
    case .asana: try? await checkAsana(target)
    case .github: try? await checkGitHub(target)
    }
  }

  private func stored(_ name: SecretName, _ target: Target) async throws -> SecretBytes {
    do { return try await token(name, target.project) } catch .notConfigured {
      throw ActionError.invalid(field: "", message: Message("settings.token.none"))
    }
  }

  // MARK: The webhook secret

  /// - Throws: `forbidden`; `invalid` for the field `secret`.
  package func saveWebhookSecret(_ typed: String, _ target: Target) async throws -> Bool {
    try target.actor.require(.admin)
    return try await store.saveSecret(try TypedSecret(typed, .webhook).secret, as: .githubWebhook, trial: nil, target.edit)
  }

  /// Makes a new webhook secret and keeps it.
  /// - Returns: the secret, to be shown this once.
  /// - Throws: `forbidden`.
  package func generateWebhookSecret(_ target: Target) async throws -> String {
    try target.actor.require(.admin)
    let secret = random.token(bytes: 32)
    _ = try await store.saveSecret(SecretBytes(secret), as: .githubWebhook, trial: nil, target.edit)
    return secret
  }

  /// - Throws: `forbidden`.
  package func removeWebhookSecret(_ target: Target) async throws -> Bool {
    try target.actor.require(.admin)
    return try await store.removeSecret(.githubWebhook, system: nil, target.edit)
  }
}

extension SettingsStore.Trial {
  /// A check that could not be made says nothing new about whose the token is.
  fileprivate func keepingAccount(of known: IntegrationCheck?) -> Self {
    guard account.isEmpty, let known else { return self }
    return Self(account: known.account, findings: findings, failure: failure)
  }

  /// What a call that failed at the first step means for a token.
  init(_ error: PortError, system: String) {
    let failure: IntegrationCheck.Failure? =
      switch error {
      case .unauthorised: .unauthorised
      case .forbidden: .forbidden
      case .notConfigured: .notConfigured
      case .transient, .rateLimited, .notFound, .rejected, .malformed: nil
      }
    self.init(account: "", findings: [Finding(.unchecked, system, error.reason).text], failure: failure)
  }
}
