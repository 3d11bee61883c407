internal import Domain
internal import Messages
internal import Storage
internal import Templates

/// How far a project is connected to one outside system, in a word.
struct IntegrationWord: TemplateModel, Equatable {
  enum Tone: String, Sendable { case good, attention, bad, quiet }

  let name: String
  let word: String
  let tone: Tone
  let failing: Failing?

  static var fields: Fields<Self> {
    [.text("name", \.name), .text("word", \.word), .text("tone", \.tone.rawValue), .section("failing", \.failing)]
  }

  /// Since when, and why.
  struct Failing: TemplateModel, Equatable {
    let since: Moment
    let reason: String

    static var fields: Fields<Self> { [.section("since", \.since), .text("reason", \.reason)] }
  }

  static func asana(_ facts: IntegrationFacts, _ check: IntegrationCheck?, in words: Words, now: Timestamp) -> IntegrationWord {
    let state = Builder(name: "Asana", check: check, words: words, now: now)
    if !facts.hasAsanaToken { return state.word("integration.not_set", .quiet) }
    if let failing = state.failing { return failing }
    if facts.asanaProjects == 0 { return state.word("integration.no_project", .attention) }
    guard check != nil else { return state.word("integration.never", .attention) }
    return facts.activeAsanaHooks >= facts.asanaProjects ? state.connected : state.word("integration.no_webhook", .attention)
  }

  static func github(_ facts: IntegrationFacts, _ check: IntegrationCheck?, in words: Words, now: Timestamp) -> IntegrationWord {
    let state = Builder(name: "GitHub", check: check, words: words, now: now)
    if !facts.hasGitHubToken { return state.word("integration.not_set", .quiet) }
    if let failing = state.failing { return failing }
    if facts.repositories == 0 { return state.word("integration.no_repository", .attention) }
    if !facts.hasGitHubWebhookSecret { return state.word("integration.no_secret", .attention) }
    guard check != nil || facts.hasGitHubDelivery else { return state.word("integration.never", .attention) }
    return facts.hasGitHubDelivery ? state.connected : state.word("integration.no_delivery", .attention)
  }

  private struct Builder {
    let name: String
    let check: IntegrationCheck?
    let words: Words
    let now: Timestamp

    func word(_ key: String, _ tone: Tone) -> IntegrationWord { IntegrationWord(name: name, word: words(key), tone: tone, failing: nil) }

    var connected: IntegrationWord {
      guard let check, !check.account.isEmpty else { return word("integration.connected", .good) }
      let text = words("integration.connected_as", ["account": check.account])
      return IntegrationWord(name: name, word: text, tone: .good, failing: nil)
    }

    /// nil when calls work, or none was made.
    var failing: IntegrationWord? {
      guard let failing = check?.failing else { return nil }
      let since = Moment.absolute(failing.since, now: now, in: words)
      return IntegrationWord(
        name: name, word: words("integration.failing"), tone: .bad,
        failing: Failing(since: since, reason: words("integration.failure." + failing.failure.rawValue)))
    }
  }
}
