internal import Storage
internal import Templates

/// How far a project is connected to one outside system, in a word.
struct IntegrationWord: TemplateModel, Equatable {
  enum Tone: String, Sendable { case good, attention, bad, quiet }

  let name: String
  let word: String
  let tone: Tone

  static var fields: Fields<Self> { [.text("name", \.name), .text("word", \.word), .text("tone", \.tone.rawValue)] }

  static func asana(_ facts: IntegrationFacts) -> IntegrationWord {
    func word(_ word: String, _ tone: Tone) -> IntegrationWord { IntegrationWord(name: "Asana", word: word, tone: tone) }
    if !facts.hasAsanaToken { return word("not set", .quiet) }
    if facts.asanaProjects == 0 { return word("without project", .attention) }
    return facts.activeAsanaHooks >= facts.asanaProjects ? word("connected", .good) : word("without webhook", .attention)
  }

  static func github(_ facts: IntegrationFacts) -> IntegrationWord {
    func word(_ word: String, _ tone: Tone) -> IntegrationWord { IntegrationWord(name: "GitHub", word: word, tone: tone) }
    if !facts.hasGitHubToken { return word("not set", .quiet) }
    if facts.repositories == 0 { return word("without repository", .attention) }
    if !facts.hasGitHubWebhookSecret { return word("without webhook secret", .attention) }
    return facts.hasGitHubDelivery ? word("connected", .good) : word("no delivery yet", .attention)
  }
}
