internal import Messages
internal import Storage
internal import Templates

/// How far a project is connected to one outside system, in a word.
struct IntegrationWord: TemplateModel, Equatable {
  enum Tone: String, Sendable { case good, attention, bad, quiet }

  let name: String
  let word: String
  let tone: Tone

  static var fields: Fields<Self> { [.text("name", \.name), .text("word", \.word), .text("tone", \.tone.rawValue)] }

  static func asana(_ facts: IntegrationFacts, in words: Words) -> IntegrationWord {
    func word(_ key: String, _ tone: Tone) -> IntegrationWord { IntegrationWord(name: "Asana", word: words(key), tone: tone) }
    if !facts.hasAsanaToken { return word("integration.not_set", .quiet) }
    if facts.asanaProjects == 0 { return word("integration.no_project", .attention) }
    return facts.activeAsanaHooks >= facts.asanaProjects ? word("integration.connected", .good) : word("integration.no_webhook", .attention)
  }

  static func github(_ facts: IntegrationFacts, in words: Words) -> IntegrationWord {
    func word(_ key: String, _ tone: Tone) -> IntegrationWord { IntegrationWord(name: "GitHub", word: words(key), tone: tone) }
    if !facts.hasGitHubToken { return word("integration.not_set", .quiet) }
    if facts.repositories == 0 { return word("integration.no_repository", .attention) }
    if !facts.hasGitHubWebhookSecret { return word("integration.no_secret", .attention) }
    return facts.hasGitHubDelivery ? word("integration.connected", .good) : word("integration.no_delivery", .attention)
  }
}
