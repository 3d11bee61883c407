/// When the coding agent's workflow starts and what it takes as its prompt: the rules of the published action.
enum AgentTrigger: Sendable, Equatable {
  /// The workflow's condition does not hold: its only job is skipped.
  case skipped
  /// Nothing but a mention: the thread is summarised, nothing implemented.
  case summary
  case prompt(String)

  private static let mentions = ["/opencode", "/oc"]

  /// - Parameter body: of a comment that was just created. The mention stands at the very start or after a space; a new line before it does
  ///   not count, and a longer word that begins with it does.
  init(comment body: String) {
    let lowered = body.lowercased()
    let isMeant = Self.mentions.contains { lowered.hasPrefix($0) || Self.contains(lowered, " " + $0) }
    guard isMeant else {
      self = .skipped
      return
    }
    self = Self.mentions.contains(Self.trimmed(lowered)) ? .summary : .prompt(body)
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }

  private static func contains(_ text: String, _ part: String) -> Bool {
    let (text, part) = (Array(text.utf8), Array(part.utf8))
    guard text.count >= part.count else { return false }
    return (0...(text.count - part.count)).contains { text[$0..<($0 + part.count)].elementsEqual(part) }
  }
}
